/* Finding an organisation or an indicator by name, or by the first letters of its Chinese name. */

import type { Catalogue } from "./catalogue";
import type { Numbers } from "./numbers";
import type { Lang } from "./words";

export interface Found {
  readonly what: "org" | "indicator";
  readonly id: string;
  readonly name: string;
  readonly more: string;
}

interface Named {
  readonly id: string;
  readonly names: Readonly<Record<Lang, string>>;
  readonly initials: string;
}

const MOST = 8;

/** The best matches: names that begin with what was typed before those that contain it. */
export function found(typed: string, numbers: Numbers, catalogue: Catalogue, lang: Lang): Found[] {
  const word = typed.trim().toLowerCase();
  if (!word) return [];
  const indicators = best(word, catalogue.all()).map((one): Found => ({
    what: "indicator",
    id: one.id,
    name: one.names[lang],
    more: one.initials,
  }));
  const orgs = best(word, numbers.all()).map((one): Found => ({
    what: "org",
    id: one.id,
    name: one.names[lang],
    more: one.initials,
  }));
  const half = MOST / 2;
  return [...orgs.slice(0, Math.max(half, MOST - indicators.length)), ...indicators].slice(0, MOST);
}

function best<N extends Named>(word: string, all: readonly N[]): N[] {
  const ranks = all.map((one) => [rank(word, one), one] as const).filter(([place]) => place < 3);
  return ranks
    .sort(([a], [b]) => a - b)
    .slice(0, MOST)
    .map(([, one]) => one);
}

function rank(word: string, { names, initials }: Named): number {
  const [zh, en, letters] = [names.zh, names.en.toLowerCase(), initials.toLowerCase()];
  if (zh.startsWith(word) || en.startsWith(word) || letters.startsWith(word))
    return zh === word || letters === word ? 0 : 1;
  return zh.includes(word) || en.includes(word) || letters.includes(word) ? 2 : 3;
}
