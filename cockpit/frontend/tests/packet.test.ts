import { expect, test } from "vitest";
import { Column } from "../src/column";
import { after, onward, type Told } from "../src/delta";
import { Numbers } from "../src/numbers";
import { DamageError, sound, unpack } from "../src/packet";
import { bytes, json } from "./written";

type Row = {
  org: string;
  indicator: string;
  period: string;
  value: number | null;
  target: number | null;
  last_year: number | null;
  previous: number | null;
  status: string | null;
  reason: string | null;
};

test("every cell is what the snapshot says, to the last bit", () => {
  const numbers = new Numbers(unpack(bytes("branch.bin")));
  const cells = json("cells.json") as Row[];
  expect(cells.length).toBeGreaterThan(500);
  for (const { org, indicator, period, last_year: lastYear, ...rest } of cells)
    expect(numbers.cell(org, indicator, period), `${org} ${indicator} ${period}`).toMatchObject({ ...rest, lastYear });
});

test("the months of every organisation", () => {
  const numbers = new Numbers(unpack(bytes("trend.bin")));
  const cells = new Numbers(unpack(bytes("branch.bin")));
  const rows = json("trend.json") as { org: string; month: string; value: number | null; target: number | null }[];
  expect(rows.flatMap(({ org }) => org).length).toBeGreaterThan(500);
  for (const { org, ...month } of rows) expect(numbers.months(org, "fyp_regular", cells)).toContainEqual(month);
});

test("the first part says the way down to it", () => {
  const { path, orgs } = unpack(bytes("first.bin")).header;
  expect([path?.map(([org]) => org), orgs.map(([org]) => org)]).toEqual([
    ["86"],
    ["8601", "860101", "860102", "860103"],
  ]);
});

test("the tree: the way down, the children, the levels", () => {
  const numbers = new Numbers(unpack(bytes("branch.bin")));
  expect(numbers.path("86010102")).toEqual(["8601", "860101", "86010102"]);
  expect(numbers.children("8601")).toEqual(["860101", "860102", "860103"]);
  expect(numbers.levels("8601")).toEqual(["sub_branch", "district", "department", "unit"]);
  expect(numbers.ofLevel("860101", "department")).toEqual(["8601010101", "8601010102", "8601010201", "8601010202"]);
  expect(numbers.whole("860101010101")).toBe(true);
  expect(numbers.has("8602")).toBe(false);
});

test("a byte that differs or is missing is damage", () => {
  for (const spoil of [0, 5, 5000]) {
    const body = new Uint8Array(bytes("branch.bin"));
    body[spoil]! ^= 1;
    expect(() => sound(body.buffer)).toThrow(DamageError);
  }
  expect(() => sound(bytes("branch.bin").slice(0, -1))).toThrow(DamageError);
  expect(() => sound(new ArrayBuffer(3))).toThrow(DamageError);
  for (const file of ["branch.bin", "delta.bin"]) sound(bytes(file));
});

test("strays stand beside the body, and what is none is none", () => {
  const column = new Column(
    new Int8Array([-128, -127, 5, -127]),
    100,
    new Int32Array([1, 3]),
    new Float64Array([1e9, 0.125]),
  );
  expect([0, 1, 2, 3, 4].map((node) => column.at(node))).toEqual([null, 1e9, 0.05, 0.125, null]);
});

const told = (numbers: Numbers): void => {
  for (const { org, indicator, period, last_year: lastYear, ...rest } of json("later.json") as Row[])
    expect(numbers.cell(org, indicator, period), `${org} ${indicator} ${period}`).toMatchObject({ ...rest, lastYear });
};

test("after a delta every cell is what the next snapshot says", () => {
  const before = new Numbers(unpack(bytes("branch.bin")));
  const numbers = after(before, unpack<Told>(bytes("delta.bin")));
  expect(numbers.header.version).not.toBe(before.header.version);
  told(numbers);
});

test("turns lead on from the version that is held, in whatever order they lie, and no further", () => {
  const before = new Numbers(unpack(bytes("branch.bin")));
  const { version } = before.header;
  const body = bytes("delta.bin");
  const strange = { from: "another", body };
  told(onward(before, [strange, { from: version, body }]));
  expect(onward(before, [strange]).header.version).toBe(version);
});

test("months stay right until a turn corrects them", () => {
  const before = new Numbers(unpack(bytes("branch.bin")));
  const delta = unpack<Told>(bytes("delta.bin"));
  const numbers = after(before, delta);
  const { corrected } = delta.header;
  const agreed = before.header.indicators.filter((one) => numbers.agree(before.header.version, one));
  expect(corrected.length).toBeGreaterThan(0);
  expect(agreed).toEqual(before.header.indicators.filter((one) => !corrected.includes(one)));
  for (const one of corrected) expect(numbers.agree(numbers.header.version, one)).toBe(true);
  expect(numbers.agree("another", agreed[0]!)).toBe(false);
});
