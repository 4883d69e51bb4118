/* What stands above the cards: where one is, the way back up, the period, and the switches. */

import { type Child, h, type Piece } from "./dom";
import { PERIODS } from "./place";
import { segments } from "./views/marks";
import { label, say, type Lang } from "./words";

export interface Step {
  readonly org: string;
  readonly name: string;
  readonly level: string;
}

export interface Top {
  readonly lang: Lang;
  readonly steps: readonly Step[];
  readonly period: string;
  readonly asOf: string;
  readonly live: boolean;
  readonly note: string;
  readonly embedded: boolean;
}

export function top(told: Top): Child[] {
  const { lang, steps } = told;
  const here = steps.at(-1);
  return [
    !told.embedded && h("img", { class: "mark", src: "/brand/mark.svg", alt: say(lang, "product.name") }),
    here && h("h1", {}, here.name, here.level !== here.name && h("small", {}, here.level)),
    steps.length > 1 && crumbs(lang, steps),
    h("span", { class: "stretch" }),
    told.note && h("span", { class: "note worn", role: "status" }, told.note),
    !told.embedded && age(told),
    segments(
      "period",
      told.period,
      PERIODS.map((period) => [period, label(lang, "period", period)] as const),
      say(lang, "board.periods"),
    ),
  ];
}

function crumbs(lang: Lang, steps: readonly Step[]): Piece {
  const links = steps.flatMap((step, at): Child[] => {
    const current = at === steps.length - 1;
    const link = h(
      "button",
      {
        type: "button",
        "data-org": step.org,
        class: current && "on",
        title: step.level,
        "aria-current": current && "page",
      },
      step.name,
    );
    return [at > 0 && h("i", { "aria-hidden": "true" }, "›"), link];
  });
  return h("nav", { class: "crumbs", "aria-label": say(lang, "board.path") }, ...links);
}

const age = ({ lang, asOf, live }: Top): Piece =>
  h("span", { class: live ? "age" : "age worn" }, h("i"), say(lang, "data.as_of", { day: asOf }));
