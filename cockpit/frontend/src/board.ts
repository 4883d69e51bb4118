/* The board: draws what is held of a place, and goes where one points. */

import type { Item } from "./arrange";
import { Arranging } from "./arranging";
import type { Going } from "./carousel";
import { Carry, type Load } from "./carry";
import type { Catalogue } from "./catalogue";
import { chart, charts, type Told } from "./charts";
import { dropped, others } from "./comparing";
import type { Context } from "./context";
import { h, made, show } from "./dom";
import { focusAfter, focusBefore } from "./focus";
import type { Hold } from "./hold";
import { Layouts, shared } from "./layouts";
import type { Numbers } from "./numbers";
import { address, read, same, type Place } from "./place";
import type { Scene } from "./rank";
import { found } from "./search";
import { SearchBox } from "./searchbox";
import { stepsTo } from "./steps";
import { Surface } from "./surface";
import { recalled, remember } from "./taste";
import { lead, periods, switches, type Switches } from "./top";
import { note } from "./views/marks";
import { tile } from "./views/tile";
import { label, say, type Lang } from "./words";

const BOTTOM_PX = 14;
const TILE = "tile:";
const LATER = new Set(["map", "ranking", "trend"]);
const RISE = "daybreak.rise";

export class Board {
  place: Place;
  note = "";
  live = false;
  private items: Item[] = [];
  private drawn = 0;
  private level = "";
  private campaign = "";
  private readonly lead = made(h("div", { class: "lead" }));
  private readonly switches = made(h("div", { class: "switches" }));
  private readonly layouts: Layouts;
  private redUp = recalled(RISE) === "red";
  isArranging = false;
  going: Going = "still";
  readonly arranging: Arranging;
  readonly carry: Carry;
  readonly surface = new Surface(made(h("div", { class: "cards" })));
  readonly element: HTMLElement;

  constructor(
    readonly context: Context,
    private readonly catalogue: Catalogue,
    private readonly hold: Hold,
    private readonly went: (place: Place) => void,
  ) {
    this.place = read(location.search, context.org);
    this.layouts = new Layouts(context.user);
    this.arranging = new Arranging(this.surface, {
      items: () => this.items,
      put: (items, done) => this.put(items, done),
    });
    const search = new SearchBox(context.lang, (typed) => this.found(typed));
    const head = made(h("header", { class: "head" }));
    head.append(this.lead, made(h("span", { class: "stretch" })), search.element, this.switches);
    this.element = made(h("main", { class: `board ${context.lang} ${context.embedded ? "within" : "alone"}` }));
    this.element.append(head, this.surface.host);
    this.carry = new Carry(this.element, (load, card) => this.go(dropped(this.place, load, card)));
    this.element.classList.toggle("red-up", this.redUp);
  }

  get lang(): Lang {
    return this.context.lang;
  }

  /** Go to a place: the address says so, and the next frame shows it; a step that is not kept is none to come back to. */
  go(change: Partial<Place>, kept = true): void {
    const place = { ...this.place, ...change };
    if (same(place, this.place)) return;
    this.show(place);
    afterPaint(() => {
      const to = address(place, location.search);
      if (kept) history.pushState({ board: true }, "", to);
      else history.replaceState(history.state, "", to);
    });
  }

  /** Show the place of the address, as the back button leaves it. */
  return(): void {
    this.show(read(location.search, this.context.org));
  }

  up(): void {
    const steps = stepsTo(this.hold, this.context.org, this.place.org, this.lang);
    const above = steps.at(-2);
    if (above) this.go({ org: above.org });
  }

  /** Whether the months are held that belong to what is shown. */
  get complete(): boolean {
    const scene = this.scene();
    if (!scene) return false;
    const shown = [scene.indicator, scene.other].filter((one) => one !== null);
    return shown.every((one) => this.hold.months(scene.numbers, one.id) !== null);
  }

  /** Say that the server cannot be reached. */
  away(): void {
    const numbers = this.hold.numbers(this.place.org);
    this.note = say(this.lang, "board.absent", { day: numbers?.header.as_of ?? "" });
  }

  choose(what: "level" | "campaign", word: string): void {
    this[what] = word;
    this.draw();
  }

  /** Let the cards be moved, or stay. */
  arrange(on: boolean): void {
    this.isArranging = on;
    this.element.classList.toggle("arranging", on);
    this.draw();
    this.surface.label(on, (id) => this.nameOf(id));
  }

  reset(): void {
    this.layouts.forget(this.surface.kind);
    this.draw();
  }

  /** Put the layout into the address, and the address where one can paste it from. */
  share(): void {
    history.replaceState(history.state, "", shared(this.surface.kind, this.items));
    void navigator.clipboard?.writeText(location.href).catch(() => undefined);
  }

  /** Let red stand for up, or green. */
  turn(): void {
    const redUp = !this.redUp;
    remember(RISE, redUp ? "red" : "green");
    this.element.classList.toggle("red-up", redUp);
    this.redUp = redUp;
    this.draw();
  }

  /** Where the cards stand depends on the room; ask anew when it changes. */
  resize(): void {
    const zoom = this.surface.zoom;
    this.element.style.zoom = String(zoom);
    const from = this.surface.host.getBoundingClientRect().top + window.scrollY;
    this.surface.measure((window.innerHeight - from) / zoom - BOTTOM_PX);
    this.draw();
  }

  /** Draw everything; after a step the cards that say least of it come a frame later than the others. */
  draw(step = false): void {
    const scene = this.scene();
    show(
      this.lead,
      lead(
        this.lang,
        scene ? stepsTo(this.hold, this.context.org, this.place.org, this.lang) : [],
        Boolean(this.context.embedded),
      ),
    );
    show(this.switches, [...switches(this.told(scene)), periods(this.lang, this.place.period)]);
    if (!scene) {
      this.surface.clear();
      show(this.surface.host, [note(say(this.lang, "board.waiting"))]);
      return;
    }
    this.arrangeFor(scene);
    const later = step ? this.items.filter(({ id }) => LATER.has(id)) : [];
    this.fillAll(
      scene,
      this.items.filter((item) => !later.includes(item)),
    );
    this.fillLater(scene, later);
  }

  private show(place: Place): void {
    this.place = place;
    this.draw(true);
    this.went(place);
  }

  /** Draw some cards; whoever is at one of them by the keyboard stays there. */
  private fillAll(scene: Scene, items: readonly Item[]): void {
    const held = focusBefore(this.element);
    for (const item of items) this.fill(scene, item);
    focusAfter(this.element, held);
  }

  /** Draw the rest once the first cards are on the screen, unless all is drawn anew before; until then it is hidden. */
  private fillLater(scene: Scene, items: readonly Item[]): void {
    const drawn = ++this.drawn;
    for (const item of items) this.surface.busy(item.id, true);
    if (items.length) afterPaint(() => drawn === this.drawn && this.fillAll(scene, items));
  }

  private scene(): Scene | null {
    const numbers = this.hold.numbers(this.place.org);
    const indicator = this.catalogue.get(this.place.indicator) ?? this.catalogue.leading[0];
    if (!numbers || !indicator) return null;
    const other = this.place.with === indicator.id ? null : (this.catalogue.get(this.place.with) ?? null);
    return { lang: this.lang, numbers, org: this.place.org, indicator, other, period: this.place.period };
  }

  private told(scene: Scene | null): Switches {
    return {
      lang: this.lang,
      asOf: scene?.numbers.header.as_of ?? "",
      live: this.live,
      note: this.note,
      embedded: Boolean(this.context.embedded),
      redUp: this.redUp,
      arranging: this.isArranging,
      going: this.going,
    };
  }

  private arrangeFor(scene: Scene): void {
    const tiles = this.catalogue.leading.map((one) => one.id);
    this.items = this.layouts.of(this.surface.kind, tiles, charts(scene.numbers));
    this.surface.place(this.items);
  }

  private put(items: Item[], done: boolean): void {
    this.items = items;
    this.surface.place(items);
    if (!done) return;
    this.layouts.keep(this.surface.kind, items);
    this.draw();
  }

  private found(typed: string): ReturnType<typeof found> {
    const numbers = this.hold.numbers(this.context.org);
    return numbers ? found(typed, numbers, this.catalogue, this.lang) : [];
  }

  private fill(scene: Scene, item: Item): void {
    const card = this.surface.cards.get(item.id)!;
    if (item.id.startsWith(TILE)) {
      const indicator = this.catalogue.get(item.id.slice(TILE.length))!;
      card.box.classList.toggle("on", indicator.id === scene.indicator.id);
      show(card.body, [tile(scene, indicator)]);
      return;
    }
    this.surface.busy(item.id, false);
    const [head, body] = chart(item.id, this.charted(scene), this.surface.inside(item));
    show(card.head, head);
    show(card.body, [body]);
  }

  private charted(scene: Scene): Told {
    const { catalogue, level, campaign } = this;
    const months = (indicator: string): Numbers | null => this.hold.months(scene.numbers, indicator);
    return { scene, catalogue, months, beside: others(this.place), level, campaign };
  }

  named(what: Load["what"], id: string): string {
    if (what === "indicator") return this.catalogue.get(id)?.names[this.lang] ?? id;
    return this.hold.numbers(id)?.org(id).names[this.lang] ?? id;
  }

  private nameOf(id: string): string {
    if (id.startsWith(TILE)) return this.catalogue.get(id.slice(TILE.length))?.names[this.lang] ?? id;
    return label(this.lang, "board", id);
  }
}

/** The address takes milliseconds to change: the picture first. */
const afterPaint = (what: () => void): void => {
  requestAnimationFrame(() => setTimeout(what));
};
