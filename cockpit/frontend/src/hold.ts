/* What this terminal holds: the parts of the snapshot that it was sent, in memory and on the device. */

import { addressOf, branchOf, named, type Ask, type Part } from "./ask";
import type { Words } from "./catalogue";
import type { Courier } from "./courier";
import { after, onward, type Told } from "./delta";
import { WORDS, type Kept, type Turn } from "./device";
import { Numbers } from "./numbers";
import { unpack } from "./packet";

interface Held {
  readonly ask: Ask;
  readonly etag: string;
  readonly numbers: Numbers;
  /** How many turns were taken since it came whole. */
  readonly turns: number;
}

/** What came of a turn: the branch, its version, and whether it fitted what is held. */
export interface Turned {
  readonly org: string;
  readonly version: string;
  readonly fits: boolean;
}

const KEEP: Readonly<Record<Part, number>> = { first: 1, branch: 4, trend: 24 };
const MOST_TURNS = 16;

export class Hold {
  private readonly parts = new Map<string, Held>();
  private readonly coming = new Map<string, Promise<boolean>>();
  private wiped = false;

  constructor(
    private readonly courier: Courier,
    private readonly root: string,
  ) {}

  /** The numbers that say most of an org: with its children, and as much below them as there is. */
  numbers(org: string): Numbers | null {
    const found = this.of("branch").filter((one) => one.numbers.has(org));
    const whole = found.filter((one) => one.numbers.whole(org));
    const nearest = whole.at(-1) ?? this.of("first").findLast((one) => one.numbers.whole(org)) ?? found.at(-1);
    return nearest?.numbers ?? null;
  }

  /** An indicator's months, where they are not others by the version of the numbers beside which they are shown. */
  months(beside: Numbers, indicator: string): Numbers | null {
    const held = this.parts.get(named({ part: "trend", org: beside.header.org, indicator }))?.numbers;
    return held && beside.agree(held.header.version, indicator) ? held : null;
  }

  holds(ask: Ask): boolean {
    return this.parts.has(named(ask));
  }

  version(ask: Ask): string | null {
    return this.parts.get(named(ask))?.numbers.header.version ?? null;
  }

  /** The branches that are held, and of which version each is. */
  get branches(): Record<string, string> {
    return Object.fromEntries(this.of("branch").map(({ ask, numbers }) => [ask.org, numbers.header.version]));
  }

  /** Bring a branch to the next version, as a message of the feed says. */
  async turn(message: ArrayBuffer): Promise<Turned> {
    const { body } = await this.courier.do("turn", [message], [message]);
    const delta = unpack<Told>(body);
    const { org, version, from } = delta.header;
    const held = this.parts.get(named(branchOf(org)));
    const fits = held !== undefined && held.numbers.header.version === from;
    if (fits) this.put({ ...held, etag: "", numbers: after(held.numbers, delta), turns: held.turns + 1 });
    return { org, version, fits };
  }

  /** Whether a branch took so many turns that it should come whole again. */
  worn(org: string): boolean {
    const turns = this.parts.get(named(branchOf(org)))?.turns;
    return Boolean(turns && turns % MOST_TURNS === 0);
  }

  get asks(): Ask[] {
    return [...this.parts.values()].map((one) => one.ask);
  }

  /** Take a part from the device, if it is there and not held. */
  async recall(ask: Ask): Promise<void> {
    if (this.holds(ask)) return;
    const found = await this.courier.do("recall", [named(ask)]);
    if (found && !this.holds(ask)) this.take(ask, found, found.turns);
  }

  /** Ask the server for a part, if it differs from what is held; whether it did. */
  fetch(ask: Ask): Promise<boolean> {
    const name = named(ask);
    let coming = this.coming.get(name);
    if (!coming) {
      coming = this.asked(ask).finally(() => this.coming.delete(name));
      this.coming.set(name, coming);
    }
    return coming;
  }

  async words(): Promise<Words> {
    const kept = await this.courier.do("recall", [WORDS]);
    const fresh = this.courier.do("fetch", ["/api/catalogue", kept?.etag ?? "", WORDS]);
    if (kept) fresh.catch(() => undefined);
    return JSON.parse(new TextDecoder().decode((kept ?? (await fresh))!.body)) as Words;
  }

  /** Forget everything, here and on the device; nothing is taken any more. */
  async wipe(): Promise<void> {
    this.wiped = true;
    this.parts.clear();
    await this.courier.do("wipe", []);
  }

  private async asked(ask: Ask): Promise<boolean> {
    const held = this.parts.get(named(ask));
    const kept = await this.courier.do("fetch", [
      addressOf(ask),
      held?.etag ?? "",
      ask.part === "first" ? "" : named(ask),
    ]);
    const changed = this.parts.get(named(ask)) !== held; // by the feed, which goes on from there
    if (kept && !changed) this.take(ask, kept);
    return kept !== null;
  }

  private take(ask: Ask, kept: Kept, turns: readonly Turn[] = []): void {
    const packet = unpack(kept.body);
    const before = this.parts.get(named(ask))?.numbers;
    const corrected = before?.header.version === packet.header.version ? before.corrected : new Map();
    const numbers = onward(new Numbers(packet, corrected), turns);
    const etag = numbers.packet === packet ? kept.etag : "";
    this.put({ ask, etag, numbers, turns: turns.length });
    this.trim(ask.part);
  }

  private put(held: Held): void {
    if (this.wiped) return;
    this.parts.delete(named(held.ask));
    this.parts.set(named(held.ask), held);
  }

  /** Let go of the oldest of a kind; the root stays. */
  private trim(part: Part): void {
    const held = this.of(part).filter((one) => part !== "branch" || one.ask.org !== this.root);
    for (const one of held.slice(0, Math.max(0, held.length - KEEP[part]))) {
      this.parts.delete(named(one.ask));
      void this.courier.do("drop", [named(one.ask)]);
    }
  }

  private of(part: Part): Held[] {
    return [...this.parts.values()]
      .filter((one) => one.ask.part === part)
      .sort((a, b) => a.ask.org.length - b.ask.org.length);
  }
}
