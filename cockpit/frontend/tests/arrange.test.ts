import { expect, test } from "vitest";
import { COLUMNS, kindOf, moved, packed, past, rowsOf, usual, type Item, type Kind } from "../src/arrange";

const TILES = Array.from({ length: 12 }, (_, at) => `indicator${at}`);
const CHARTS = new Set(["bars", "map", "trend", "ranking", "funnel"]);

function clear(items: readonly Item[], kind: Kind): void {
  const taken = new Set<string>();
  for (const { id, x, y, w, h } of items) {
    expect(x >= 0 && x + w <= COLUMNS[kind], `${id} stands within the columns`).toBe(true);
    for (let column = x; column < x + w; column++)
      for (let row = y; row < y + h; row++) {
        expect(taken.has(`${column} ${row}`), `${id} stands alone at ${column} ${row}`).toBe(false);
        taken.add(`${column} ${row}`);
      }
  }
}

test.each(["wall", "tablet", "phone"] as const)("the usual cards of a %s stand beside each other", (kind) => {
  const items = usual(kind, TILES, CHARTS);
  expect(items.length).toBe(17);
  clear(items, kind);
});

test("a wall shows everything in eighteen rows", () => expect(rowsOf(usual("wall", TILES, CHARTS))).toBe(18));

test("whatever is moved anywhere, nothing overlaps and nothing hangs", () => {
  let items = usual("wall", TILES, CHARTS);
  for (let turn = 0; turn < 200; turn++) {
    const item = items[(turn * 7) % items.length]!;
    items = moved(items, { ...item, x: (turn * 5) % (13 - item.w), y: (turn * 11) % 20 });
    clear(items, "wall");
    expect([...packed(items)].sort(byId)).toEqual([...items].sort(byId));
  }
});

test.each(["wall", "tablet", "phone"] as const)("on a %s a step down or up leads past what stands there", (kind) => {
  const items = usual(kind, TILES, CHARTS);
  const near = (a: Item, b: Item): boolean => a.id !== b.id && a.x < b.x + b.w && b.x < a.x + a.w;
  for (const item of items)
    for (const by of [-1, 1]) {
      const after = moved(items, past(items, item, by)).find((one) => one.id === item.id)!;
      const free = !items.some((one) => near(one, item) && Math.sign(one.y - item.y) === by);
      expect(Math.sign(after.y - item.y), `${item.id} by ${by}`).toBe(free ? 0 : by);
    }
});

test("the kind goes by the width", () => expect([1920, 1199, 390].map(kindOf)).toEqual(["wall", "tablet", "phone"]));

const byId = (a: Item, b: Item): number => a.id.localeCompare(b.id);
