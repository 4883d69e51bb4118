/* The wall: what /screen does beyond the board, where nobody stands before it. */

import type { Board } from "./board";
import { Carousel } from "./carousel";
import { made, h } from "./dom";
import { Film } from "./film";
import type { Hold } from "./hold";
import type { Needs } from "./needs";

const FADE_MS = 500;
const TOUCHES = ["pointerdown", "keydown", "wheel"] as const;

/** Let the board run by itself where the address or somebody asks for it. */
export function wall(board: Board, hold: Hold, needs: Needs, signal: AbortSignal): void {
  const { context, element } = board;
  const film = new Film(context.lang, context.org);
  const line = new Line(element);
  const carousel: Carousel = new Carousel(
    {
      orgs: () => [context.org, ...(hold.numbers(context.org)?.children(context.org) ?? [])],
      show: async (org) => {
        if (!hold.numbers(org)) await needs.first({ ...board.place, org }).catch(() => undefined);
        if (carousel.going !== "on" || !hold.numbers(org)) return false;
        board.go({ org }, false);
        fade(board.surface.host);
        line.run(carousel.turn);
        return true;
      },
      film: (stop) => film.play(element, stop),
      changed: () => {
        board.going = carousel.going;
        element.classList.toggle("playing", carousel.going === "on");
        if (carousel.going !== "on") line.stop();
        board.draw();
      },
    },
    signal,
  );
  for (const kind of TOUCHES)
    window.addEventListener(kind, (event) => within(event, "sound") || carousel.touched(), { signal, capture: true });
  element.addEventListener(
    "click",
    (event) => {
      if (within(event, "play")) carousel.toggle();
      if (within(event, "sound")) film.unmute();
    },
    { signal },
  );
  window.addEventListener("keydown", (event) => free(event) && carousel.toggle(), { signal });
  carousel.begin();
}

const within = (event: Event, deed: string): boolean =>
  event.target instanceof Element && event.target.closest(`[data-do=${deed}]`) !== null;

/** Whether the space bar was pressed where it means nothing else. */
const free = ({ key, target }: KeyboardEvent): boolean =>
  key === " " && !(target instanceof Element && target.closest("button, input, a, [tabindex]"));

const still = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

function fade(host: Element): void {
  if (!still()) host.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, easing: "ease-out" });
}

/** How far a turn is, as a line on top. */
class Line {
  private readonly element = made(h("div", { class: "turn", "aria-hidden": "true" }));
  private way: Animation | null = null;

  constructor(host: Element) {
    host.append(this.element);
  }

  run(seconds: number): void {
    this.stop();
    if (still()) return;
    const steps = [{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }];
    this.way = this.element.animate(steps, { duration: seconds * 1000 });
  }

  stop(): void {
    this.way?.cancel();
    this.way = null;
  }
}
