/* A tile: one indicator of one organisation at a glance. */

import type { Indicator } from "../catalogue";
import { h, type Piece } from "../dom";
import { figure } from "../figures";
import { row, type Scene } from "../rank";
import { label, say } from "../words";
import { changeMark, dot, meter } from "./marks";

export function tile(scene: Scene, indicator: Indicator): Piece {
  const { lang } = scene;
  const told = row(scene, scene.org, indicator);
  const { figure: number, unit } = figure(told.value, indicator.unit, lang);
  const name = indicator.names[lang];
  const status = told.status ? label(lang, "status", told.status) : told.reason;
  const beside = told.planned
    ? `${say(lang, "cell.target")} ${told.planned}`
    : told.before && `${say(lang, "chart.last_year")} ${told.before}`;
  return h(
    "button",
    {
      type: "button",
      class: `inside ${told.status ?? ""}`,
      "data-indicator": indicator.id,
      "aria-pressed": String(indicator.id === scene.indicator.id),
      "aria-label": say(lang, "board.tile", { name, value: told.shown, status }),
    },
    h("span", { class: "name" }, dot(told.status, lang), h("span", {}, name)),
    h("span", { class: "value" }, h("b", { class: "figure" }, number), unit && h("small", {}, unit)),
    told.reason
      ? h("span", { class: "sub muted" }, told.reason)
      : h(
          "span",
          { class: "sub" },
          changeMark(told.yoy),
          told.yoy && h("span", { class: "muted" }, say(lang, "cell.yoy")),
        ),
    h("span", { class: "foot" }, h("span", { class: "muted" }, beside), told.attained && h("b", {}, told.attained)),
    told.share === null
      ? h("span", { class: "meter none" })
      : meter(told.share, told.status, told.expected !== null && told.target ? told.expected / told.target : 1),
  );
}
