/* The worker: fetches packets, checks them and keeps them on the device, away from the thread that draws. */

import { branchOf, named } from "./ask";
import { Device, WORDS, type Found, type Kept, type Turn } from "./device";
import type { Told } from "./delta";
import { sound, unpack } from "./packet";
import { RefusedError, request } from "./request";

export type Jobs = typeof jobs;

/** A job by its name, and what it is told. */
export interface Errand {
  readonly id: number;
  readonly job: keyof Jobs;
  readonly words: readonly unknown[];
}

/** What came of an errand: a value, or what failed. */
export interface Result {
  readonly id: number;
  readonly value?: unknown;
  readonly failed?: string;
  readonly refused?: boolean;
}

/** The device, for the user and the scope that name this worker; null is said when another tab empties it. */
const device = Device.open(self.name, () => postMessage(null));

const jobs = {
  /** A packet from the server, and on the device under its name where it has one; null: it is that of the tag. */
  async fetch(address: string, etag: string, name: string): Promise<Kept | null> {
    const answer = await request(address, etag);
    if (!answer) return null;
    const kept = { etag: answer.headers.get("etag") ?? "", body: await answer.arrayBuffer() };
    if (name !== WORDS) sound(kept.body);
    if (name) void (await device).put(name, kept);
    return kept;
  },

  /** A packet from the device; one that is damaged is dropped. */
  async recall(name: string): Promise<Found | null> {
    const found = await (await device).get(name);
    try {
      if (found && name !== WORDS) for (const { body } of [found, ...found.turns]) sound(body);
      return found;
    } catch {
      await jobs.drop(name);
      return null;
    }
  },

  /** The delta in a message of the feed, which comes packed by gzip; kept beside the branch. */
  async turn(message: ArrayBuffer): Promise<Turn> {
    const plain = new Blob([message]).stream().pipeThrough(new DecompressionStream("gzip"));
    const body = await new Response(plain).arrayBuffer();
    sound(body);
    const { org, from } = unpack<Told>(body).header;
    void (await device).add(named(branchOf(org)), { from, body });
    return { from, body };
  },

  async drop(name: string): Promise<null> {
    await (await device).drop(name);
    return null;
  },

  async wipe(): Promise<null> {
    await (await device).wipe();
    return null;
  },
};

onmessage = ({ data: { id, job, words } }: MessageEvent<Errand>) => {
  (jobs[job] as (...words: readonly unknown[]) => Promise<Kept | Found | Turn | null>)(...words).then(
    (value) => postMessage({ id, value } satisfies Result, { transfer: bodies(value) }),
    (error: unknown) =>
      postMessage({ id, failed: String(error), refused: error instanceof RefusedError } satisfies Result),
  );
};

function bodies(value: Kept | Found | Turn | null): ArrayBuffer[] {
  if (!value) return [];
  return "turns" in value ? [value.body, ...value.turns.map((turn) => turn.body)] : [value.body];
}
