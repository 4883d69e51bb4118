/* Thirteen months of an indicator as bars against the target; the running month is lighter. */

import { s, type Child, type Piece } from "../dom";
import { figure, shown } from "../figures";
import type { Month } from "../numbers";
import type { Scene } from "../rank";
import { say } from "../words";
import { key, type Key, KEY_PX, legend, wide } from "./legend";
import { type Box, drawing, note } from "./marks";
import { ticks } from "./ticks";

/** The months of one organisation; the first of several is drawn as bars, the others as lines. */
export interface Series {
  readonly name: string;
  readonly months: readonly Month[];
}

const PAD = { top: 8, right: 10, bottom: 22 };
const THIN = 0.62;
/** A line whose values lie closer together than this share of the highest is shown from near its lowest on. */
const CLOSE = 0.35;

/** A scale of values: its round numbers and where they stand. */
interface Axis {
  readonly unit: string;
  readonly marks: readonly number[];
  /** The room that its texts take. */
  readonly room: number;
  y(value: number): number;
}

/** Where the months stand. */
interface Across {
  readonly left: number;
  readonly right: number;
  readonly step: number;
  x(at: number): number;
}

/** `other`: the months of the scene's other indicator, drawn as a line against a scale of its own on the right. */
export function trend(scene: Scene, box: Box, series: readonly Series[], other: readonly Month[]): Piece {
  const months = series[0]?.months ?? [];
  const known = values(series.flatMap((one) => one.months.flatMap(({ value, target }) => [value, target])));
  if (!known.length) return note(say(scene.lang, "board.no_months"));
  const keys = keyed(scene, series, other.length > 0);
  const rows = legend(keys, box.width);
  const top = PAD.top + KEY_PX * (rows.at(-1)!.row + 1);
  const own = axis(scene, box, top, scene.indicator.unit, [0, ...known]);
  const lines = values(other.map(({ value }) => value));
  const second = scene.other && lines.length ? axis(scene, box, top, scene.other.unit, based(lines)) : null;
  const across = spread(box, own, second, months.length);
  return drawing("months", box, told(scene, series, other), [
    ...grid(scene, across, own),
    ...(second ? beyond(scene, across, second) : []),
    ...months.map((month, at) => column(scene, across, own, box, month, at, months.length)),
    line(
      "target",
      across,
      own,
      months.map(({ target }) => target),
    ),
    ...series.slice(1).map((one, at) => line(`beside beside${at}`, across, own, one.months.map(valueOf))),
    ...(second ? dotted(across, second, other.map(valueOf)) : []),
    ...rows.flatMap(key),
  ]);
}

const valueOf = ({ value }: Month): number | null => value;
const values = (all: readonly (number | null)[]): number[] => all.filter((value) => value !== null);

/** Values and the base on which they stand: nought, or near the lowest where they are close together. */
function based(all: readonly number[]): number[] {
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const close = low > 0 && high - low < CLOSE * high;
  return [close ? low - (high - low) / 2 : 0, ...all];
}

/** The months in words. */
function told({ lang, indicator, other: with_ }: Scene, series: readonly Series[], other: readonly Month[]): string {
  const all = (name: string, unit: string, months: readonly Month[]): string =>
    `${name}: ${months.map(({ month, value }) => `${month.slice(0, 7)} ${shown(figure(value, unit, lang))}`).join(", ")}`;
  const own = series.map(({ name, months }) => all(`${name} ${indicator.names[lang]}`, indicator.unit, months));
  return [...own, ...(with_ && other.length ? [all(with_.names[lang], with_.unit, other)] : [])].join("; ");
}

function axis(scene: Scene, box: Box, from: number, unit: string, known: readonly number[]): Axis {
  const low = Math.min(...known);
  const high = Math.max(...known, low + 1e-9);
  const marks = ticks(low, high + 0.04 * (high - low));
  const top = Math.max(high + 0.06 * (high - low), marks.at(-1) ?? high);
  const bottom = box.height - PAD.bottom;
  return {
    unit,
    marks,
    room: Math.max(...marks.map((mark) => wide(written(scene, unit, mark)))) + 10,
    y: (value) => bottom - ((value - low) / (top - low)) * (bottom - from),
  };
}

function spread(box: Box, own: Axis, second: Axis | null, count: number): Across {
  const [left, right] = [own.room, box.width - (second ? second.room : PAD.right)];
  const step = (right - left) / Math.max(1, count);
  return { left, right, step, x: (at) => left + step * (at + 0.5) };
}

const written = (scene: Scene, unit: string, value: number): string =>
  shown(figure(value, unit.split("/")[0]!, scene.lang));

function grid(scene: Scene, { left, right }: Across, own: Axis): Child[] {
  return own.marks.flatMap((mark) => [
    s("line", { class: "grid", x1: left, x2: right, y1: own.y(mark), y2: own.y(mark) }),
    s("text", { class: "tick", x: left - 8, y: own.y(mark) + 4, "text-anchor": "end" }, written(scene, own.unit, mark)),
  ]);
}

/** The scale on the right. */
const beyond = (scene: Scene, { right }: Across, second: Axis): Child[] =>
  second.marks.map((mark) =>
    s("text", { class: "tick other", x: right + 8, y: second.y(mark) + 4 }, written(scene, second.unit, mark)),
  );

/** A month: its bar, its name below, and its figure above while a pointer is over it. */
function column(
  scene: Scene,
  across: Across,
  own: Axis,
  box: Box,
  { month, value }: Month,
  at: number,
  count: number,
): Piece {
  const thin = across.step * THIN;
  const zero = own.y(0);
  const top = value === null ? zero : own.y(value);
  const named = (count - 1 - at) % (across.step < 34 ? 3 : 2) === 0;
  return s(
    "g",
    { class: at === count - 1 ? "month now" : "month" },
    s("rect", { class: "hit", x: across.x(at) - across.step / 2, y: 0, width: across.step, height: box.height }),
    s("rect", {
      class: "column",
      x: across.x(at) - thin / 2,
      y: Math.min(top, zero),
      width: thin,
      height: Math.abs(zero - top),
      rx: Math.min(5, thin / 4),
    }),
    named &&
      s(
        "text",
        { class: "tick", x: across.x(at), y: box.height - 5, "text-anchor": "middle" },
        monthName(month, scene.lang),
      ),
    s(
      "text",
      {
        class: "over",
        x: Math.min(Math.max(across.x(at), across.left + 30), box.width - 40),
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

/** A line through the months of which there is a value. */
function line(name: string, across: Across, { y }: Axis, all: readonly (number | null)[]): Piece | null {
  const known = all.map((value, at) => (value === null ? "" : `${across.x(at).toFixed(1)},${y(value).toFixed(1)}`));
  const points = known.filter(Boolean).join(" ");
  return points ? s("polyline", { class: name, points }) : null;
}

/** A line with a dot a month: told from the others by shape too. */
function dotted(across: Across, second: Axis, all: readonly (number | null)[]): Child[] {
  const dots = all.map(
    (value, at) => value !== null && s("circle", { class: "other", cx: across.x(at), cy: second.y(value), r: 3.5 }),
  );
  return [line("other", across, second, all), ...dots];
}

/** What the colours mean. */
function keyed({ lang, other }: Scene, series: readonly Series[], with_: boolean): Key[] {
  const [first, ...beside] = series;
  const planned = first!.months.some((month) => month.target !== null);
  return [
    { name: "column", text: beside.length ? first!.name : say(lang, "chart.actual") },
    ...(planned ? [{ name: "target", text: say(lang, "chart.target") }] : []),
    ...beside.map(({ name }, at) => ({ name: `beside beside${at}`, text: name })),
    ...(other && with_ ? [{ name: "other", text: say(lang, "board.right", { name: other.names[lang] }) }] : []),
  ];
}
