/* What a place needs of the server, and in which order it comes: the first paint, the branch, the months. */

import { branchOf, type Ask } from "./ask";
import type { Hold } from "./hold";
import type { Numbers } from "./numbers";
import type { Place } from "./place";
import { RefusedError } from "./request";

const BRANCH = "branch";

export class Needs {
  constructor(
    private readonly hold: Hold,
    private readonly home: string,
    private readonly arrived: () => void,
  ) {}

  /** What the device has of a place; whether that is enough to draw. */
  async recall(place: Place): Promise<boolean> {
    await this.hold.recall(branchOf(this.home));
    if (!this.hold.numbers(place.org)?.whole(place.org)) await this.hold.recall(branchOf(place.org));
    const numbers = this.hold.numbers(place.org);
    for (const indicator of [place.indicator, place.with].filter(Boolean))
      if (numbers) await this.hold.recall({ part: "trend", org: numbers.header.org, indicator });
    return numbers !== null;
  }

  /** The node and its children, for the first paint. */
  async first(place: Place): Promise<void> {
    await this.hold.fetch({ part: "first", org: place.org, period: place.period });
  }

  /** Everything else that the place shows, asked for once; nothing where all is held. */
  async rest(place: Place): Promise<void> {
    await this.branch(this.home);
    const numbers = this.hold.numbers(place.org);
    const kept = numbers?.header.part === "branch" && numbers.whole(place.org); // a first part gets no deltas
    if (!kept) await this.branch(numbers ? branchAbove(numbers, place.org) : place.org);
    await this.months(place);
  }

  /** Fetch ahead what a place would need. */
  ahead(org: string): void {
    const numbers = this.hold.numbers(org);
    if (numbers && this.lacks(numbers, org)) void this.branch(branchAbove(numbers, org)).catch(() => undefined);
  }

  /** All that is held, as the server has it now; the root first. */
  async renew(): Promise<void> {
    const [root, ...others] = this.hold.asks
      .filter((ask) => ask.part !== "first")
      .sort((a, b) => a.org.length - b.org.length);
    if (root && (await this.hold.fetch(root))) await Promise.all(others.map((ask) => this.hold.fetch(ask)));
    this.arrived();
  }

  private async months({ org, indicator, with: other }: Place): Promise<void> {
    const numbers = this.hold.numbers(org);
    for (const one of [indicator, other].filter(Boolean))
      if (numbers)
        await this.bring(
          { part: "trend", org: numbers.header.org, indicator: one },
          () => this.hold.months(this.hold.numbers(org)!, one) !== null,
        );
  }

  /** A branch of the same version as the root. */
  private branch(org: string): Promise<void> {
    const ask = branchOf(org);
    return this.bring(ask, () => this.hold.version(ask) === (this.hold.version(branchOf(this.home)) ?? ""));
  }

  /** Take a part from the device where that is what it should be, else from the server. */
  private async bring(ask: Ask, held: () => boolean): Promise<void> {
    if (held()) return;
    await this.hold.recall(ask);
    if (!held()) await this.hold.fetch(ask);
    this.arrived();
  }

  /** Whether an org that is shown without its levels below has more at the server. */
  private lacks(numbers: Numbers, org: string): boolean {
    return (
      !numbers.whole(org) ||
      (numbers.org(org).level === BRANCH && numbers.header.org !== org && !this.hold.holds(branchOf(org)))
    );
  }
}

/** The branch in which an org lies; where it cannot be told from these numbers, the org. */
const branchAbove = (numbers: Numbers, org: string): string =>
  numbers.path(org).find((step) => numbers.org(step).level === BRANCH) ?? numbers.above(BRANCH) ?? org;

export const refused = (error: unknown): boolean => error instanceof RefusedError;
