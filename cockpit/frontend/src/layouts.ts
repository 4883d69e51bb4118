/* How a person arranged the cards, kept on the device for every kind of terminal, or taken from a link. */

import { COLUMNS, packed, usual, type Item, type Kind } from "./arrange";
import { forget, recalled, remember } from "./taste";

const WORD = "layout";

/** The layouts of a person. */
export class Layouts {
  constructor(private readonly user: string) {}

  /** The cards of a kind of terminal: as the person left them, as the link says, or as usual. */
  of(kind: Kind, tiles: readonly string[], shown: ReadonlySet<string>): Item[] {
    const known = usual(kind, tiles, shown);
    const kept = linked(kind) ?? read(recalled(this.name(kind)) ?? "");
    return kept ? joined(kind, kept, known) : known;
  }

  keep(kind: Kind, items: readonly Item[]): void {
    unlink();
    remember(this.name(kind), written(items));
  }

  forget(kind: Kind): void {
    unlink();
    forget(this.name(kind));
  }

  private name(kind: Kind): string {
    return `daybreak.${WORD}.${this.user}.${kind}`;
  }
}

/** The address that shows a place as it is arranged here. */
export function shared(kind: Kind, items: readonly Item[]): string {
  const asked = new URLSearchParams(location.search);
  asked.set(WORD, `${kind}~${written(items)}`);
  return `${location.pathname}?${asked}`;
}

/** From now on the person's own layout counts. */
function unlink(): void {
  const asked = new URLSearchParams(location.search);
  if (!asked.has(WORD)) return;
  asked.delete(WORD);
  history.replaceState(history.state, "", `${location.pathname}?${asked}`);
}

function linked(kind: Kind): Item[] | null {
  const [of, words = ""] = (new URLSearchParams(location.search).get(WORD) ?? "").split("~");
  return of === kind ? read(words) : null;
}

/** The kept places of the cards that there are; those that the layout does not know stand below. */
function joined(kind: Kind, kept: readonly Item[], known: readonly Item[]): Item[] {
  const there = new Set(known.map((item) => item.id));
  const fits = kept.filter(({ id, x, w }) => there.has(id) && x >= 0 && w > 0 && x + w <= COLUMNS[kind]);
  const placed = new Set(fits.map((item) => item.id));
  const late = known.filter((item) => !placed.has(item.id)).map((item) => ({ ...item, y: item.y + 200 }));
  return packed([...fits, ...late]);
}

const written = (items: readonly Item[]): string =>
  items.map(({ id, x, y, w, h }) => [id, x, y, w, h].join(".")).join(",");

function read(words: string): Item[] | null {
  const items = words.split(",").map((word) => {
    const [id = "", ...numbers] = word.split(".");
    const [x = NaN, y = NaN, w = NaN, h = NaN] = numbers.map(Number);
    return { id, x, y, w, h };
  });
  return items.every(({ x, y, w, h }) => [x, y, w, h].every(Number.isInteger)) ? items : null;
}
