/* A delta: what a branch must be told so that it says what the next version says (docs/terminal.md). */

import { Column, type Blob as Row } from "./column";
import type { Turn } from "./device";
import { Numbers } from "./numbers";
import { Packet, unpack, type Header } from "./packet";

type Pair = readonly [to: number, from: number | null];

export interface Told extends Partial<Omit<Header, "blobs">> {
  version: string;
  org: string;
  from: string;
  length: number;
  blobs: Row[];
  moved: (readonly [to: number, from: number])[];
  changes: { places: number | null; numbers: number; of: Pair[] }[];
  corrected: string[];
}

export type Delta = Packet<Told>;

/** What is held after as many of these turns as lead on from it, one to the next. */
export function onward(numbers: Numbers, turns: readonly Turn[]): Numbers {
  const left = new Map(turns.map((turn) => [turn.from, turn.body]));
  for (let body; (body = left.get(numbers.header.version));) {
    left.delete(numbers.header.version);
    numbers = after(numbers, unpack<Told>(body));
  }
  return numbers;
}

/** What is held after a delta; all that is old is read from before, a column when it is needed. */
export function after(numbers: Numbers, delta: Delta): Numbers {
  const { from: _from, length, moved, changes, corrected, blobs: _blobs, ...told } = delta.header;
  const { packet: before } = numbers;
  const made = new Map<number, () => Column>();
  for (const [to, from] of moved) made.set(to, () => before.column(from));
  for (const { places, numbers: number, of } of changes)
    of.forEach(([to, from], share) =>
      made.set(to, () => {
        const [fresh, at] = [delta.column(number), places === null ? null : delta.column(places)];
        const size = fresh.body.length / of.length;
        return changed(from === null ? null : before.column(from), at, fresh, share * size, size);
      }),
    );
  const column = (number: number): Column | undefined =>
    number < length ? (made.get(number)?.() ?? before.column(number)) : undefined;
  return new Numbers(new Packet({ ...before.header, ...told, blobs: [] }, column), numbers.since(corrected));
}

/** The old column with `size` of the fresh numbers in their places; without an old one they are all of it. */
function changed(old: Column | null, places: Column | null, fresh: Column, start: number, size: number): Column {
  const made = new Float64Array(old ? old.body.length : size);
  if (old) for (let node = 0; node < made.length; node++) made[node] = old.at(node) ?? NaN;
  for (let at = 0; at < size; at++) made[places ? places.at(at)! : at] = fresh.at(start + at) ?? NaN;
  return new Column(made, 0, new Int32Array(0), new Float64Array(0));
}
