/* Mounts the board: by itself in the document of /screen, by `mount` in a page of the cockpit. */

import panel from "../../templates/panel.css?inline";
import { Board } from "./board";
import { Catalogue } from "./catalogue";
import type { Context } from "./context";
import { Device } from "./device";
import { h, made, show } from "./dom";
import { Feed } from "./feed";
import { listen } from "./hands";
import { Hold } from "./hold";
import { Needs, refused } from "./needs";
import type { Place } from "./place";
import style from "./style.css?inline";
import { say } from "./words";

const RENEW_MS = 3_600_000;

/** Show the board in an element; the function that is given back takes it away. */
export async function mount(host: HTMLElement, context: Context): Promise<() => void> {
  const stop = new AbortController();
  const shell = made(h("div", { class: "panel" }));
  host.replaceChildren(made(h("style", {}, panel + style)), shell);
  const device = await Device.open(context.key, () => location.reload());
  const hold = new Hold(device, context.org);
  const catalogue = new Catalogue(await hold.words());
  const board: Board = new Board(context, catalogue, hold, (place) => void settle(place));
  const needs = new Needs(hold, context.org, arrived);
  const feed = new Feed(hold, { arrived: changed, live, revoked: () => void leave() }, stop.signal);

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
    if (open) board.note = "";
    board.draw();
  }

  async function settle(place: Place): Promise<void> {
    try {
      if (!hold.numbers(place.org)) {
        await needs.first(place);
        board.draw();
      }
      await needs.rest(place);
    } catch (error) {
      fail(error, place);
    }
  }

  function fail(error: unknown, place: Place): void {
    if (!refused(error)) board.away();
    else if (place.org !== context.org) board.go({ org: context.org });
    else void leave();
    board.draw();
  }

  async function leave(): Promise<void> {
    stop.abort();
    await hold.wipe();
    show(shell, [
      h(
        "p",
        { class: "blank" },
        say(context.lang, "board.refused"),
        h("a", { class: "pill strong", href: "/signin" }, say(context.lang, "board.signin")),
      ),
    ]);
  }

  const recalled = await needs.recall(board.place);
  shell.replaceChildren(board.element);
  listen(board, needs, stop.signal);
  board.resize();
  void settle(board.place);
  if (!context.embedded) stayIn(stop.signal);
  if (!(await feed.open()) && recalled) void needs.renew().catch((error: unknown) => fail(error, board.place));
  return () => stop.abort();
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
