/* Thirteen months of an indicator as bars against the target; the running month is lighter. */

import { s, type Child, type Piece } from "../dom";
import { figure, shown } from "../figures";
import type { Month } from "../numbers";
import type { Scene } from "../rank";
import { say } from "../words";
import type { Box } from "./bars";
import { note } from "./marks";
import { ticks } from "./ticks";

/** The months of one organisation; the first of several is drawn as bars, the others as lines. */
export interface Series {
  readonly name: string;
  readonly months: readonly Month[];
}

const PAD = { top: 26, right: 10, bottom: 22 };
const LETTER_PX = 8;
const THIN = 0.62;

interface Scale {
  x(at: number): number;
  y(value: number): number;
  step: number;
  marks: number[];
  left: number;
}

export function trend(scene: Scene, box: Box, series: readonly Series[]): Piece {
  const months = series[0]?.months ?? [];
  const known = series
    .flatMap((one) => one.months.flatMap(({ value, target }) => [value, target]))
    .filter((value) => value !== null);
  if (!known.length) return note(say(scene.lang, "board.no_months"));
  const scale = scaled(scene, box, known, months.length);
  return s(
    "svg",
    {
      class: "months",
      width: box.width,
      height: box.height,
      viewBox: `0 0 ${box.width} ${box.height}`,
      role: "img",
      "aria-label": `${scene.indicator.names[scene.lang]} ${say(scene.lang, "board.trend")}`,
    },
    ...axis(scene, box, scale),
    ...months.map((month, at) => column(scene, scale, box, month, at, months.length)),
    target(scale, months),
    ...series.slice(1).map((one, at) =>
      s("polyline", {
        class: `beside beside${at}`,
        points: points(
          scale,
          one.months.map((month) => month.value),
        ),
      }),
    ),
    ...legend(scene, scale, series),
  );
}

function scaled(scene: Scene, box: Box, known: readonly number[], count: number): Scale {
  const low = Math.min(0, ...known);
  const high = Math.max(...known, low + 1e-9);
  const marks = ticks(low, high * 1.04);
  const texts = marks.map((mark) => written(scene, mark));
  const left = LETTER_PX * Math.max(...texts.map((text) => wide(text))) + 10;
  const step = (box.width - left - PAD.right) / Math.max(1, count);
  const top = Math.max(high * 1.06, marks.at(-1) ?? high);
  const bottom = box.height - PAD.bottom;
  return {
    step,
    marks,
    left,
    x: (at) => left + step * (at + 0.5),
    y: (value) => bottom - ((value - low) / (top - low)) * (bottom - PAD.top),
  };
}

const written = (scene: Scene, value: number): string =>
  shown(figure(value, scene.indicator.unit.split("/")[0]!, scene.lang));
const wide = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 1.6 : 0.95), 0);

function axis(scene: Scene, box: Box, scale: Scale): Child[] {
  return scale.marks.flatMap((mark) => [
    s("line", { class: "grid", x1: scale.left, x2: box.width - PAD.right, y1: scale.y(mark), y2: scale.y(mark) }),
    s("text", { class: "tick", x: scale.left - 8, y: scale.y(mark) + 4, "text-anchor": "end" }, written(scene, mark)),
  ]);
}

/** A month: its bar, its name below, and its figure above while a pointer is over it. */
function column(scene: Scene, scale: Scale, box: Box, { month, value }: Month, at: number, count: number): Piece {
  const thin = scale.step * THIN;
  const zero = scale.y(0);
  const top = value === null ? zero : scale.y(value);
  const named = (count - 1 - at) % (scale.step < 34 ? 3 : 2) === 0;
  return s(
    "g",
    { class: at === count - 1 ? "month now" : "month" },
    s("rect", { class: "hit", x: scale.x(at) - scale.step / 2, y: 0, width: scale.step, height: box.height }),
    s("rect", {
      class: "column",
      x: scale.x(at) - thin / 2,
      y: Math.min(top, zero),
      width: thin,
      height: Math.abs(zero - top),
      rx: Math.min(5, thin / 4),
    }),
    named &&
      s(
        "text",
        { class: "tick", x: scale.x(at), y: box.height - 5, "text-anchor": "middle" },
        monthName(month, scene.lang),
      ),
    s(
      "text",
      {
        class: "over",
        x: Math.min(Math.max(scale.x(at), scale.left + 30), box.width - 40),
        y: Math.max(14, top - 7),
        "text-anchor": "middle",
      },
      shown(figure(value, scene.indicator.unit, scene.lang)),
    ),
  );
}

function monthName(month: string, lang: string): string {
  const number = Number(month.slice(5, 7));
  if (lang === "zh") return `${number}月`;
  return new Date(2000, number - 1, 1).toLocaleString("en", { month: "short" });
}

function target(scale: Scale, months: readonly Month[]): Piece | null {
  const path = points(
    scale,
    months.map((month) => month.target),
  );
  return path ? s("polyline", { class: "target", points: path }) : null;
}

function points(scale: Scale, values: readonly (number | null)[]): string {
  return values
    .map((value, at) => (value === null ? "" : `${scale.x(at).toFixed(1)},${scale.y(value).toFixed(1)}`))
    .filter(Boolean)
    .join(" ");
}

function legend(scene: Scene, scale: Scale, series: readonly Series[]): Child[] {
  const planned = series[0]!.months.some((month) => month.target !== null);
  const words: [string, string][] = [["column", series.length > 1 ? series[0]!.name : say(scene.lang, "chart.actual")]];
  if (planned) words.push(["target", say(scene.lang, "chart.target")]);
  series.slice(1).forEach((one, at) => words.push([`beside beside${at}`, one.name]));
  let x = scale.left;
  return words.flatMap(([cls, text]) => {
    const at = x;
    x += 40 + wide(text) * LETTER_PX;
    return [
      s("line", { class: `key ${cls}`, x1: at, x2: at + 16, y1: 9, y2: 9 }),
      s("text", { class: "tick", x: at + 22, y: 13 }, text),
    ];
  });
}
