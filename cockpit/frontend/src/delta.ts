/* A delta: what a branch must be told so that it says what the next version says (docs/terminal.md). */

import { Column, type Blob as Row } from "./column";
import { Numbers } from "./numbers";
import { Packet, unpack, type Header } from "./packet";

type Pair = readonly [to: number, from: number | null];

interface Told extends Partial<Omit<Header, "blobs">> {
  version: string;
  org: string;
  from: string;
  length: number;
  blobs: Row[];
  moved: (readonly [to: number, from: number])[];
  changes: { places: number | null; numbers: number; of: Pair[] }[];
}

export type Delta = Packet<Told>;

/** The delta in a message of the feed, which comes packed by gzip. */
export async function opened(message: ArrayBuffer): Promise<Delta> {
  const plain = new Blob([message]).stream().pipeThrough(new DecompressionStream("gzip"));
  return unpack<Told>(await new Response(plain).arrayBuffer(), "DBD1");
}

/** What is held after a delta; all that is old is read from before. */
export function after({ packet: before }: Numbers, delta: Delta): Numbers {
  const { from: _from, length, moved, changes, blobs: _blobs, ...told } = delta.header;
  const columns: (Column | undefined)[] = Array.from({ length });
  for (const [to, from] of moved) columns[to] = before.column(from);
  for (const { places, numbers, of } of changes) {
    const [fresh, at] = [delta.column(numbers), places === null ? null : delta.column(places)];
    const size = fresh.body.length / of.length;
    of.forEach(([to, from], share) => {
      columns[to] = changed(from === null ? null : before.column(from), at, fresh, share * size, size);
    });
  }
  for (let number = 0; number < length; number++) columns[number] ??= before.column(number);
  return new Numbers(new Packet({ ...before.header, ...told, blobs: [] }, (number) => columns[number]));
}

/** The old column with `size` of the fresh numbers in their places; without an old one they are all of it. */
function changed(old: Column | null, places: Column | null, fresh: Column, start: number, size: number): Column {
  const made = new Float64Array(old ? old.body.length : size);
  if (old) for (let node = 0; node < made.length; node++) made[node] = old.at(node) ?? NaN;
  for (let at = 0; at < size; at++) made[places ? places.at(at)! : at] = fresh.at(start + at) ?? NaN;
  return new Column(made, 0, new Int32Array(0), new Float64Array(0));
}
