/* Where one is: organisation, indicator, period. The address holds it, so that a link shows the same. */

export interface Place {
  readonly org: string;
  readonly indicator: string;
  readonly period: string;
  /** Organisations to compare with, by commas. */
  readonly beside: string;
  /** Another indicator that is shown with it. */
  readonly with: string;
}

export const PERIODS = ["day", "mtd", "qtd", "ytd"] as const;
const FIRST: Place = { org: "", indicator: "fyp_regular", period: "mtd", beside: "", with: "" };

/** The place in an address; what is not said is the first. */
export function read(search: string, home: string): Place {
  const asked = new URLSearchParams(search);
  const period = asked.get("period") ?? "";
  return {
    org: asked.get("org") ?? home,
    indicator: asked.get("indicator") ?? FIRST.indicator,
    beside: asked.get("beside") ?? FIRST.beside,
    with: asked.get("with") ?? FIRST.with,
    period: (PERIODS as readonly string[]).includes(period) ? period : FIRST.period,
  };
}

/** The address of a place; whatever else the address says stays. */
export function address(place: Place, search: string): string {
  const asked = new URLSearchParams(search);
  for (const [name, value] of Object.entries(place)) value ? asked.set(name, value) : asked.delete(name);
  return `?${asked}`;
}

export const same = (a: Place, b: Place): boolean =>
  (Object.keys(FIRST) as (keyof Place)[]).every((name) => a[name] === b[name]);
