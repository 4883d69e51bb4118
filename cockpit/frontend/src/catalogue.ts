/* The indicators' names and meanings, as /api/catalogue tells them. */

import type { Direction } from "./figures";
import type { Lang } from "./words";

export interface Indicator {
  readonly id: string;
  readonly names: Readonly<Record<Lang, string>>;
  readonly initials: string;
  readonly cls: string;
  readonly unit: string;
  readonly direction: Direction;
  readonly headline: boolean;
}

interface Told {
  id: string;
  zh: string;
  en: string;
  initials: string;
  class: string;
  unit: string;
  direction: Direction;
  headline: boolean;
}

export interface Campaign {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly stages: readonly { zh: string; en: string }[];
}

export interface Words {
  indicators: Told[];
  classes: string[];
  campaigns: Campaign[];
}

const OF_CLASS = 4;
const TILES = 12;

export class Catalogue {
  private readonly known: Map<string, Indicator>;
  /** What a board shows at first: the leading headlines of every class. */
  readonly leading: readonly Indicator[];

  constructor(private readonly told: Words) {
    this.known = new Map(told.indicators.map((one) => [one.id, indicator(one)]));
    this.leading = this.leaders();
  }

  get(id: string): Indicator | undefined {
    return this.known.get(id);
  }

  all(): Indicator[] {
    return [...this.known.values()];
  }

  campaign(id: string): Campaign | undefined {
    return this.told.campaigns.find((one) => one.id === id);
  }

  private leaders(): Indicator[] {
    const headlines = this.all().filter((one) => one.headline);
    return this.told.classes
      .flatMap((cls) => headlines.filter((one) => one.cls === cls).slice(0, OF_CLASS))
      .slice(0, TILES);
  }
}

const indicator = ({ zh, en, class: cls, ...rest }: Told): Indicator => ({ ...rest, cls, names: { zh, en } });
