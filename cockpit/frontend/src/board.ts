/* The board: draws what is held of a place, and goes where one points. */

import type { Item } from "./arrange";
import { Arranging } from "./arranging";
import { Carry, type Load } from "./carry";
import type { Catalogue } from "./catalogue";
import { chart, charts, type Told } from "./charts";
import type { Context } from "./context";
import { h, made, show } from "./dom";
import { focusAfter, focusBefore } from "./focus";
import type { Hold } from "./hold";
import { Layouts, shared } from "./layouts";
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
const MOST_BESIDE = 3;
const TILE = "tile:";
const RISE = "daybreak.rise";

export class Board {
  place: Place;
  note = "";
  live = false;
  private items: Item[] = [];
  private level = "";
  private campaign = "";
  private readonly lead = made(h("div", { class: "lead" }));
  private readonly switches = made(h("div", { class: "switches" }));
  private readonly layouts: Layouts;
  private redUp = recalled(RISE) === "red";
  isArranging = false;
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
    this.carry = new Carry(this.element, (load, card) => this.drop(load, card));
    this.element.classList.toggle("red-up", this.redUp);
  }

  get lang(): Lang {
    return this.context.lang;
  }

  /** Go to a place: the address says so, and the next frame shows it. */
  go(change: Partial<Place>): void {
    const place = { ...this.place, ...change };
    if (same(place, this.place)) return;
    this.show(place);
    afterPaint(() => history.pushState({ board: true }, "", address(place, location.search)));
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
    return scene !== null && this.hold.months(scene.numbers, scene.indicator.id) !== null;
  }

  /** Say that the server cannot be reached. */
  away(): void {
    const numbers = this.hold.numbers(this.place.org);
    this.note = say(this.lang, "board.absent", { day: numbers?.header.as_of ?? "" });
  }

  /** Let an organisation stand beside the one that is shown, or no longer. */
  beside(org: string, on: boolean): void {
    const others = this.place.beside.split(",").filter((one) => one && one !== org);
    this.go({ beside: (on ? [...others, org].slice(-MOST_BESIDE) : others).join(",") });
  }

  /** What was carried is let go over a card. */
  drop({ what, id }: Load, card: string): void {
    if (what === "indicator") this.go({ indicator: id });
    else if (card === "trend") this.beside(id, true);
    else this.go({ org: id });
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

  draw(): void {
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
    const held = focusBefore(this.element);
    this.arrangeFor(scene);
    for (const item of this.items) this.fill(scene, item);
    focusAfter(this.element, held);
  }

  private show(place: Place): void {
    this.place = place;
    this.draw();
    this.went(place);
  }

  private scene(): Scene | null {
    const numbers = this.hold.numbers(this.place.org);
    const indicator = this.catalogue.get(this.place.indicator) ?? this.catalogue.leading[0];
    if (!numbers || !indicator) return null;
    return { lang: this.lang, numbers, org: this.place.org, indicator, period: this.place.period };
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
    const [head, body] = chart(item.id, this.charted(scene), this.surface.inside(item));
    show(card.head, head);
    show(card.body, [body]);
  }

  private charted(scene: Scene): Told {
    const months = this.hold.months(scene.numbers, scene.indicator.id);
    const beside = this.place.beside.split(",").filter(Boolean);
    return { scene, catalogue: this.catalogue, months, beside, level: this.level, campaign: this.campaign };
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
