/* What stands above the cards: where one is, the way back up, the switches, the period. */

import type { Going } from "./carousel";
import { h, s, type Child, type Piece } from "./dom";
import { PERIODS } from "./place";
import { segments } from "./views/marks";
import { label, say, type Lang } from "./words";

export interface Step {
  readonly org: string;
  readonly name: string;
  readonly level: string;
}

export interface Switches {
  readonly lang: Lang;
  readonly asOf: string;
  readonly live: boolean;
  readonly note: string;
  readonly embedded: boolean;
  readonly redUp: boolean;
  readonly arranging: boolean;
  readonly going: Going;
}

const GRID = "M2 2h5v5H2zM9 2h5v3H9zM9 7h5v7H9zM2 9h5v5H2z";
const PLAY = "M4 2l10 6-10 6z";
const PAUSE = "M3 2h4v12H3zM9 2h4v12H9z";

/** The name of where one is, and the steps to it. */
export function lead(lang: Lang, steps: readonly Step[], embedded: boolean): Child[] {
  const here = steps.at(-1);
  return [
    !embedded && h("img", { class: "mark", src: "/brand/mark.svg", alt: say(lang, "product.name") }),
    here && h("h1", {}, here.name, here.level !== here.name && h("small", {}, here.level)),
    steps.length > 1 && crumbs(lang, steps),
  ];
}

export function switches(told: Switches): Child[] {
  const { lang, note, embedded } = told;
  return [
    note && h("span", { class: "note worn", role: "status" }, note),
    told.arranging && h("button", { type: "button", class: "pill", "data-do": "reset" }, say(lang, "board.reset")),
    told.arranging && h("button", { type: "button", class: "pill", "data-do": "share" }, say(lang, "board.share")),
    h(
      "button",
      { type: "button", class: "pill rises", "data-do": "rise", "aria-pressed": String(told.redUp) },
      rises(lang, told.redUp),
    ),
    arrange(told),
    !embedded &&
      h(
        "a",
        { class: "pill", href: `/language/${lang === "zh" ? "en" : "zh"}?next=/screen` },
        say(lang, "board.other"),
      ),
    !embedded &&
      h("form", { method: "post", action: "/signout" }, h("button", { class: "pill" }, say(lang, "board.leave"))),
    !embedded && age(told),
    !embedded && play(told),
  ];
}

export const periods = (lang: Lang, chosen: string): Piece =>
  segments(
    "period",
    chosen,
    PERIODS.map((period) => [period, label(lang, "period", period)] as const),
    say(lang, "board.periods"),
  );

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

const age = ({ lang, asOf, live }: Switches): Piece =>
  h("span", { class: live ? "age" : "age worn" }, h("i"), say(lang, "data.as_of", { day: asOf }));

const rises = (lang: Lang, redUp: boolean): string => say(lang, redUp ? "board.rise_red" : "board.rise_green");

const icon = (path: string): Piece => s("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, s("path", { d: path }));

/** Starts and stops the carousel. */
function play({ lang, going }: Switches): Piece {
  const word = { still: "board.play", on: "board.pause", resting: "board.resting" } as const;
  return h(
    "button",
    { type: "button", class: "pill", "data-do": "play" },
    icon(going === "still" ? PLAY : PAUSE),
    say(lang, word[going]),
  );
}

function arrange({ lang, arranging }: Switches): Piece {
  const word = say(lang, arranging ? "board.arranged" : "board.arrange");
  return h(
    "button",
    {
      type: "button",
      class: arranging ? "pill strong" : "pill",
      "data-do": "arrange",
      "aria-pressed": String(arranging),
    },
    icon(GRID),
    word,
  );
}
