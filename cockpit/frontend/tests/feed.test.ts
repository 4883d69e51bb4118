import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Feed, SILENT_MS } from "../src/feed";
import type { Hold } from "../src/hold";

/** A line that does what it is told; it keeps quiet, as a dead one does, when it is closed. */
class Line {
  static readonly OPEN = 1;
  static all: Line[] = [];
  readyState = Line.OPEN;
  closed = false;
  sent: string[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    Line.all.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
  }

  say(told: object): Promise<unknown> {
    this.onmessage?.({ data: JSON.stringify(told) });
    return vi.advanceTimersByTimeAsync(0);
  }
}

const QUIET = SILENT_MS - 1;
const KEY = "branch of 8601";
const LONGEST_FIRST_WAIT = 1000;
const heard = { arrived: vi.fn(), live: vi.fn(), revoked: vi.fn() };
const hold = { branches: { "8601": "20260617-1" }, fetch: vi.fn() };

function begun(signal = new AbortController().signal): Promise<boolean> {
  return new Feed(hold as unknown as Hold, KEY, heard, signal).open();
}

const last = (): Line => Line.all.at(-1)!;

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  Line.all = [];
  vi.stubGlobal("WebSocket", Line);
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("location", { href: "http://localhost/screen" });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a line on which nothing comes is given up, and opened anew after a pause", async () => {
  void begun();
  const first = last();
  await first.say({ hello: "20260617-1" });
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(first.closed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(first.closed).toBe(true);
  expect(heard.live.mock.calls).toEqual([[true], [false]]);
  await vi.advanceTimersByTimeAsync(LONGEST_FIRST_WAIT);
  expect(Line.all.length).toBe(2);
  await last().say({ hello: "20260617-1" });
  expect(last().sent).toEqual([JSON.stringify({ hold: hold.branches })]);
  expect(heard.live).toHaveBeenLastCalledWith(true);
});

test("whatever comes is a sign of life, words that nobody knows too, and changes nothing", async () => {
  void begun();
  await last().say({ hello: "20260617-1" });
  for (const told of [{ still: "20260617-1" }, { weather: ["fine"] }, { still: "20260617-2", weather: null }]) {
    await vi.advanceTimersByTimeAsync(QUIET);
    await last().say(told);
  }
  await vi.advanceTimersByTimeAsync(QUIET);
  expect(Line.all.length).toBe(1);
  expect(heard.live.mock.calls).toEqual([[true]]);
  expect([heard.arrived, heard.revoked, hold.fetch].map((one) => one.mock.calls.length)).toEqual([0, 0, 0]);
});

test("nothing that is said on a line after it was given up is heard", async () => {
  void begun();
  const first = last();
  await first.say({ hello: "20260617-1" });
  await vi.advanceTimersByTimeAsync(SILENT_MS);
  await first.say({ stale: "20260617-2", orgs: ["8601"] });
  expect(hold.fetch).not.toHaveBeenCalled();
  expect(first.onclose).toBe(null);
});

test("whoever is greeted as somebody else, or with another scope, wipes", async () => {
  void begun();
  await last().say({ hello: "20260617-1", key: KEY });
  expect(heard.revoked).not.toHaveBeenCalled();
  expect(last().sent.length).toBe(1);
  void begun();
  await last().say({ hello: "20260617-1", key: "branch of 86" });
  expect(heard.revoked).toHaveBeenCalledOnce();
  expect(last().sent).toEqual([]);
});

test("a server that takes the call and says nothing has not answered; the pauses grow", async () => {
  const answered = begun();
  await vi.advanceTimersByTimeAsync(SILENT_MS);
  expect(await answered).toBe(false);
  vi.spyOn(Math, "random").mockReturnValue(0.999);
  await vi.advanceTimersByTimeAsync(LONGEST_FIRST_WAIT + SILENT_MS);
  expect(Line.all.length).toBe(2);
  await vi.advanceTimersByTimeAsync(LONGEST_FIRST_WAIT);
  expect(Line.all.length).toBe(2);
  await vi.advanceTimersByTimeAsync(LONGEST_FIRST_WAIT);
  expect(Line.all.length).toBe(3);
});

test("a line that ends by itself is not given up a second time, nor one of a board that was left", async () => {
  const left = new AbortController();
  void begun(left.signal);
  last().onclose!({ code: 1006 });
  left.abort();
  await vi.advanceTimersByTimeAsync(10 * SILENT_MS);
  expect(Line.all.length).toBe(1);
  expect(heard.live.mock.calls).toEqual([[false]]);
});
