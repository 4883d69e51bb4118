/* The tree map: the organisations below and those below them, by size and status. */

import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from "d3-hierarchy";
import { type Child, type Piece, s } from "../dom";
import { gist, type Gist, type Scene } from "../rank";
import { say } from "../words";
import { type Box, drawing, note } from "./marks";

interface Spot {
  readonly org: string;
  readonly size: number;
  readonly below: readonly Spot[];
}
type Field = HierarchyRectangularNode<Spot>;

const ADDS_UP = new Set(["元", "人", "次", "份", "件", "个", "场"]);
const HEADS = "hc_end";
const HEAD_PX = 20;
const SIGNS: Readonly<Record<string, string>> = { red: "▲", yellow: "◆" };

/** Whether the indicator adds up over organisations, so that an area can stand for it. */
export const addsUp = (scene: Scene): boolean => ADDS_UP.has(scene.indicator.unit);

export function map(scene: Scene, box: Box): Piece {
  const fields = laidOut(scene, box);
  if (!fields.length) return note(say(scene.lang, scene.numbers.whole(scene.org) ? "board.leaf" : "board.waiting"));
  return drawing(
    "fields",
    box,
    say(scene.lang, "board.map"),
    fields.map((field) => drawn(scene, field)),
    "group",
  );
}

function laidOut(scene: Scene, box: Box): Field[] {
  const top = hierarchy(spot(scene, scene.org, 2), (one) => one.below as Spot[]);
  top.sum((one) => (one.below.length ? 0 : one.size));
  if (!top.children || !top.value) return [];
  top.sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const lay = treemap<Spot>().tile(treemapSquarify).size([box.width, box.height]).paddingInner(3).round(true);
  lay.paddingTop((node) => (node.depth === 1 && node.children ? HEAD_PX : 0));
  return lay(top)
    .descendants()
    .filter((node) => node.depth > 0 && node.x1 > node.x0 && node.y1 > node.y0);
}

function spot(scene: Scene, org: string, depth: number): Spot {
  const below = depth ? scene.numbers.children(org).map((child) => spot(scene, child, depth - 1)) : [];
  const indicator = addsUp(scene) ? scene.indicator.id : HEADS;
  return { org, size: Math.max(0, scene.numbers.value(org, indicator, scene.period) ?? 0), below };
}

function drawn(scene: Scene, field: Field): Piece {
  const one = gist(scene, field.data.org);
  const head = field.depth === 1 && Boolean(field.children);
  const [width, height] = [field.x1 - field.x0, field.y1 - field.y0];
  return s(
    "g",
    {
      class: `field ${one.status ?? ""} ${head ? "head" : ""}`,
      transform: `translate(${field.x0} ${field.y0})`,
      "data-org": one.org,
      "data-list": "map",
      role: "button",
      tabindex: head || field.depth === 1 ? 0 : -1,
      "aria-label": `${one.name} ${one.number}`,
    },
    s("rect", { width, height, rx: head ? 8 : 5 }),
    ...texts(one, width, head ? HEAD_PX : height, head),
  );
}

/** The name and what is reached, where there is room for them. */
function texts(one: Gist, width: number, height: number, head: boolean): Child[] {
  const sign = one.status ? (SIGNS[one.status] ?? "") : "";
  if (height < 16 || width < 26) return [];
  if (head)
    return [
      s("text", { x: 6, y: 14 }, fit(`${sign} ${one.name}`.trim(), width - (width > 150 ? 60 : 12))),
      width > 150 && s("text", { class: "number", x: width - 6, y: 14, "text-anchor": "end" }, one.number),
    ];
  const name = s("text", { x: 5, y: 14 }, fit(`${sign} ${one.name}`.trim(), width - 8));
  return [name, height > 34 && s("text", { class: "number", x: 5, y: 30 }, fit(one.number, width - 8))];
}

/** As much of a text as has room. */
function fit(text: string, width: number): string {
  let room = width;
  let kept = "";
  for (const sign of text) {
    room -= sign > "\u2e80" ? 12 : 7;
    if (room < 0) return kept.length > 1 ? `${kept.slice(0, -1)}…` : "";
    kept += sign;
  }
  return kept;
}
