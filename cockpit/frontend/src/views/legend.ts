/* The legend of a drawing: its keys one after another, in as many rows as they need. */

import { s, type Child } from "../dom";

export const KEY_PX = 18;
const LETTER_PX = 8;

/** What a colour means; `name` is the class of its line. */
export interface Key {
  readonly name: string;
  readonly text: string;
}

export type Laid = Key & { readonly x: number; readonly row: number };

/** Where the keys stand. */
export function legend(keys: readonly Key[], width: number): Laid[] {
  let [x, row] = [4, 0];
  return keys.map((one) => {
    const long = 40 + wide(one.text);
    if (x > 4 && x + long > width) [x, row] = [4, row + 1];
    const laid = { ...one, x, row };
    x += long;
    return laid;
  });
}

export function key({ name, text, x, row }: Laid): Child[] {
  const y = 9 + row * KEY_PX;
  return [
    s("line", { class: `key ${name}`, x1: x, x2: x + 16, y1: y, y2: y }),
    s("text", { class: "tick", x: x + 22, y: y + 4 }, text),
  ];
}

/** About how many pixels a text takes. */
export const wide = (text: string): number =>
  LETTER_PX * [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 1.6 : 0.95), 0);
