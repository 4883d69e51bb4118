import { expect, test } from "vitest";
import { address, read, same } from "../src/place";

test("an address says the place, and keeps what else it says", () => {
  const place = { org: "8601", indicator: "visits", period: "qtd", beside: "860102,860103", with: "hc_active" };
  const said = address(place, "?lang=en&org=86");
  expect(said).toContain("lang=en");
  expect(same(read(said, "86"), place)).toBe(true);
});

test("what is not said, or makes no sense, is the first", () => {
  expect(read("?period=week", "8601")).toEqual({
    org: "8601",
    indicator: "fyp_regular",
    period: "mtd",
    beside: "",
    with: "",
  });
});
