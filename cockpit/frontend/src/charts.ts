/* The charts by their names: the title of each and what is drawn below it. */

import type { Catalogue } from "./catalogue";
import { h, type Child, type Piece } from "./dom";
import type { Numbers } from "./numbers";
import type { Scene } from "./rank";
import { bars } from "./views/bars";
import { funnel } from "./views/funnel";
import { addsUp, map } from "./views/map";
import { type Box, note, segments } from "./views/marks";
import { count, levelOf, ranking } from "./views/ranking";
import { trend, type Series } from "./views/trend";
import { label, say } from "./words";

/** What a chart is drawn from besides the scene; `months` are those of an indicator, once they are held. */
export interface Told {
  readonly scene: Scene;
  readonly catalogue: Catalogue;
  months(indicator: string): Numbers | null;
  /** Organisations that stand beside the one of the scene. */
  readonly beside: readonly string[];
  readonly level: string;
  readonly campaign: string;
}

type Drawn = readonly [head: Child[], body: Piece];

export const charts = (numbers: Numbers): Set<string> =>
  new Set(["bars", "map", "trend", "ranking", ...(numbers.header.funnels?.length ? ["funnel"] : [])]);

export function chart(id: string, told: Told, box: Box): Drawn {
  const { scene } = told;
  if (id === "bars")
    return [[title(say(scene.lang, "board.bars"), scene.indicator.names[scene.lang]), other(scene)], bars(scene, box)];
  if (id === "map")
    return [
      [title(say(scene.lang, "board.map"), say(scene.lang, addsUp(scene) ? "board.map_hint" : "board.map_even"))],
      map(scene, box),
    ];
  if (id === "trend") return months(told, box);
  return id === "funnel" ? stages(told, box) : ranks(told, box);
}

function ranks({ scene, level: chosen }: Told, box: Box): Drawn {
  const level = levelOf(scene, chosen);
  const title_ = say(scene.lang, "board.ranking");
  const levels = scene.numbers.levels(scene.org).map((one) => [one, label(scene.lang, "level", one)] as const);
  return [
    [title(title_, count(scene, level)), levels.length > 1 && segments("level", level, levels, title_)],
    ranking(scene, box, level),
  ];
}

function months({ scene, months: held, beside }: Told, box: Box): Drawn {
  const { lang, numbers, indicator } = scene;
  const name = (org: string): string => numbers.org(org).names[lang];
  const known = beside.filter((org) => numbers.has(org) && org !== scene.org);
  const head = [
    title(say(lang, "board.trend"), indicator.names[lang]),
    ...known.map((org) => without(scene, org, name(org))),
    other(scene),
  ];
  const own = held(indicator.id);
  if (!own) return [head, note(say(lang, "board.waiting"))];
  const series = (org: string): Series => ({ name: name(org), months: own.months(org, indicator.id, numbers) });
  const with_ = scene.other && held(scene.other.id)?.months(scene.org, scene.other.id, numbers);
  return [head, trend(scene, box, [scene.org, ...known].map(series), with_ ?? [])];
}

/** The other indicator's chip. */
const other = (scene: Scene): Child =>
  scene.other && without(scene, scene.other.id, scene.other.names[scene.lang], "other");

/** Takes an organisation or an indicator off the chart again. */
const without = ({ lang }: Scene, id: string, name: string, more = ""): Piece =>
  h(
    "button",
    {
      type: "button",
      class: `without ${more}`,
      "data-without": id,
      "aria-label": say(lang, "board.without", { name }),
    },
    h("span", {}, name),
    h("i", { "aria-hidden": "true" }, "×"),
  );

function stages({ scene, catalogue, campaign: chosen }: Told, box: Box): Drawn {
  const all = scene.numbers.header.funnels ?? [];
  const reached = all.find((one) => one.campaign === chosen) ?? all[0]!;
  const campaign = catalogue.campaign(reached.campaign);
  if (!campaign) return [[], note(say(scene.lang, "reason.no_data"))];
  const name = campaign[scene.lang];
  const names = all.map(
    (one) => [one.campaign, catalogue.campaign(one.campaign)?.[scene.lang] ?? one.campaign] as const,
  );
  const head = [
    title(names.length > 1 ? "" : name, reached.month.slice(0, 7)),
    names.length > 1 && segments("campaign", reached.campaign, names, name),
  ];
  return [head, funnel(scene, box, campaign, reached)];
}

const title = (text: string, more: string): Piece =>
  h("h3", { class: !text && "alone" }, text, more && h("small", {}, more));
