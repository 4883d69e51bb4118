/* The small signs of every view: status, change, meter. */

import type { Change } from "../figures";
import { type Child, h, type Piece, s } from "../dom";
import { shareBar } from "../rank";
import { label, type Lang } from "../words";

/** The room for a view, in pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** The least height of a row that is chosen: a finger needs more than a mouse. */
export const rowPx = (): number => (matchMedia("(pointer: coarse)").matches ? 40 : 34);

/** A status is told by colour and by shape: green a disc, yellow a diamond, red a triangle. */
export function dot(status: string | null, lang: Lang): Piece | null {
  if (!status) return null;
  const name = label(lang, "status", status);
  return h("i", { class: `dot ${status}`, role: "img", "aria-label": name, title: name });
}

export function changeMark(change: Change | null): Piece | null {
  if (!change) return null;
  const arrow = s(
    "svg",
    { class: "arrow", viewBox: "0 0 10 10", "aria-hidden": "true" },
    s("path", { d: change.up ? "M5 1.5 9 8.5H1z" : "M5 8.5 1 1.5h8z" }),
  );
  const way = change.up ? "rise" : "fall";
  return h(
    "span",
    { class: `change ${change.tone} ${change.tone === "plain" ? "" : way}` },
    change.tone !== "plain" && arrow,
    change.text,
  );
}

/** A bar of an attainment, full at 120 %, with a line at the share that is due by now, or at the target. */
export function meter(share: number, status: string | null, due = 1): Piece {
  const bar = h("i", { style: `width:${(100 * shareBar(share)).toFixed(1)}%` });
  return h(
    "span",
    { class: `meter ${status ?? ""}` },
    bar,
    h("u", { style: `--at:${(100 * shareBar(due)).toFixed(1)}%` }),
  );
}

export const note = (text: string): Piece => h("p", { class: "calm muted" }, text);

/** A choice of a few words; `name` is the data attribute under which a click finds the chosen one. */
export function segments(
  name: string,
  chosen: string,
  words: readonly (readonly [word: string, label: string])[],
  title: string,
): Piece {
  const links: Child[] = words.map(([word, text]) =>
    h(
      "button",
      {
        type: "button",
        [`data-${name}`]: word,
        class: word === chosen && "on",
        "aria-pressed": String(word === chosen),
      },
      text,
    ),
  );
  return h("span", { class: "segments", role: "group", "aria-label": title }, ...links);
}

/** A drawing of the size of its box; `told` says in words what it shows. A group: what is in it can be chosen. */
export const drawing = (
  name: string,
  { width, height }: Box,
  told: string,
  pieces: readonly Child[],
  role: "img" | "group" = "img",
): Piece =>
  s("svg", { class: name, width, height, viewBox: `0 0 ${width} ${height}`, role, "aria-label": told }, ...pieces);
