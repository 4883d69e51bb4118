import { expect, test } from "vitest";
import { change, figure, percent, shown, type Direction } from "../src/figures";
import type { Lang } from "../src/words";
import { json } from "./written";

type Told = {
  figure: [number | null, string, Lang, object, string][];
  percent: [number | null, Lang, number, string][];
  change: [number | null, number | null, string, Direction, Lang, object | null][];
};
const told = json("figures.json") as Told;

test("figures are those of the pages", () => {
  expect(told.figure.length).toBeGreaterThan(1000);
  for (const [value, unit, lang, parts, text] of told.figure) {
    const made = figure(value, unit, lang);
    expect([shown(made), made.figure, made.unit], `${value} ${unit} ${lang}`).toEqual([
      text,
      (parts as typeof made).figure,
      (parts as typeof made).unit,
    ]);
  }
});

test("percents are those of the pages", () => {
  for (const [value, lang, decimals, text] of told.percent)
    expect(percent(value, lang, decimals), `${value}`).toBe(text);
});

test("changes are those of the pages", () => {
  expect(told.change.length).toBeGreaterThan(1000);
  for (const [value, base, unit, direction, lang, made] of told.change)
    expect(change(value, base, { unit, direction }, lang), `${value} ${base} ${unit} ${direction} ${lang}`).toEqual(
      made,
    );
});
