/* What people do with the board: click, touch, keys, back, and what follows from it. */

import type { Board } from "./board";
import { beside, joined, without } from "./comparing";
import { focusBeside } from "./focus";
import type { Needs } from "./needs";

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
const DEEDS = ["arrange", "reset", "share", "rise"] as const;
type Deed = (typeof DEEDS)[number];

/** Listen until the signal says otherwise. */
export function listen(board: Board, needs: Needs, signal: AbortSignal): void {
  const { element, context } = board;
  const page = location.pathname;
  let letGo = false;
  const carried = (event: Event): void => {
    if (letGo) event.stopPropagation(); // the click after carrying means nothing
  };
  const on = <K extends keyof HTMLElementEventMap>(kind: K, what: (event: HTMLElementEventMap[K]) => void): void =>
    element.addEventListener(kind, what, { signal });
  on("click", (event) => chosen(board, event));
  on("keydown", (event) => typed(board, event));
  on("pointerdown", (event) => held(board, event));
  on("pointerover", (event) => {
    const org = marked(event, "org");
    if (org) needs.ahead(org);
    explain(event);
  });
  element.addEventListener("click", (event) => carried(event), { signal, capture: true });
  window.addEventListener(
    "pointermove",
    (event) => {
      board.arranging.move(event);
      board.carry.move(event);
    },
    { signal },
  );
  window.addEventListener(
    "pointerup",
    (event) => {
      board.arranging.release();
      letGo = board.carry.release(event);
      setTimeout(() => (letGo = false));
    },
    { signal },
  );
  window.addEventListener(
    "pointercancel",
    () => {
      board.arranging.release();
      board.carry.end();
    },
    { signal },
  );
  for (const kind of ["touchmove", "contextmenu"])
    element.addEventListener(kind, (event) => board.carry.carrying && event.preventDefault(), {
      signal,
      passive: false,
    });
  const back = (event: Event): void => {
    if (location.pathname !== page) return;
    event.preventDefault();
    board.return();
  };
  window.addEventListener(context.embedded ? "back" : "popstate", back, { signal });
  window.addEventListener("resize", () => board.resize(), { signal });
}

function marked(event: Event, name: string): string | undefined {
  const target = event.target;
  return target instanceof Element
    ? target.closest<HTMLElement | SVGElement>(`[data-${name}]`)?.dataset[name]
    : undefined;
}

/** A field of the map has little room for its name: it is told when it is pointed at. */
function explain(event: Event): void {
  const field = event.target instanceof Element ? event.target.closest(".field") : null;
  if (!field) return;
  const title =
    field.querySelector("title") ?? field.appendChild(document.createElementNS(field.namespaceURI, "title"));
  title.textContent = field.getAttribute("aria-label");
}

function chosen(board: Board, event: Event): void {
  const deed = DEEDS.find((one) => one === marked(event, "do"));
  if (deed) act(board, deed);
  if (board.isArranging) return;
  const [org, indicator, period] = [marked(event, "org"), marked(event, "indicator"), marked(event, "period")];
  if (org || indicator || period)
    board.go({ ...(org && { org }), ...(indicator && { indicator }), ...(period && { period }) });
  const off = marked(event, "without");
  if (off) board.go(without(board.place, off));
  for (const what of ["level", "campaign"] as const) {
    const word = marked(event, what);
    if (word) board.choose(what, word);
  }
}

function act(board: Board, deed: Deed): void {
  if (deed === "arrange") board.arrange(!board.isArranging);
  if (deed === "reset") board.reset();
  if (deed === "share") board.share();
  if (deed === "rise") board.turn();
}

function held(board: Board, event: PointerEvent): void {
  const target = event.target as Element;
  const card = marked(event, "card");
  if (!board.isArranging) return take(board, event);
  if (card && target.closest(".grip, .size")) board.arranging.take(event, card, target.closest(".size") !== null);
}

/** An organisation or a tile may be carried from where it stands. */
function take(board: Board, event: PointerEvent): void {
  for (const what of ["org", "indicator"] as const) {
    const id = marked(event, what);
    if (id) return board.carry.take(event, { what, id }, board.named(what, id));
  }
}

function typed(board: Board, event: KeyboardEvent): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's own
  if (board.isArranging) {
    const card = marked(event, "card");
    if (event.key === "Escape") board.arrange(false);
    if (card && board.arranging.press(event, card)) event.preventDefault();
    return;
  }
  const by = STEPS[event.key];
  if (by && focusBeside(board.element, by)) event.preventDefault();
  if (event.key === "ArrowLeft" || event.key === "Backspace") board.up();
  const [org, indicator] = [marked(event, "org"), marked(event, "indicator")];
  if (org && event.key === "c") board.go(beside(board.place, org));
  if (indicator && event.key === "c") board.go(joined(board.place, indicator));
  const enters =
    event.key === "ArrowRight" || (!(event.target instanceof HTMLButtonElement) && [" ", "Enter"].includes(event.key));
  if (!org || !enters) return;
  event.preventDefault();
  board.go({ org });
}
