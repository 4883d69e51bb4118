/* What a place needs of the server, and in which order it comes: the first paint, the branch, the months. */

import { RefusedError, type Ask, type Hold } from "./hold";
import type { Numbers } from "./numbers";
import type { Place } from "./place";

const BRANCH = "branch";

export class Needs {
  constructor(
    private readonly hold: Hold,
    private readonly home: string,
    private readonly arrived: () => void,
  ) {}

  /** What the device has of a place; whether that is enough to draw. */
  async recall(place: Place): Promise<boolean> {
    await this.hold.recall({ part: "branch", org: this.home });
    if (!this.hold.numbers(place.org)?.whole(place.org)) await this.hold.recall({ part: "branch", org: place.org });
    const numbers = this.hold.numbers(place.org);
    if (numbers) await this.hold.recall({ part: "trend", org: numbers.header.org, indicator: place.indicator });
    return numbers !== null;
  }

  /** The node and its children, for the first paint. */
  async first(place: Place): Promise<void> {
    await this.hold.fetch({ part: "first", org: place.org, period: place.period });
  }

  /** Everything else that the place shows, asked for once; nothing where all is held. */
  async rest(place: Place): Promise<void> {
    await this.ask({ part: "branch", org: this.home });
    const numbers = this.hold.numbers(place.org);
    if (numbers && !numbers.whole(place.org))
      await this.ask({ part: "branch", org: this.branchOf(numbers, place.org) });
    else if (!numbers) await this.ask({ part: "branch", org: place.org });
    await this.months(place);
  }

  /** Fetch ahead what a place would need. */
  ahead(org: string): void {
    const numbers = this.hold.numbers(org);
    if (numbers && this.lacks(numbers, org))
      void this.ask({ part: "branch", org: this.branchOf(numbers, org) }).catch(() => undefined);
  }

  /** All that is held, as the server has it now; the root first. */
  async renew(): Promise<void> {
    const [root, ...others] = this.hold.asks
      .filter((ask) => ask.part !== "first")
      .sort((a, b) => a.org.length - b.org.length);
    if (root && (await this.hold.fetch(root))) await Promise.all(others.map((ask) => this.hold.fetch(ask)));
    this.arrived();
  }

  private async months({ org, indicator }: Place): Promise<void> {
    const numbers = this.hold.numbers(org);
    if (numbers) await this.ask({ part: "trend", org: numbers.header.org, indicator });
  }

  /** Take a part from the device where it has that of our version, else from the server. */
  private async ask(ask: Ask): Promise<void> {
    if (this.current(ask)) return;
    await this.hold.recall(ask);
    if (!this.current(ask)) await this.hold.fetch(ask);
    this.arrived();
  }

  /** Whether a part is held and of the same version as the root. */
  private current(ask: Ask): boolean {
    return this.hold.holds(ask) && this.hold.version(ask) === this.hold.version({ part: "branch", org: this.home });
  }

  /** Whether an org that is shown without its levels below has more at the server. */
  private lacks(numbers: Numbers, org: string): boolean {
    return (
      !numbers.whole(org) ||
      (numbers.org(org).level === BRANCH && numbers.header.org !== org && !this.hold.holds({ part: "branch", org }))
    );
  }

  private branchOf(numbers: Numbers, org: string): string {
    return numbers.path(org).find((step) => numbers.org(step).level === BRANCH) ?? org;
  }
}

export const refused = (error: unknown): boolean => error instanceof RefusedError;
