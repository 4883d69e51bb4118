/* Carrying an organisation or an indicator to a chart: by mouse at once, by touch after holding it for a moment. */

const FAR_PX = 7;
const HOLD_MS = 350;

/** What is carried. */
export interface Load {
  readonly what: "org" | "indicator";
  readonly id: string;
}

interface Way {
  readonly load: Load;
  readonly from: PointerEvent;
  readonly ghost: HTMLElement;
  readonly timer: number;
  carrying: boolean;
}

export class Carry {
  private way: Way | null = null;

  /** `drop` is told what was let go over which card. */
  constructor(
    private readonly element: HTMLElement,
    private readonly drop: (load: Load, card: string) => void,
  ) {}

  take(event: PointerEvent, load: Load, name: string): void {
    if (event.button) return;
    const ghost = Object.assign(document.createElement("div"), { className: "ghost", textContent: name });
    const timer = event.pointerType === "touch" ? window.setTimeout(() => this.begin(), HOLD_MS) : 0;
    this.way = { load, from: event, ghost, timer, carrying: false };
  }

  move(event: PointerEvent): void {
    const { way } = this;
    if (!way) return;
    const far = Math.hypot(event.clientX - way.from.clientX, event.clientY - way.from.clientY) > FAR_PX;
    if (!way.carrying && far && event.pointerType === "touch") return this.end(); // a finger that scrolls
    if (!way.carrying && far) this.begin();
    if (!way.carrying) return;
    const zoom = Number(this.element.style.zoom) || 1;
    way.ghost.style.transform = `translate(${event.clientX / zoom + 12}px,${event.clientY / zoom + 12}px)`;
    for (const card of this.element.querySelectorAll(".card.over")) card.classList.remove("over");
    this.under(event)?.classList.add("over");
  }

  /** Let go; whether anything was carried, so that the click that follows means nothing. */
  release(event: PointerEvent): boolean {
    const { way } = this;
    if (!way?.carrying) {
      this.end();
      return false;
    }
    const card = this.under(event)?.dataset["card"];
    this.end();
    if (card) this.drop(way.load, card);
    return true;
  }

  /** Whether something is carried, so that the finger does not scroll the page. */
  get carrying(): boolean {
    return this.way?.carrying ?? false;
  }

  end(): void {
    if (!this.way) return;
    clearTimeout(this.way.timer);
    this.way.ghost.remove();
    this.element.classList.remove("carrying");
    for (const card of this.element.querySelectorAll(".card.over")) card.classList.remove("over");
    this.way = null;
  }

  private begin(): void {
    if (!this.way) return;
    this.way.carrying = true;
    this.element.append(this.way.ghost);
    this.element.classList.add("carrying");
  }

  private under(event: PointerEvent): HTMLElement | null {
    const root = this.element.getRootNode() as Document | ShadowRoot;
    return root.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>(".card.large") ?? null;
  }
}
