/* All organisations of a level below, the best and the worst; the level is chosen above. */

import { h, type Piece } from "../dom";
import { ranked, row, type Scene } from "../rank";
import { say } from "../words";
import { type Box, changeMark, dot, note, rowPx } from "./marks";

const CUT_PX = 14;

/** The level that is shown: the one that was chosen where it lies below, else the deepest that is held. */
export function levelOf(scene: Scene, chosen: string): string {
  const levels = scene.numbers.levels(scene.org);
  return levels.includes(chosen) ? chosen : (levels.at(-1) ?? "");
}

export function ranking(scene: Scene, box: Box, level: string): Piece {
  if (!level) return note(say(scene.lang, scene.numbers.whole(scene.org) ? "board.leaf" : "board.waiting"));
  const { numbers, indicator, period } = scene;
  const value = numbers.reader(indicator.id, period);
  const known = numbers.ofLevel(scene.org, level).filter((org) => value(org) !== null);
  const order = ranked(scene, known);
  const fit = Math.max(2, Math.floor((box.height - CUT_PX) / rowPx()));
  const all = order.length <= fit;
  const best = all ? order : order.slice(0, Math.ceil(fit / 2));
  const worst = all ? [] : order.slice(-Math.floor(fit / 2));
  return h(
    "ol",
    { class: "ranks", style: `--tall:${rowPx()}px` },
    ...best.map((org, at) => rank(scene, org, at + 1)),
    worst.length > 0 && h("li", { class: "cut", "aria-hidden": "true" }),
    ...worst.map((org, at) => rank(scene, org, order.length - worst.length + at + 1)),
  );
}

/** How many there are. */
export function count(scene: Scene, level: string): string {
  const { lang } = scene;
  return level ? say(lang, "board.of", { count: scene.numbers.ofLevel(scene.org, level).length }) : "";
}

function rank(scene: Scene, org: string, place: number): Piece {
  const one = row(scene, org);
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        "data-org": org,
        "data-list": "ranking",
        "aria-label": `${say(scene.lang, "board.place", { place })} ${one.name} ${one.shown}`,
      },
      h("span", { class: "rank" }, String(place)),
      h("span", { class: "org" }, dot(one.status, scene.lang), h("span", {}, one.name)),
      h("b", { class: "number" }, one.attained || one.shown),
      changeMark(one.yoy),
    ),
  );
}
