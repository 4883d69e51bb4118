/* The way down to an organisation, from the top of what a person may see. */

import type { Hold } from "./hold";
import type { Numbers } from "./numbers";
import type { Step } from "./top";
import { label, type Lang } from "./words";

export function stepsTo(hold: Hold, home: string, org: string, lang: Lang): Step[] {
  const numbers = hold.numbers(org);
  if (!numbers) return [];
  return [...above(hold, home, numbers, lang), ...numbers.path(org).map((one) => step(numbers, one, lang))];
}

/** The steps to the top of a part: as the home's part knows them, else as the part says. */
function above(hold: Hold, home: string, numbers: Numbers, lang: Lang): Step[] {
  const { org, path = [], levels } = numbers.header;
  const root = hold.numbers(home);
  if (root?.has(org))
    return root
      .path(org)
      .slice(0, -1)
      .map((one) => step(root, one, lang));
  return path.map(([id, zh, en, level]) => ({
    org: id,
    name: lang === "zh" ? zh : en,
    level: label(lang, "level", levels[level] ?? ""),
  }));
}

function step(numbers: Numbers, id: string, lang: Lang): Step {
  const { names, level } = numbers.org(id);
  return { org: id, name: names[lang], level: label(lang, "level", level) };
}
