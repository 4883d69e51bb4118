/* A packet: a JSON header and blobs behind it, with a checksum at the end. */

import { column, Quotient, type Blob, type Column, type Stored } from "./column";
import { crc32 } from "./crc";

export type Ref = null | number | readonly [number, number];
export type OrgRow = readonly [id: string, zh: string, en: string, level: number, parent: number, initials: string];

/** How many of a month's entrants of a campaign reached each stage. */
export interface Reached {
  campaign: string;
  month: string;
  entities: Ref[];
}

/** What /api/snapshot says of the blobs behind it. */
export interface Header {
  version: string;
  as_of: string;
  made_at: string;
  org: string;
  part: string;
  orgs: OrgRow[];
  levels: string[];
  indicators: string[];
  periods: string[];
  columns: Record<string, Ref[][]>;
  blobs: Blob[];
  words: { status: (string | null)[]; reason: (string | null)[] };
  path?: (readonly [id: string, zh: string, en: string, level: number])[];
  funnels?: Reached[];
}

export class DamageError extends Error {}

export class Packet<H extends { blobs: Blob[] } = Header> {
  private readonly columns: Column[] = [];

  /** `read` gives a column by its number; it is asked at the first need. */
  constructor(
    readonly header: H,
    private readonly read: (number: number) => Column | undefined,
  ) {}

  column(number: number): Column {
    const found = (this.columns[number] ??= this.read(number)!);
    if (!found) throw new DamageError(`blob ${number} is not in the packet`);
    return found;
  }

  stored(ref: Ref | undefined): Stored | null {
    if (ref === null || ref === undefined) return null;
    return typeof ref === "number" ? this.column(ref) : new Quotient(this.column(ref[0]), this.column(ref[1]));
  }
}

const FRAME = 12;
const MAGIC = ["DBK1", "DBD1"];

/** DamageError where these bytes are no packet and no delta, or their checksum is not right. */
export function sound(buffer: ArrayBuffer): void {
  if (buffer.byteLength < FRAME) throw new DamageError("the packet is cut off");
  const bytes = new Uint8Array(buffer);
  if (!MAGIC.includes(String.fromCharCode(...bytes.subarray(0, 4)))) throw new DamageError("no packet");
  if (crc32(bytes.subarray(0, -4)) !== new DataView(buffer).getUint32(buffer.byteLength - 4, true))
    throw new DamageError("the checksum differs");
}

/** The packet in these bytes, which are sound. */
export function unpack<H extends { blobs: Blob[] } = Header>(buffer: ArrayBuffer): Packet<H> {
  const length = new DataView(buffer).getUint32(4, true);
  const start = 8 + length;
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))) as H;
  const { blobs } = header;
  return new Packet(header, (number) => blobs[number] && column(buffer, blobs[number], start));
}
