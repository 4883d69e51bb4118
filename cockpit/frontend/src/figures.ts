/* How a value looks, sign for sign as cockpit/figures.py writes it. */

import { decimal, rounded, shifted, toNumber, written, type Decimal } from "./decimal";
import { label, say, type Lang } from "./words";

export type Tone = "good" | "risk" | "plain";
export type Direction = "higher" | "lower" | "neutral";

export interface Figure {
  readonly figure: string;
  readonly unit: string;
  readonly gap: string;
}

/** A difference to an earlier value; good when it goes the way that it should. */
export interface Change {
  readonly text: string;
  readonly up: boolean;
  readonly tone: Tone;
}

interface Judged {
  readonly unit: string;
  readonly direction: Direction;
}

/** From `start` on, values are divided by ten to the `power` and kept to `decimals`. */
type Scale = readonly [start: number, power: number, decimals: number, name: string];

const MONEY: Record<Lang, readonly Scale[]> = {
  zh: [
    [0, 0, 0, ""],
    [1e4, 4, 2, "万"],
    [1e5, 4, 1, "万"],
    [1e6, 4, 0, "万"],
    [1e8, 8, 2, "亿"],
  ],
  en: [
    [0, 0, 0, ""],
    [1e4, 3, 1, "K"],
    [1e5, 3, 0, "K"],
    [1e6, 6, 2, "M"],
    [1e8, 6, 1, "M"],
    [1e9, 9, 2, "B"],
  ],
};
const COUNT: Record<Lang, readonly Scale[]> = {
  zh: [
    [0, 0, 0, ""],
    [1e5, 4, 1, "万"],
    [1e8, 8, 2, "亿"],
  ],
  en: [
    [0, 0, 0, ""],
    [1e5, 3, 0, "thousand"],
    [1e6, 6, 2, "million"],
    [1e9, 9, 2, "billion"],
  ],
};
const SHORT: Readonly<Record<string, string>> = { thousand: "K", million: "M", billion: "billion" };
const DURATIONS = new Set(["小时", "分", "月"]);
const SHARES = new Set(["%", "百分点"]);
const FLAT = 0.0005;

export const shown = (figure: Figure): string => figure.figure + (figure.unit ? figure.gap : "") + figure.unit;

/** A value in a catalogue unit: 12160000 元 is `1,216 万元` or `¥12.16M`; null is a dash. */
export function figure(value: number | null, unit: string, lang: Lang): Figure {
  if (value === null) return { figure: say(lang, "cell.none"), unit: "", gap: "" };
  if (unit === "%") return { figure: hundredths(value, 1), unit: "%", gap: "" };
  if (unit === "百分点") return pointsFigure(value, lang);
  const [whole = "", one] = unit.split("/");
  const amount = amountFigure(value, whole, lang);
  return one ? { ...amount, unit: `${amount.unit}/${label(lang, "unit", one)}` } : amount;
}

/** A fraction as percent. */
export const percent = (value: number | null, lang: Lang, decimals = 0): string =>
  value === null ? say(lang, "cell.none") : `${hundredths(value, decimals)}%`;

/** A difference of fractions without its sign, in percentage points. */
export const points = (value: number, lang: Lang): string =>
  say(lang, "cell.points", { figure: hundredths(Math.abs(value), 1) });

/** The share of the target reached; null where there is none, or where less is better. */
export function attainment(value: number | null, target: number | null, direction: Direction): number | null {
  return value === null || target === null || target <= 0 || direction !== "higher" ? null : value / target;
}

/** The difference to `base`: points for rates, percent for amounts; null without both or from nothing. */
export function change(value: number | null, base: number | null, indicator: Judged, lang: Lang): Change | null {
  const share = SHARES.has(indicator.unit);
  if (value === null || base === null || (!share && base <= 0)) return null;
  const difference = share ? value - base : value / base - 1;
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "";
  const size = share ? points(difference, lang) : percent(Math.abs(difference), lang, 1);
  return { text: sign + size, up: difference >= 0, tone: tone(difference, indicator.direction) };
}

function tone(difference: number, direction: Direction): Tone {
  if (Math.abs(difference) < FLAT || direction === "neutral") return "plain";
  return difference > 0 === (direction === "higher") ? "good" : "risk";
}

const hundredths = (value: number, decimals: number): string =>
  written(rounded(shifted(decimal(value), 2), decimals), false);

function pointsFigure(value: number, lang: Lang): Figure {
  const text = hundredths(value, 1);
  const unit = lang === "zh" ? "个百分点" : text.replace("−", "") === "1.0" ? "point" : "points";
  return { figure: text, unit, gap: " " };
}

function amountFigure(value: number, unit: string, lang: Lang): Figure {
  if (unit === "元") return moneyFigure(value, lang);
  if (DURATIONS.has(unit)) return mean(value, label(lang, "unit", unit), lang);
  if (lang === "zh") return mean(value, unit, lang);
  const counted = mean(value, "", lang);
  return { figure: counted.figure, unit: SHORT[counted.unit] ?? counted.unit, gap: "" };
}

function moneyFigure(value: number, lang: Lang): Figure {
  const [number, scale] = scaled(decimal(value), MONEY[lang]);
  return lang === "zh"
    ? { figure: written(number), unit: `${scale}元`, gap: " " }
    : { figure: `¥${written(number)}`, unit: scale, gap: "" };
}

/** A count that may be a fraction: two decimals below ten, one below a hundred. */
function mean(value: number, unit: string, lang: Lang): Figure {
  const size = Math.abs(value);
  const decimals = size < 10 ? 2 : size < 100 ? 1 : 0;
  if (decimals) return { figure: written(rounded(decimal(value), decimals)), unit, gap: " " };
  const [number, scale] = scaled(decimal(value), COUNT[lang]);
  return { figure: written(number), unit: lang === "zh" ? scale + unit : `${scale} ${unit}`.trim(), gap: " " };
}

/** The value in its scale: 99,999,500 rounds over the edge of 万 and becomes 1 亿. */
function scaled(value: Decimal, scales: readonly Scale[]): [Decimal, string] {
  for (let at = 0; at < scales.length; at++) {
    const [, power, decimals, name] = scales[at]!;
    const number = rounded(shifted(value, -power), decimals);
    const above = scales[at + 1];
    if (!above || Math.abs(toNumber(shifted(number, power))) < above[0]) return [number, name];
  }
  return [value, ""];
}
