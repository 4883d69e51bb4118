/* Organisations in an indicator, as records of a list: cockpit/view.py shows the same. */

import type { Indicator } from "./catalogue";
import { attainment, change, figure, percent, shown, type Change, type Direction } from "./figures";
import type { Numbers } from "./numbers";
import { label, type Lang } from "./words";

export const FULL_BAR = 1.2;

/** What is shown, and to whom. */
export interface Scene {
  readonly lang: Lang;
  readonly numbers: Numbers;
  readonly org: string;
  readonly indicator: Indicator;
  /** Another that is shown with it. */
  readonly other: Indicator | null;
  readonly period: string;
}

/** One organisation of a list. */
export interface Row {
  readonly org: string;
  readonly name: string;
  readonly value: number | null;
  readonly target: number | null;
  readonly shown: string;
  readonly planned: string;
  readonly before: string;
  readonly share: number | null;
  readonly attained: string;
  readonly expected: number | null;
  readonly status: string | null;
  readonly yoy: Change | null;
  readonly reason: string;
}

export function row(scene: Scene, org: string, indicator = scene.indicator): Row {
  const { numbers, lang, period } = scene;
  const cell = numbers.cell(org, indicator.id, period);
  const share = attainment(cell.value, cell.target, indicator.direction);
  return {
    org,
    name: numbers.org(org).names[lang],
    value: cell.value,
    target: cell.target,
    shown: shown(figure(cell.value, indicator.unit, lang)),
    planned: cell.target ? shown(figure(cell.target, indicator.unit, lang)) : "",
    before: cell.lastYear === null ? "" : shown(figure(cell.lastYear, indicator.unit, lang)),
    share,
    attained: share === null ? "" : percent(share, lang),
    expected: cell.expected,
    status: cell.status,
    yoy: change(cell.value, cell.lastYear, indicator, lang),
    reason: cell.value === null && cell.reason ? label(lang, "reason", cell.reason) : "",
  };
}

/** The least that is said of one: what it reached, else its value. */
export interface Gist {
  readonly org: string;
  readonly name: string;
  readonly status: string | null;
  readonly number: string;
}

export function gist({ numbers, lang, period, indicator }: Scene, org: string): Gist {
  const { value, target, status } = numbers.cell(org, indicator.id, period);
  const share = attainment(value, target, indicator.direction);
  const number = share === null ? shown(figure(value, indicator.unit, lang)) : percent(share, lang);
  return { org, name: numbers.org(org).names[lang], status, number };
}

/** The best first; those without a value last. */
export function ranked(scene: Scene, orgs: readonly string[]): string[] {
  const { numbers, indicator, period } = scene;
  const [value, target] = [numbers.reader(indicator.id, period), numbers.reader(indicator.id, period, "target")];
  const keys = orgs.map((org) => [key(value(org), target(org), indicator.direction), org] as const);
  return keys.sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, org]) => org);
}

/** By attainment where there is one, else by value, the good end first. */
function key(value: number | null, target: number | null, direction: Direction): number {
  if (value === null) return Infinity;
  return (direction === "lower" ? 1 : -1) * (attainment(value, target, direction) ?? value);
}

/** How far a bar reaches that is full at FULL_BAR of the target. */
export const shareBar = (share: number): number => Math.max(0, Math.min(share / FULL_BAR, 1));
