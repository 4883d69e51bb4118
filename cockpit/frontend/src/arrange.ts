/* Where the cards stand: a grid of columns and rows that is packed upwards, as gridstack packs it. */

export interface Item {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Kind = "wall" | "tablet" | "phone";
export const COLUMNS: Readonly<Record<Kind, number>> = { wall: 12, tablet: 6, phone: 2 };
const TILE: Readonly<Record<Kind, readonly [w: number, h: number]>> = { wall: [2, 3], tablet: [2, 3], phone: [1, 3] };
const CHARTS: Readonly<Record<Kind, readonly Item[]>> = {
  wall: [
    { id: "bars", x: 0, y: 6, w: 4, h: 12 },
    { id: "map", x: 4, y: 6, w: 5, h: 6 },
    { id: "trend", x: 4, y: 12, w: 5, h: 6 },
    { id: "ranking", x: 9, y: 6, w: 3, h: 6 },
    { id: "funnel", x: 9, y: 12, w: 3, h: 6 },
  ],
  tablet: [
    { id: "bars", x: 0, y: 12, w: 3, h: 8 },
    { id: "ranking", x: 3, y: 12, w: 3, h: 8 },
    { id: "map", x: 0, y: 20, w: 6, h: 7 },
    { id: "trend", x: 0, y: 27, w: 3, h: 7 },
    { id: "funnel", x: 3, y: 27, w: 3, h: 7 },
  ],
  phone: [
    { id: "bars", x: 0, y: 6, w: 2, h: 8 },
    { id: "trend", x: 0, y: 14, w: 2, h: 6 },
    { id: "ranking", x: 0, y: 20, w: 2, h: 8 },
    { id: "map", x: 0, y: 28, w: 2, h: 7 },
    { id: "funnel", x: 0, y: 35, w: 2, h: 7 },
  ],
};
export const ROWS = 18;
const WIDE = 1200;
const MIDDLE = 700;

export const kindOf = (width: number): Kind => (width >= WIDE ? "wall" : width >= MIDDLE ? "tablet" : "phone");

/** How the cards stand before anybody moves them; on a phone four tiles, then the bars, then the rest. */
export function usual(kind: Kind, tiles: readonly string[], shown: ReadonlySet<string>): Item[] {
  const [w, h] = TILE[kind];
  const across = COLUMNS[kind] / w;
  const placed = tiles.map((id, at) => ({
    id: `tile:${id}`,
    x: (at % across) * w,
    y: Math.floor(at / across) * h,
    w,
    h,
  }));
  const charts = CHARTS[kind].filter((item) => shown.has(item.id));
  const ahead = kind === "phone" ? 4 : placed.length;
  const late = placed.slice(ahead).map((item) => ({ ...item, y: item.y + 100 }));
  return packed([...placed.slice(0, ahead), ...charts, ...late]);
}

/** The cards with one of them put elsewhere: what stands there makes room, and everything moves up. */
export function moved(items: readonly Item[], put: Item): Item[] {
  const others = items.filter((item) => item.id !== put.id);
  return packed([put, ...others], put.id);
}

/** An item on the other side of what stands next above it (-1) or below it (1), where there is anything. */
export function past(items: readonly Item[], item: Item, by: number): Item {
  const near = items.filter((one) => one.id !== item.id && one.x < item.x + item.w && item.x < one.x + one.w);
  const [above] = near.filter((one) => one.y < item.y).sort((a, b) => b.y + b.h - a.y - a.h);
  const [below] = near.filter((one) => one.y > item.y).sort((a, b) => a.y - b.y);
  if (by < 0) return { ...item, y: above?.y ?? item.y };
  return { ...item, y: below ? below.y + 1 : item.y };
}

/** Everything as high as it can stand, in the order of rows; `first` takes its place before the others of its row. */
export function packed(items: readonly Item[], first = ""): Item[] {
  const order = [...items].sort((a, b) => a.y - b.y || Number(b.id === first) - Number(a.id === first) || a.x - b.x);
  const placed: Item[] = [];
  for (const item of order) placed.push(raised(placed, item));
  return placed;
}

function raised(placed: readonly Item[], item: Item): Item {
  let free = { ...item };
  while (placed.some((one) => overlap(one, free))) free = { ...free, y: free.y + 1 };
  while (free.y > 0 && !placed.some((one) => overlap(one, { ...free, y: free.y - 1 })))
    free = { ...free, y: free.y - 1 };
  return free;
}

const overlap = (a: Item, b: Item): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

export const rowsOf = (items: readonly Item[]): number => Math.max(0, ...items.map((item) => item.y + item.h));
