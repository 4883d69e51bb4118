/* A person's small choices, kept on the device; without a store they last as long as the page. */

const own = new Map<string, string>();

export function recalled(name: string): string | null {
  try {
    return own.get(name) ?? localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(name: string, word: string): void {
  own.set(name, word);
  try {
    localStorage.setItem(name, word);
  } catch {
    // a private window
  }
}

export function forget(name: string): void {
  own.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // a private window
  }
}
