/* The surface: cards on a grid, each drawn anew from what is held, in one go. */

import { COLUMNS, ROWS, kindOf, rowsOf, type Item, type Kind } from "./arrange";
import { h, made } from "./dom";
import type { Box } from "./views/marks";

const GAP = 12;
const LEAST_ROW = 42;
const HEAD_PX = 44;
const PAD_X = 16;
const PAD_Y = 12;
const LEAST_HEIGHT = 640;
const LARGE_PX = 2100;
/** A lower card writes closer; a query of the style sheet would cost a drill a millisecond. */
const LOW_PX = 132;

/** Where an item stands, in pixels. */
export interface Frame extends Box {
  readonly left: number;
  readonly top: number;
}

export interface Card {
  readonly box: HTMLElement;
  readonly head: HTMLElement;
  readonly body: HTMLElement;
}

export class Surface {
  readonly cards = new Map<string, Card>();
  kind: Kind = "wall";
  private column = 0;
  private row = LEAST_ROW;

  constructor(readonly host: HTMLElement) {}

  /** Large walls are read from afar: everything grows with them. */
  get zoom(): number {
    return Math.max(1, window.innerWidth / LARGE_PX);
  }

  /** Take the room that there is; a wall and a desk show all rows at once, smaller terminals scroll. */
  measure(below: number): void {
    const width = this.host.clientWidth;
    if (!width) return; // not on a page yet
    this.kind = kindOf(width);
    this.column = (width + GAP) / COLUMNS[this.kind];
    const height = Math.max(LEAST_HEIGHT, below);
    this.row = this.kind === "wall" ? Math.max(LEAST_ROW, (height + GAP) / ROWS) : LEAST_ROW + GAP;
  }

  frame({ x, y, w, h: tall }: Item): Frame {
    return { left: x * this.column, top: y * this.row, width: w * this.column - GAP, height: tall * this.row - GAP };
  }

  /** The columns and rows nearest to a frame. */
  at({ left, top, width, height }: Frame): Omit<Item, "id"> {
    const [across, down] = [
      (pixels: number) => Math.round(pixels / this.column),
      (pixels: number) => Math.round(pixels / this.row),
    ];
    return { x: across(left), y: down(top), w: across(width + GAP), h: down(height + GAP) };
  }

  /** The room for a view inside a card. */
  inside(item: Item): Box {
    const { width, height } = this.frame(item);
    return { width: Math.floor(width - 2 * PAD_X - 2), height: Math.floor(height - HEAD_PX - PAD_Y) };
  }

  /** While the cards can be moved, each can be reached by the keyboard, and says so. */
  label(on: boolean, name: (id: string) => string): void {
    for (const [id, { box }] of this.cards) {
      if (on) dressed(box, { tabindex: "0", role: "group", "aria-label": name(id) });
      else for (const word of ["tabindex", "role", "aria-label"]) box.removeAttribute(word);
    }
  }

  /** A card that is about to be drawn anew shows nothing. */
  busy(id: string, on: boolean): void {
    this.cards.get(id)!.box.toggleAttribute("aria-busy", on);
  }

  clear(): void {
    this.cards.clear();
    this.host.replaceChildren();
  }

  /** Cards for these items and no others, where they belong. */
  place(items: readonly Item[]): void {
    if (!this.cards.size) this.host.replaceChildren();
    const kept = new Set(items.map((item) => item.id));
    for (const [id, card] of this.cards) if (!kept.has(id) && this.cards.delete(id)) card.box.remove();
    for (const item of items) this.put(this.cards.get(item.id) ?? this.added(item.id), this.frame(item));
    this.host.style.height = `${rowsOf(items) * this.row - GAP}px`;
  }

  put({ box }: Card, { left, top, width, height }: Frame): void {
    box.style.transform = `translate(${left.toFixed(1)}px,${top.toFixed(1)}px)`;
    box.style.width = `${width.toFixed(1)}px`;
    box.style.height = `${height.toFixed(1)}px`;
    box.classList.toggle("low", height < LOW_PX);
  }

  private added(id: string): Card {
    const [head, body] = [made(h("div", { class: "card-head" })), made(h("div", { class: "body" }))];
    const tile = id.startsWith("tile:");
    const box = made(h("section", { class: tile ? "card small" : "card large", "data-card": id }));
    box.append(...(tile ? [] : [head]), body, made(h("div", { class: "grip" })), made(h("div", { class: "size" })));
    const card = { box, head, body };
    this.cards.set(id, card);
    this.host.append(box);
    return card;
  }
}

const dressed = (element: Element, words: Readonly<Record<string, string>>): void =>
  Object.entries(words).forEach(([name, word]) => element.setAttribute(name, word));
