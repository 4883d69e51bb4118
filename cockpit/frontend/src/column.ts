/* Columns as metrics/columns.py writes them: one number a node, in few bytes, read where they lie. */

/** Where a column lies: offset from the first blob, bytes a number (of the body), unit (1 or 100: whole numbers; 0: floats), nodes, strays. */
export type Blob = readonly [offset: number, itemsize: number, unit: number, length: number, strays: number];
type Body = Int8Array | Int16Array | Int32Array | Float64Array;

export interface Stored {
  /** The number of a node; null where there is none. */
  at(node: number): number | null;
}

export class Column implements Stored {
  private readonly least: number;

  constructor(
    readonly body: Body,
    readonly unit: number,
    readonly places: Int32Array,
    readonly strays: Float64Array,
  ) {
    this.least = unit ? -(2 ** (8 * body.BYTES_PER_ELEMENT - 1)) : NaN;
  }

  at(node: number): number | null {
    const number = this.body[node];
    if (number === undefined) return null;
    if (!this.unit) return Number.isNaN(number) ? null : number;
    if (number > this.least + 1) return number / this.unit;
    return number === this.least ? null : this.stray(node);
  }

  private stray(node: number): number | null {
    let low = 0;
    let high = this.places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.places[middle]! < node) low = middle + 1;
      else high = middle;
    }
    return this.places[low] === node ? this.strays[low]! : null;
  }
}

/** One column divided by another; where that is no finite number, there is none. */
export class Quotient implements Stored {
  constructor(
    readonly numerator: Stored,
    readonly denominator: Stored,
  ) {}

  at(node: number): number | null {
    const below = this.denominator.at(node);
    const above = below ? this.numerator.at(node) : null;
    if (above === null || !below) return null;
    const value = above / below;
    return Number.isFinite(value) ? value : null;
  }
}

const padded = (bytes: number, to: number): number => Math.ceil(bytes / to) * to;

/** The column of a blob; nothing is copied. `start`: where the first blob begins. */
export function column(buffer: ArrayBuffer, [from, itemsize, unit, length, strays]: Blob, start: number): Column {
  const offset = start + from;
  const places = offset + padded(length * itemsize, 4);
  const numbers = padded(places + 4 * strays, 8);
  return new Column(
    body(buffer, offset, itemsize, unit, length),
    unit,
    strays ? new Int32Array(buffer, places, strays) : new Int32Array(0),
    strays ? new Float64Array(buffer, numbers, strays) : new Float64Array(0),
  );
}

function body(buffer: ArrayBuffer, offset: number, itemsize: number, unit: number, length: number): Body {
  if (!unit) return new Float64Array(buffer, offset, length);
  if (itemsize === 1) return new Int8Array(buffer, offset, length);
  return itemsize === 2 ? new Int16Array(buffer, offset, length) : new Int32Array(buffer, offset, length);
}
