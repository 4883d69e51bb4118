/* Mounts the board: by itself in the document of /screen, by `mount` in a page of the cockpit. */

import panel from "../../templates/panel.css?inline";
import { Board } from "./board";
import { Catalogue } from "./catalogue";
import type { Context } from "./context";
import { Courier } from "./courier";
import { h, made, show, type Child } from "./dom";
import { Feed } from "./feed";
import { listen } from "./hands";
import { Hold } from "./hold";
import { Needs, refused } from "./needs";
import { read, type Place } from "./place";
import style from "./style.css?inline";
import { wall } from "./wall";
import { say } from "./words";

const RENEW_MS = 3_600_000;
const AGAIN_MS = 5000;
/** A line may be opened anew for so long before anybody is told. */
const LOST_MS = 3000;

/** Show the board in an element; the function that is given back takes it away. */
export async function mount(host: HTMLElement, context: Context): Promise<() => void> {
  const stop = new AbortController();
  const shell = made(h("div", { class: "panel" }));
  host.replaceChildren(made(h("style", {}, panel + style)), shell);
  void starting(shell, context, stop);
  return () => stop.abort();
}

/** Begin, as often as it takes: nobody stands before a wall. */
async function starting(shell: HTMLElement, context: Context, stop: AbortController): Promise<void> {
  while (!stop.signal.aborted) {
    const courier = new Courier(context.key, () => location.reload());
    stop.signal.addEventListener("abort", () => courier.end());
    try {
      return await begin(shell, context, courier, stop);
    } catch {
      courier.end();
      tell(shell, say(context.lang, "board.broken"));
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

async function begin(shell: HTMLElement, context: Context, courier: Courier, stop: AbortController): Promise<void> {
  const hold = new Hold(courier, context.org);
  const needs = new Needs(hold, context.org, arrived);
  const [words, recalled] = await Promise.all([hold.words(), needs.recall(read(location.search, context.org))]);
  if (stop.signal.aborted) return;
  const board: Board = new Board(context, new Catalogue(words), hold, (place) => void settle(place));
  let again = 0;
  let lost = 0;
  const feed = new Feed(hold, context.key, { arrived: changed, live, revoked: () => void leave() }, stop.signal);

  function arrived(): void {
    board.draw();
    feed.tell();
  }

  function changed(): void {
    board.draw();
    if (!board.complete) void settle(board.place);
  }

  function live(open: boolean): void {
    board.live = open;
    clearTimeout(lost);
    if (open) board.note = "";
    else lost = window.setTimeout(gone, LOST_MS);
    changed();
  }

  function gone(): void {
    board.away();
    board.draw();
  }

  async function settle(place: Place): Promise<void> {
    try {
      if (!hold.numbers(place.org)) {
        await needs.first(place);
        board.draw();
      }
      await needs.rest(place);
      there();
    } catch (error) {
      fail(error, place);
    }
  }

  function fail(error: unknown, place: Place): void {
    if (!refused(error)) away();
    else if (place.org !== context.org) board.go({ org: context.org });
    else void leave();
    board.draw();
  }

  /** What was asked for has come: the server is there. */
  function there(): void {
    if (!board.live || !board.note) return;
    board.note = "";
    board.draw();
  }

  /** The feed says when the server is there again; where it is open, ask again. */
  function away(): void {
    board.away();
    clearTimeout(again);
    again = window.setTimeout(() => board.live && !stop.signal.aborted && void settle(board.place), AGAIN_MS);
  }

  /** Nothing is shown from here on; that nothing is kept either is said when it is so. */
  async function leave(): Promise<void> {
    show(shell, []);
    await hold.wipe();
    stop.abort();
    const back = h("a", { class: "pill strong", href: "/signin" }, say(context.lang, "board.signin"));
    tell(shell, say(context.lang, "board.refused"), back);
  }

  shell.replaceChildren(board.element);
  listen(board, needs, stop.signal);
  board.resize();
  void settle(board.place);
  if (!context.embedded) {
    stayIn(stop.signal);
    wall(board, hold, needs, stop.signal);
  }
  if (!(await feed.open()) && recalled) void needs.renew().catch((error: unknown) => fail(error, board.place));
}

/** A sentence in place of the board. */
function tell(shell: HTMLElement, ...parts: Child[]): void {
  show(shell, [h("p", { class: "blank" }, ...parts)]);
}

/** A wall stays signed in: its page is open for days, and nobody stands before it. */
function stayIn(signal: AbortSignal): void {
  const renew = (): void => void fetch("/api/renew", { method: "POST" }).catch(() => undefined);
  const timer = setInterval(renew, RENEW_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
}

const host = document.getElementById("board");
const told = document.getElementById("context");
if (host && told) void mount(host, JSON.parse(told.textContent ?? "{}") as Context);
