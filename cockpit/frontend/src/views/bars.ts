/* The organisations below as bars over the shades of their targets, the best on top; a bar goes one level down. */

import { h, type Piece } from "../dom";
import { ranked, row, type Row, type Scene } from "../rank";
import { say } from "../words";
import { changeMark, dot, note } from "./marks";

export interface Box {
  readonly width: number;
  readonly height: number;
}

const LEAST_PX = 30;
const MOST_PX = 92;
const TWO_LINES_PX = 58;
const LABEL_PX = 150;

export function bars(scene: Scene, box: Box): Piece {
  const orgs = scene.numbers.children(scene.org);
  if (!orgs.length) return note(say(scene.lang, scene.numbers.whole(scene.org) ? "board.leaf" : "board.waiting"));
  const rows = ranked(scene, orgs).map((org) => row(scene, org));
  const most = (of: (one: Row) => number | null): number => Math.max(...rows.map((one) => of(one) ?? 0), 0);
  const tall = Math.min(MOST_PX, Math.max(LEAST_PX, box.height / rows.length));
  const room = 1 - Math.min(0.5, LABEL_PX / Math.max(1, box.width - LABEL_PX));
  const scale =
    100 /
    (Math.max(
      most((one) => one.value) / room,
      most((one) => one.target),
    ) || 1);
  return h(
    "ol",
    { class: "bars", style: `--tall:${tall.toFixed(1)}px` },
    ...rows.map((one) => bar(scene, one, scale, tall >= TWO_LINES_PX)),
  );
}

function bar(scene: Scene, one: Row, scale: number, tall: boolean): Piece {
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
        "aria-label": `${one.name} ${one.shown} ${one.attained}`,
      },
      h("span", { class: "org" }, dot(one.status, scene.lang), h("span", {}, one.name)),
      h(
        "span",
        { class: "lane" },
        h("i", { class: "shade", style: `width:${width(one.target)}` }),
        h("i", { class: `full ${one.status ?? ""}`, style: `width:${end}` }),
        one.expected !== null && h("u", { style: `left:${width(one.expected)}` }),
        h(
          "span",
          { class: "told", style: `left:${width(Math.max(one.value ?? 0, one.expected ?? 0))}` },
          h("b", {}, one.reason || one.shown),
          one.attained && h("span", {}, one.attained),
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
