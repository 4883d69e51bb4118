import { expect, test } from "vitest";
import { beside, dropped, joined, without } from "../src/comparing";
import type { Place } from "../src/place";

const PLACE: Place = {
  org: "8601",
  indicator: "visits",
  period: "mtd",
  beside: "860101,860102,860103",
  with: "proposals",
};

test("three stand beside; the oldest goes, and nobody stands there twice", () => {
  expect(beside(PLACE, "860104")).toEqual({ beside: "860102,860103,860104" });
  expect(beside(PLACE, "860101")).toEqual({ beside: "860102,860103,860101" });
});

test("an indicator is not joined to itself", () => {
  expect(joined(PLACE, "visits")).toEqual({});
  expect(joined(PLACE, "hc_active")).toEqual({ with: "hc_active" });
});

test("what is taken off is the indicator or one organisation", () => {
  expect(without(PLACE, "proposals")).toEqual({ with: "" });
  expect(without(PLACE, "860102")).toEqual({ beside: "860101,860103" });
});

test("what a drop means goes by the card", () => {
  const [org, indicator] = [{ what: "org", id: "8602" } as const, { what: "indicator", id: "hc_active" } as const];
  expect(dropped(PLACE, org, "trend")).toEqual({ beside: "860102,860103,8602" });
  expect(dropped(PLACE, org, "map")).toEqual({ org: "8602" });
  expect(dropped(PLACE, indicator, "bars")).toEqual({ with: "hc_active" });
  expect(dropped(PLACE, indicator, "ranking")).toEqual({ indicator: "hc_active" });
});
