/* The pictures of a live edition as the server sends them (docs/live.md), and what each moment shows of them. */

/** A drawing's number and where its corner is, in pixels of the picture. */
export type Placed = readonly [drawing: number, x: number, y: number];
/** The frame from which something is so, then how it is. */
export type Change = readonly [frame: number, ...state: number[]];

export interface CardTold {
  readonly at: readonly [x: number, y: number];
  readonly still: number;
  readonly reveal: number | null;
  readonly dot: number | null;
  readonly states: readonly Change[];
  readonly rides: readonly Change[];
}

export interface SegmentTold {
  readonly start: number;
  readonly ticker: Placed | null;
  readonly cards: readonly CardTold[];
  readonly captions: readonly (readonly string[])[];
  readonly caption: readonly Change[];
}

interface LayerTold {
  readonly layer: string;
  readonly drawings: string;
  readonly places: string;
}

export interface Pictures {
  readonly fps: number;
  readonly size: readonly [width: number, height: number];
  readonly frames: number;
  readonly behind: readonly Placed[];
  readonly presenter: readonly LayerTold[];
  readonly desk: Placed;
  readonly segments: readonly SegmentTold[];
  readonly drawings: readonly string[];
}

const TURNS = 1 << 13;
const PIXELS = 1 << 4;
const MATRIX = 6;

/** A layer of the presenter: its drawing and its matrix in every frame. */
export class Layer {
  private readonly drawings: Int16Array;
  private readonly places: Int16Array;

  constructor({ drawings, places }: LayerTold) {
    this.drawings = unpacked(drawings, 1);
    this.places = unpacked(places, MATRIX);
  }

  drawing(frame: number): number {
    return this.drawings[frame] ?? 0;
  }

  /** As CSS says it. */
  place(frame: number): string {
    const row = this.places.subarray(frame * MATRIX, (frame + 1) * MATRIX);
    return `matrix(${[...row].map((step, at) => step / (at < 4 ? TURNS : PIXELS)).join()})`;
  }
}

/** Rows of whole numbers of which only the differences from row to row were sent. */
export function unpacked(text: string, width: number): Int16Array {
  const rows = new Int16Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
  for (let at = width; at < rows.length; at++) rows[at]! += rows[at - width]!;
  return rows;
}

/** The last of the changes that have come by a frame; they begin with frame 0. */
export function stateAt(changes: readonly Change[], frame: number): readonly number[] {
  let at = 0;
  while (at + 1 < changes.length && changes[at + 1]![0] <= frame) at++;
  return changes[at]?.slice(1) ?? [];
}

/** The number of the segment that a frame belongs to. */
export function segmentAt(segments: readonly SegmentTold[], frame: number): number {
  return Math.max(
    0,
    segments.findLastIndex(({ start }) => start <= frame),
  );
}
