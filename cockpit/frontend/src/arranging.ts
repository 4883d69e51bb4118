/* Moving and resizing cards, by pointer and by keyboard; the others make room while one goes. */

import { COLUMNS, moved, past, type Item } from "./arrange";
import type { Frame, Surface } from "./surface";

const EDGE_PX = 60;
const SCROLL_PX = 14;
const LEAST = { w: 1, h: 2 };
const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Arranged {
  items(): readonly Item[];
  /** The cards stand elsewhere; `done`: and stay there. */
  put(items: Item[], done: boolean): void;
}

interface Hand {
  readonly item: Item;
  readonly frame: Frame;
  readonly from: PointerEvent;
  readonly resizing: boolean;
  readonly scrolled: number;
}

export class Arranging {
  private hand: Hand | null = null;
  private last: PointerEvent | null = null;
  private due = false;

  constructor(
    private readonly surface: Surface,
    private readonly arranged: Arranged,
  ) {}

  /** Take hold of the card under the pointer. */
  take(event: PointerEvent, id: string, resizing: boolean): void {
    const item = this.arranged.items().find((one) => one.id === id);
    if (!item || event.button) return;
    event.preventDefault();
    this.hand = { item, frame: this.surface.frame(item), from: event, resizing, scrolled: window.scrollY };
    this.surface.cards.get(id)!.box.classList.add("held");
  }

  move(event: PointerEvent): void {
    if (!this.hand) return;
    this.last = event;
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => this.follow());
  }

  release(): void {
    if (!this.hand) return;
    this.surface.cards.get(this.hand.item.id)?.box.classList.remove("held");
    this.hand = null;
    this.arranged.put([...this.arranged.items()], true);
  }

  /** Move a card by the arrow keys, resize it with shift. */
  press(event: KeyboardEvent, id: string): boolean {
    const step = ARROWS[event.key];
    const item = this.arranged.items().find((one) => one.id === id);
    if (!step || !item) return false;
    const [x, y] = step;
    const items = this.arranged.items();
    const aside = { ...item, x: item.x + x };
    const next = event.shiftKey ? { ...item, w: item.w + x, h: item.h + y } : y ? past(items, item, y) : aside;
    this.arranged.put(moved(items, this.within(next)), true);
    return true;
  }

  private follow(): void {
    this.due = false;
    const { hand, last } = this;
    if (!hand || !last) return;
    if (last.clientY < EDGE_PX) window.scrollBy(0, -SCROLL_PX);
    if (last.clientY > window.innerHeight - EDGE_PX) window.scrollBy(0, SCROLL_PX);
    const { frame, item } = hand;
    const zoom = this.surface.zoom;
    const [right, down] = [
      (last.clientX - hand.from.clientX) / zoom,
      (last.clientY - hand.from.clientY + window.scrollY - hand.scrolled) / zoom,
    ];
    const shown: Frame = hand.resizing
      ? { ...frame, width: frame.width + right, height: frame.height + down }
      : { ...frame, left: frame.left + right, top: frame.top + down };
    const at = this.surface.at(shown);
    const next = this.within(hand.resizing ? { ...item, w: at.w, h: at.h } : { ...item, x: at.x, y: at.y });
    const now = this.arranged.items().find((one) => one.id === item.id)!;
    if (next.x !== now.x || next.y !== now.y || next.w !== now.w || next.h !== now.h)
      this.arranged.put(moved(this.arranged.items(), next), false);
    this.surface.put(this.surface.cards.get(item.id)!, shown);
  }

  private within(item: Item): Item {
    const columns = COLUMNS[this.surface.kind];
    const w = Math.min(columns, Math.max(LEAST.w, item.w));
    const x = Math.min(columns - w, Math.max(0, item.x));
    return { ...item, w, x, h: Math.max(LEAST.h, item.h), y: Math.max(0, item.y) };
  }
}
