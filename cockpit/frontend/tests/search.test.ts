import { expect, test } from "vitest";
import { Catalogue, type Words } from "../src/catalogue";
import { Numbers } from "../src/numbers";
import { unpack } from "../src/packet";
import { found } from "../src/search";
import { bytes, json } from "./written";

const numbers = new Numbers(unpack(bytes("branch.bin")));
const catalogue = new Catalogue(json("catalogue.json") as Words);

test.each([
  ["snqjbf", "fyp_regular"],
  ["首年期交", "fyp_regular"],
  ["customer vis", "visits"],
  ["jczz", "860101"],
  ["binhai sub", "860102"],
])("%s leads to %s", (typed, id) => expect(found(typed, numbers, catalogue, "zh").map((one) => one.id)).toContain(id));

test("nothing typed, nothing found", () => {
  expect(found("  ", numbers, catalogue, "zh")).toEqual([]);
  expect(found("zzzz", numbers, catalogue, "en")).toEqual([]);
});
