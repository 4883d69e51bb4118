/* What this terminal holds: the parts of the snapshot that it was sent, in memory and on the device. */

import type { Words } from "./catalogue";
import { after, type Delta } from "./delta";
import type { Device, Kept } from "./device";
import { Numbers } from "./numbers";
import { unpack } from "./packet";

export type Part = "first" | "branch" | "trend";

/** A part of the snapshot of an organisation. */
export interface Ask {
  readonly part: Part;
  readonly org: string;
  readonly period?: string;
  readonly indicator?: string;
}

interface Held {
  readonly ask: Ask;
  readonly etag: string;
  readonly numbers: Numbers;
}

/** The server does not let us in any more. */
export class RefusedError extends Error {}
/** The server has an answer that is no packet, or none. */
export class AwayError extends Error {}

const CATALOGUE = "catalogue";
const KEEP: Readonly<Record<Part, number>> = { first: 1, branch: 4, trend: 24 };
const REFUSED = new Set([401, 403]);

export class Hold {
  private readonly parts = new Map<string, Held>();
  private readonly coming = new Map<string, Promise<boolean>>();

  constructor(
    private readonly device: Device,
    private readonly root: string,
  ) {}

  /** The numbers that say most of an org: with its children, and as much below them as there is. */
  numbers(org: string): Numbers | null {
    const found = this.of("branch").filter((one) => one.numbers.has(org));
    const whole = found.filter((one) => one.numbers.whole(org));
    const nearest = whole.at(-1) ?? this.of("first").findLast((one) => one.numbers.whole(org)) ?? found.at(-1);
    return nearest?.numbers ?? null;
  }

  /** An indicator's months, of the same day as the numbers beside which they are shown. */
  months(beside: Numbers, indicator: string): Numbers | null {
    const held = this.parts.get(named({ part: "trend", org: beside.header.org, indicator }));
    return held && held.numbers.header.as_of === beside.header.as_of ? held.numbers : null;
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

  /** Bring a branch to the next version; false where the delta does not apply to what is held. */
  apply(delta: Delta): boolean {
    const ask: Ask = { part: "branch", org: delta.header.org };
    const held = this.parts.get(named(ask));
    if (!held || held.numbers.header.version !== delta.header.from) return false;
    this.parts.set(named(ask), { ask, etag: "", numbers: after(held.numbers, delta) });
    return true;
  }

  get asks(): Ask[] {
    return [...this.parts.values()].map((one) => one.ask);
  }

  /** Take a part from the device, if it is there and sound. */
  async recall(ask: Ask): Promise<boolean> {
    const kept = await this.device.get(named(ask));
    if (!kept) return false;
    try {
      this.take(ask, kept);
      return true;
    } catch {
      await this.device.drop(named(ask));
      return false;
    }
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
    const kept = await this.device.get(CATALOGUE);
    const fresh = this.freshWords(kept);
    if (!kept) return fresh;
    fresh.catch(() => undefined);
    return JSON.parse(new TextDecoder().decode(kept.body)) as Words;
  }

  async wipe(): Promise<void> {
    this.parts.clear();
    await this.device.wipe();
  }

  private async freshWords(kept: Kept | null): Promise<Words> {
    const answer = await request("/api/catalogue", kept?.etag);
    const body = answer ? await answer.arrayBuffer() : kept!.body;
    if (answer) await this.device.put(CATALOGUE, { etag: answer.headers.get("etag") ?? "", body });
    return JSON.parse(new TextDecoder().decode(body)) as Words;
  }

  private async asked(ask: Ask): Promise<boolean> {
    const answer = await request(
      `/api/snapshot?${new URLSearchParams({ ...ask })}`,
      this.parts.get(named(ask))?.etag || undefined,
    );
    if (!answer) return false;
    const kept = { etag: answer.headers.get("etag") ?? "", body: await answer.arrayBuffer() };
    this.take(ask, kept);
    if (ask.part !== "first") void this.device.put(named(ask), kept);
    return true;
  }

  private take(ask: Ask, kept: Kept): void {
    const name = named(ask);
    this.parts.delete(name);
    this.parts.set(name, { ask, etag: kept.etag, numbers: new Numbers(unpack(kept.body)) });
    this.trim(ask.part);
  }

  /** Let go of the oldest of a kind; the root stays. */
  private trim(part: Part): void {
    const held = this.of(part).filter((one) => part !== "branch" || one.ask.org !== this.root);
    for (const one of held.slice(0, Math.max(0, held.length - KEEP[part]))) {
      this.parts.delete(named(one.ask));
      void this.device.drop(named(one.ask));
    }
  }

  private of(part: Part): Held[] {
    return [...this.parts.values()]
      .filter((one) => one.ask.part === part)
      .sort((a, b) => a.ask.org.length - b.ask.org.length);
  }
}

const named = ({ part, org, indicator }: Ask): string => [part, org, indicator ?? ""].join("/");

/** The answer; null where nothing changed. */
async function request(address: string, etag: string | undefined): Promise<Response | null> {
  const headers: HeadersInit = etag ? { "If-None-Match": etag } : {};
  const answer = await fetch(address, { headers, redirect: "error", credentials: "same-origin" }).catch(() => null);
  if (!answer) throw new AwayError(address);
  if (answer.status === 304) return null;
  if (REFUSED.has(answer.status)) throw new RefusedError(address);
  if (!answer.ok) throw new AwayError(`${address}: ${answer.status}`);
  return answer;
}
