/* Keeps the place of the keyboard while the board draws itself anew. */

interface Held {
  readonly list: string;
  readonly at: number;
  readonly mark: string;
}

const root = (element: Element): Document | ShadowRoot => element.getRootNode() as Document | ShadowRoot;
const listOf = (element: Element, list: string): HTMLElement[] => [
  ...element.querySelectorAll<HTMLElement>(`[data-list="${list}"]`),
];

/** Where the keyboard is: at which place of a list, or on which choice. */
export function focusBefore(element: Element): Held | null {
  const active = root(element).activeElement;
  if (!(active instanceof Element) || !element.contains(active)) return null;
  const { list = "", ...marks } = (active as HTMLElement).dataset;
  const [name, value] = Object.entries(marks)[0] ?? ["", ""];
  return {
    list,
    at: list ? listOf(element, list).indexOf(active as HTMLElement) : 0,
    mark: name ? `[data-${name}="${value}"]` : "",
  };
}

/** Put it back; a list that changed begins at its top. */
export function focusAfter(element: Element, held: Held | null): void {
  if (!held) return;
  const active = root(element).activeElement;
  if (active && element.contains(active)) return;
  const items = held.list ? listOf(element, held.list) : [];
  const next = held.list
    ? (items.find((item) => item.matches(held.mark)) ?? items[0])
    : held.mark
      ? element.querySelector<HTMLElement>(held.mark)
      : null;
  next?.focus({ preventScroll: true });
}

/** The next or the one before of the list in which the keyboard is. */
export function focusBeside(element: Element, by: number): boolean {
  const active = root(element).activeElement as HTMLElement | null;
  const list = active?.dataset?.["list"];
  if (!active || !list) return false;
  const items = listOf(element, list);
  items[items.indexOf(active) + by]?.focus();
  return true;
}
