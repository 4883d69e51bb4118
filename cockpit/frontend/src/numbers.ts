/* The numbers of a packet by organisation: the tree, the cells, the months. */

import type { Stored } from "./column";
import { DamageError, type Header, type OrgRow, type Packet } from "./packet";
import type { Lang } from "./words";

export interface Cell {
  readonly value: number | null;
  readonly target: number | null;
  readonly lastYear: number | null;
  readonly previous: number | null;
  /** What should be reached by now; only of this month. */
  readonly expected: number | null;
  readonly status: string | null;
  readonly reason: string | null;
}

export interface Org {
  readonly id: string;
  readonly names: Readonly<Record<Lang, string>>;
  readonly level: string;
  readonly initials: string;
}

export interface Month {
  readonly month: string;
  readonly value: number | null;
  readonly target: number | null;
}

const RUNNING = "mtd";
const MOST_VERSIONS = 64;

/** By older version the indicators of which earlier months were others then. */
export type Corrected = ReadonlyMap<string, ReadonlySet<string>>;

export class Numbers {
  private readonly nodes = new Map<string, number>();
  private readonly below: number[][];
  private readonly known = new Map<string, Stored | null>();
  private readonly indicators: Map<string, number>;
  private readonly slots: Map<string, number>;

  constructor(
    readonly packet: Packet,
    readonly corrected: Corrected = new Map(),
  ) {
    const { orgs, indicators, periods } = packet.header;
    this.below = orgs.map(() => []);
    orgs.forEach((row, node) => this.take(row, node));
    this.indicators = places(indicators);
    this.slots = places(periods);
  }

  get header(): Header {
    return this.packet.header;
  }

  /** Whether an indicator's earlier months are known to be those of a version. */
  agree(version: string, indicator: string): boolean {
    return version === this.header.version || this.corrected.get(version)?.has(indicator) === false;
  }

  /** What is corrected once a turn from here corrects these indicators too. */
  since(indicators: readonly string[]): Corrected {
    const all = [...this.corrected, [this.header.version, new Set<string>()] as const].slice(-MOST_VERSIONS);
    return new Map(all.map(([version, known]) => [version, new Set([...known, ...indicators])]));
  }

  has(org: string): boolean {
    return this.nodes.has(org);
  }

  /** Whether the org is here with all that is directly below it. */
  whole(org: string): boolean {
    const node = this.nodes.get(org);
    return node !== undefined && (this.below[node]!.length > 0 || this.level(node) === "unit");
  }

  holds(indicator: string, period: string): boolean {
    return this.indicators.has(indicator) && this.slots.has(period);
  }

  org(id: string): Org {
    const node = this.node(id);
    const [, zh, en, , , initials] = this.row(node);
    return { id, names: { zh, en }, level: this.level(node), initials };
  }

  children(id: string): string[] {
    return this.below[this.node(id)]!.map((node) => this.row(node)[0]);
  }

  /** The way down to the org, from the top of the packet. */
  path(id: string): string[] {
    const steps: string[] = [];
    for (let at = this.node(id); at >= 0; at = this.row(at)[4]) steps.unshift(this.row(at)[0]);
    return steps;
  }

  /** The org of a level above the top, of which the first part tells. */
  above(level: string): string | undefined {
    return this.header.path?.find((row) => this.header.levels[row[3]] === level)?.[0];
  }

  /** The orgs of a level below an org, in preorder. */
  ofLevel(id: string, level: string): string[] {
    const found: string[] = [];
    const look = (node: number): void => {
      for (const child of this.below[node]!) {
        if (this.level(child) === level) found.push(this.row(child)[0]);
        else look(child);
      }
    };
    look(this.node(id));
    return found;
  }

  /** The levels below an org, from the top. */
  levels(id: string): string[] {
    const found: string[] = [];
    for (let node = this.below[this.node(id)]![0]; node !== undefined; node = this.below[node]![0])
      found.push(this.level(node));
    return found;
  }

  all(): Org[] {
    return this.header.orgs.map(([id]) => this.org(id));
  }

  value(id: string, indicator: string, period: string, field = "value"): number | null {
    return this.stored(field, indicator, period)?.at(this.node(id)) ?? null;
  }

  /** One field of many organisations. */
  reader(indicator: string, period: string, field = "value"): (id: string) => number | null {
    const stored = this.stored(field, indicator, period);
    return (id) => stored?.at(this.node(id)) ?? null;
  }

  cell(id: string, indicator: string, period: string): Cell {
    const number = (field: string): number | null => this.value(id, indicator, period, field);
    const { status, reason } = this.header.words;
    return {
      value: number("value"),
      target: number("target"),
      lastYear: number("last_year"),
      previous: number("previous"),
      expected: number("expected"),
      status: status[number("status") ?? 0] ?? null,
      reason: reason[number("reason") ?? 0] ?? null,
    };
  }

  /** The months of a trend packet; the running one is that of the cells beside it where they are newer. */
  months(id: string, indicator: string, cells: Numbers): Month[] {
    const newer = cells.header.version !== this.header.version;
    const last = newer ? this.header.periods.at(-1) : null;
    return this.header.periods.map((month) => {
      const [from, slot] = month === last ? [cells, RUNNING] : [this, month];
      return { month, value: from.value(id, indicator, slot), target: from.value(id, indicator, slot, "target") };
    });
  }

  private take(row: OrgRow, node: number): void {
    this.nodes.set(row[0], node);
    if (row[4] >= 0) this.below[row[4]]!.push(node);
  }

  node(id: string): number {
    const node = this.nodes.get(id);
    if (node === undefined) throw new DamageError(`${id} is not in the packet`);
    return node;
  }

  private level(node: number): string {
    return this.header.levels[this.row(node)[3]] ?? "";
  }

  private row(node: number): OrgRow {
    return this.header.orgs[node]!;
  }

  private stored(field: string, indicator: string, period: string): Stored | null {
    const key = `${field} ${indicator} ${period}`;
    let found = this.known.get(key);
    if (found === undefined) this.known.set(key, (found = this.read(field, indicator, period)));
    return found;
  }

  private read(field: string, indicator: string, period: string): Stored | null {
    const slot = this.slots.get(period);
    const place = this.indicators.get(indicator);
    return slot === undefined || place === undefined
      ? null
      : this.packet.stored(this.header.columns[field]?.[slot]?.[place]);
  }
}

const places = (words: readonly string[]): Map<string, number> => new Map(words.map((word, at) => [word, at]));
