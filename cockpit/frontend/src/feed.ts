/* The feed: says what is held, and brings it to every new version; calls again for days on end. */

import { branchOf } from "./ask";
import type { Hold } from "./hold";

const REVOKED = 4403;
const LEAST_MS = 1000;
const MOST_MS = 30_000;
/** Not all terminals fetch their branches at once. */
const SPREAD_MS = 60_000;
/** The server says something every 25 seconds: a line on which nothing comes for so long is dead. */
export const SILENT_MS = 75_000;
const LOST = 1006;

interface Said {
  hello?: string | null;
  key?: string;
  stale?: string;
  orgs?: string[];
}

export interface Listener {
  /** Something held is of a new version. */
  arrived(): void;
  /** The line is open, or is not. */
  live(open: boolean): void;
  /** The sign-in is over, or the scope is another. */
  revoked(): void;
}

export class Feed {
  private socket: WebSocket | null = null;
  private told: Record<string, string> = {};
  private wait = LEAST_MS;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly hold: Hold,
    private readonly key: string,
    private readonly listener: Listener,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => this.socket?.close());
  }

  /** Call the server; whether it answered at once. Whatever happens, it is called again until the board is left. */
  open(): Promise<boolean> {
    const socket = new WebSocket(new URL("/api/feed", location.href.replace(/^http/, "ws")));
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    return new Promise((resolve) => {
      const over = (code: number): void => {
        clearTimeout(silence);
        socket.onmessage = socket.onclose = null;
        resolve(false);
        this.closed(code);
      };
      const giveUp = (): void => {
        socket.close(); // which a dead line does not tell for a long time
        over(LOST);
      };
      let silence = setTimeout(giveUp, SILENT_MS);
      socket.onclose = ({ code }) => over(code);
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
        clearTimeout(silence);
        silence = setTimeout(giveUp, SILENT_MS);
        resolve(true);
        this.next(() => this.take(data));
      };
    });
  }

  /** Say which branches are held, where that is not what was said. */
  tell(): void {
    const hold = this.hold.branches;
    if (same(hold, this.told) || this.socket?.readyState !== WebSocket.OPEN) return;
    this.told = hold;
    this.socket.send(JSON.stringify({ hold }));
  }

  /** One thing after another; where one fails, the line is opened anew. */
  private next(what: () => Promise<void>): void {
    this.work = this.work.then(what).catch(() => this.socket?.close());
  }

  private async take(data: string | ArrayBuffer): Promise<void> {
    if (typeof data === "string") return this.hear(JSON.parse(data) as Said);
    const { org, version, fits } = await this.hold.turn(data);
    if (!fits) return this.renew([org]);
    this.told[org] = version;
    this.listener.arrived();
    if (this.hold.worn(org)) setTimeout(() => this.next(() => this.renew([org])), Math.random() * SPREAD_MS);
  }

  private async hear({ hello, key = this.key, stale, orgs = [] }: Said): Promise<void> {
    if (key !== this.key) return this.listener.revoked();
    if (hello !== undefined) {
      this.wait = LEAST_MS;
      this.told = {};
      this.listener.live(true);
      this.tell();
    }
    if (stale !== undefined) await this.renew(orgs);
  }

  private async renew(orgs: readonly string[]): Promise<void> {
    for (const org of orgs) await this.hold.fetch(branchOf(org));
    this.tell();
    this.listener.arrived();
  }

  private closed(code: number): void {
    this.socket = null;
    if (this.signal.aborted) return;
    this.listener.live(false);
    if (code === REVOKED) return this.listener.revoked();
    this.later(this.wait * (0.5 + Math.random() / 2));
    this.wait = Math.min(MOST_MS, this.wait * 2);
  }

  /** Call again after a while, or as soon as the terminal has a network again. */
  private later(wait: number): void {
    const over = new AbortController();
    const again = (): void => {
      over.abort();
      clearTimeout(timer);
      if (!this.signal.aborted) void this.open();
    };
    const timer = setTimeout(again, wait);
    window.addEventListener("online", again, { signal: over.signal });
  }
}

const same = (a: Record<string, string>, b: Record<string, string>): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([org, version]) => b[org] === version);
