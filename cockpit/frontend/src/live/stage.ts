/* The stage: the presenter, the cards and the captions of a live edition, as they are in one frame. */

import { linked, type Piece } from "./links";
import { Layer, segmentAt, stateAt, type CardTold, type Pictures, type Placed, type SegmentTold } from "./pictures";

interface Card {
  readonly told: CardTold;
  readonly box: HTMLElement;
  readonly reveal: HTMLElement | null;
  readonly dot: HTMLElement | null;
}

/** How much of a curve's stroke is right of the point that it has come to. */
const STROKE = 2;

export class Stage {
  readonly element = box("picture");
  private readonly layers: readonly [layer: Layer, box: HTMLElement][];
  private readonly drawn = new Map<number, Element>();
  private readonly addresses = new Map<number, string>();
  private readonly foot = box("foot");
  private readonly board = box("board");
  private readonly caption = box("caption");
  private cards: Card[] = [];
  private segment = -1;
  private part = -1;
  private lines: Piece[][] = [];
  private frame = -1;

  constructor(
    private readonly pictures: Pictures,
    private readonly links: readonly (readonly Piece[])[],
  ) {
    const { presenter, behind, desk, size } = pictures;
    this.layers = presenter.map((told) => [new Layer(told), box(`layer ${told.layer}`)]);
    const boxes = this.layers.map(([, one]) => one);
    this.element.append(...behind.map((one) => this.image(one)), ...boxes, this.image(desk));
    this.element.append(this.foot, this.board, this.caption);
    this.element.style.width = `${size[0]}px`;
    this.element.style.height = `${size[1]}px`;
  }

  /** Show a moment, in seconds. */
  show(seconds: number): void {
    const frame = Math.min(this.pictures.frames - 1, Math.max(0, Math.floor(seconds * this.pictures.fps)));
    if (frame === this.frame) return;
    this.frame = frame;
    for (const [layer, one] of this.layers) {
      const drawing = this.drawing(layer.drawing(frame));
      if (one.firstChild !== drawing) one.replaceChildren(drawing);
      one.style.transform = layer.place(frame);
    }
    this.showSegment(frame);
  }

  /** Give back what the drawings hold. */
  end(): void {
    for (const address of this.addresses.values()) URL.revokeObjectURL(address);
  }

  private showSegment(frame: number): void {
    const { segments } = this.pictures;
    const at = segmentAt(segments, frame);
    const told = segments[at]!;
    if (at !== this.segment) this.enter(at, told);
    const since = frame - told.start;
    for (const card of this.cards) move(card, since);
    const [part = 0, strength = 0] = stateAt(told.caption, since);
    if (part !== this.part) this.write(part, told);
    this.caption.style.opacity = String(strength);
  }

  private enter(at: number, told: SegmentTold): void {
    this.segment = at;
    this.part = -1;
    this.lines = linked(told.captions.flat(), this.links[at] ?? []);
    this.cards = told.cards.map((card) => this.card(card));
    this.board.replaceChildren(...this.cards.map((card) => card.box));
    this.foot.replaceChildren(...(told.ticker ? [this.image(told.ticker)] : []));
  }

  private write(part: number, told: SegmentTold): void {
    this.part = part;
    const before = told.captions.slice(0, part).flat().length;
    const lines = this.lines.slice(before, before + (told.captions[part]?.length ?? 0));
    this.caption.replaceChildren(...lines.map(row));
  }

  private card(told: CardTold): Card {
    const card = box("card");
    put(card, told.at[0], told.at[1]);
    const [still, reveal, dot] = [told.still, told.reveal, told.dot].map((one) =>
      one === null ? null : this.image([one, 0, 0]),
    );
    card.append(...[still, reveal, dot].filter((one) => one instanceof Node));
    return { told, box: card, reveal: reveal ?? null, dot: dot ?? null };
  }

  /** A drawing that stands still: an image of its own, so that its ids are nobody else's. */
  private image([drawing, x, y]: Placed): HTMLElement {
    let address = this.addresses.get(drawing);
    if (!address) {
      address = URL.createObjectURL(new Blob([this.pictures.drawings[drawing]!], { type: "image/svg+xml" }));
      this.addresses.set(drawing, address);
    }
    const image = document.createElement("img");
    image.src = address;
    image.alt = "";
    return put(image, x, y);
  }

  /** A drawing of the presenter, in the page itself: the next one is there at once. */
  private drawing(number: number): Element {
    let found = this.drawn.get(number);
    if (!found) {
      const text = new DOMParser().parseFromString(this.pictures.drawings[number]!, "image/svg+xml");
      found = document.importNode(text.documentElement, true);
      this.drawn.set(number, found);
    }
    return found;
  }
}

function move({ told, box, reveal, dot }: Card, frame: number): void {
  const [opacity = 1, right = 0, share = 1] = stateAt(told.states, frame);
  box.style.opacity = String(opacity);
  box.style.transform = `translateX(${right}px)`;
  const [x, y] = stateAt(told.rides, frame);
  const edge = x === undefined ? `${100 * (1 - share)}%` : `calc(100% - ${x + STROKE}px)`;
  if (reveal) reveal.style.clipPath = share < 1 ? `inset(0 ${edge} 0 0)` : "none";
  if (!dot || x === undefined || y === undefined) return;
  dot.style.visibility = share > 0 ? "visible" : "hidden";
  dot.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
}

function box(name: string): HTMLElement {
  const made = document.createElement("div");
  made.className = name;
  return made;
}

function put<E extends HTMLElement>(element: E, x: number, y: number): E {
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  return element;
}

function row(pieces: readonly Piece[]): HTMLElement {
  const made = document.createElement("p");
  made.append(
    ...pieces.map(({ text, href }) => {
      if (!href) return text;
      const link = document.createElement("a");
      link.href = href;
      link.textContent = text;
      return link;
    }),
  );
  return made;
}
