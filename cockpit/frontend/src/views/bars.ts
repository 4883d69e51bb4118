/* The organisations below as bars over the shades of their targets, the best on top; a bar goes one level down. */

import type { Indicator } from "../catalogue";
import { h, type Piece } from "../dom";
import { figure, shown } from "../figures";
import { ranked, row, type Row, type Scene } from "../rank";
import { say } from "../words";
import { type Box, changeMark, dot, note, rowPx } from "./marks";

const MOST_PX = 108;
const TWO_LINES_PX = 58;
const LABEL_PX = 150;
const OTHER_PX = 80;
const NARROW_PX = 460;
/** How much of the lane the longest bar of the other indicator takes, in percent. */
const OTHER = 60;

export function bars(scene: Scene, box: Box): Piece {
  const orgs = scene.numbers.children(scene.org);
  if (!orgs.length) return note(say(scene.lang, scene.numbers.whole(scene.org) ? "board.leaf" : "board.waiting"));
  const rows = ranked(scene, orgs).map((org) => row(scene, org));
  const most = (of: (one: Row) => number | null): number => Math.max(...rows.map((one) => of(one) ?? 0), 0);
  const tall = Math.min(MOST_PX, Math.max(rowPx(), box.height / rows.length));
  const labels = scene.other ? LABEL_PX + OTHER_PX : LABEL_PX;
  const room = 1 - Math.min(scene.other ? 0.65 : 0.5, labels / Math.max(1, box.width - LABEL_PX));
  const scale =
    100 /
    (Math.max(
      most((one) => one.value) / room,
      most((one) => one.target),
    ) || 1);
  const beside = scene.other && others(scene, scene.other, orgs);
  return h(
    "ol",
    { class: scene.other && box.width < NARROW_PX ? "bars narrow" : "bars", style: `--tall:${tall.toFixed(1)}px` },
    ...rows.map((one) => bar(scene, one, scale, tall >= TWO_LINES_PX, beside?.get(one.org))),
  );
}

/** Another indicator of an organisation, as a thin bar of its own scale. */
interface Other {
  readonly shown: string;
  readonly width: string;
}

function others({ numbers, period, lang }: Scene, other: Indicator, orgs: readonly string[]): Map<string, Other> {
  const value = numbers.reader(other.id, period);
  const most = Math.max(...orgs.map((org) => value(org) ?? 0)) || 1;
  const told = (org: string): Other => ({
    shown: shown(figure(value(org), other.unit, lang)),
    width: `${((OTHER * Math.max(0, value(org) ?? 0)) / most).toFixed(2)}%`,
  });
  return new Map(orgs.map((org) => [org, told(org)]));
}

function bar(scene: Scene, one: Row, scale: number, tall: boolean, other: Other | undefined): Piece {
  const width = (value: number | null): string => `${(Math.max(0, value ?? 0) * scale).toFixed(2)}%`;
  const end = width(Math.max(one.value ?? 0, 0));
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: tall && "tall",
        "data-org": one.org,
        "data-list": "bars",
        "aria-label": [one.name, one.shown, one.attained, other?.shown].filter(Boolean).join(" "),
      },
      h("span", { class: "org" }, dot(one.status, scene.lang), h("span", {}, one.name)),
      h(
        "span",
        { class: "lane" },
        h("i", { class: "shade", style: `width:${width(one.target)}` }),
        h("i", { class: `full ${one.status ?? ""}`, style: `width:${end}` }),
        other && h("i", { class: "other", style: `width:${other.width}` }),
        one.expected !== null && h("u", { style: `left:${width(one.expected)}` }),
        h(
          "span",
          { class: "told", style: `left:${width(Math.max(one.value ?? 0, one.expected ?? 0))}` },
          h("b", {}, one.reason || one.shown),
          one.attained && h("span", {}, one.attained),
          other && h("em", {}, other.shown),
        ),
      ),
      tall &&
        h(
          "span",
          { class: "more" },
          one.planned && h("span", {}, `${say(scene.lang, "cell.target")} ${one.planned}`),
          changeMark(one.yoy),
        ),
    ),
  );
}
