/* The board: draws what is held of a place, and goes where one points. */

import { usual, type Item } from "./arrange";
import type { Catalogue } from "./catalogue";
import type { Context } from "./context";
import { h, made, show, type Child, type Piece } from "./dom";
import { focusAfter, focusBefore } from "./focus";
import type { Hold } from "./hold";
import type { Numbers } from "./numbers";
import { address, read, same, type Place } from "./place";
import type { Scene } from "./rank";
import { Surface } from "./surface";
import { top, type Step } from "./top";
import { bars } from "./views/bars";
import { funnel } from "./views/funnel";
import { addsUp, map } from "./views/map";
import { note, segments } from "./views/marks";
import { count, levelOf, ranking } from "./views/ranking";
import { tile } from "./views/tile";
import { trend } from "./views/trend";
import { label, say, type Lang } from "./words";

const BOTTOM_PX = 14;

export class Board {
  place: Place;
  note = "";
  live = false;
  private items: Item[] = [];
  private level = "";
  private campaign = "";
  private readonly bar = made(h("header", { class: "head" }));
  readonly surface = new Surface(made(h("div", { class: "cards" })));
  readonly element: HTMLElement;

  constructor(
    readonly context: Context,
    private readonly catalogue: Catalogue,
    private readonly hold: Hold,
    private readonly went: (place: Place) => void,
  ) {
    this.place = read(location.search, context.org);
    this.element = made(h("main", { class: `board ${context.lang} ${context.embedded ? "within" : "alone"}` }));
    this.element.append(this.bar, this.surface.host);
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
    const steps = this.steps();
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

  choose(what: "level" | "campaign", word: string): void {
    this[what] = word;
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
    show(this.bar, top(this.told(scene)));
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
    const indicator = this.catalogue.get(this.place.indicator) ?? this.catalogue.leading()[0];
    if (!numbers || !indicator) return null;
    return { lang: this.lang, numbers, org: this.place.org, indicator, period: this.place.period };
  }

  private told(scene: Scene | null): Parameters<typeof top>[0] {
    return {
      lang: this.lang,
      steps: scene ? this.steps() : [],
      period: this.place.period,
      asOf: scene?.numbers.header.as_of ?? "",
      live: this.live,
      note: this.note,
      embedded: Boolean(this.context.embedded),
    };
  }

  /** The way down to here, from the top of what may be seen. */
  private steps(): Step[] {
    const numbers = this.hold.numbers(this.place.org);
    if (!numbers) return [];
    const root = this.hold.numbers(this.context.org);
    const above =
      root && root !== numbers && root.has(numbers.header.org)
        ? root
            .path(numbers.header.org)
            .slice(0, -1)
            .map((org) => this.step(root, org))
        : this.aboveOf(numbers);
    return [...above, ...numbers.path(this.place.org).map((org) => this.step(numbers, org))];
  }

  private aboveOf(numbers: Numbers): Step[] {
    const { path = [], levels } = numbers.header;
    return path.map(([org, zh, en, level]) => ({
      org,
      name: this.lang === "zh" ? zh : en,
      level: label(this.lang, "level", levels[level] ?? ""),
    }));
  }

  private step(numbers: Numbers, id: string): Step {
    const { names, level } = numbers.org(id);
    return { org: id, name: names[this.lang], level: label(this.lang, "level", level) };
  }

  private arrangeFor(scene: Scene): void {
    const shown = new Set([
      "bars",
      "map",
      "trend",
      "ranking",
      ...(scene.numbers.header.funnels?.length ? ["funnel"] : []),
    ]);
    this.items = usual(
      this.surface.kind,
      this.catalogue.leading().map((one) => one.id),
      shown,
    );
    this.surface.place(this.items);
  }

  private fill(scene: Scene, item: Item): void {
    const card = this.surface.cards.get(item.id)!;
    if (item.id.startsWith("tile:")) {
      const indicator = this.catalogue.get(item.id.slice(5))!;
      card.box.classList.toggle("on", indicator.id === scene.indicator.id);
      show(card.body, [tile(scene, indicator)]);
      return;
    }
    const [head, body] = this.view(scene, item);
    show(card.head, head);
    show(card.body, [body]);
  }

  /** Title and content of a chart. */
  private view(scene: Scene, item: Item): [Child[], Piece] {
    const box = this.surface.inside(item);
    const name = scene.indicator.names[this.lang];
    if (item.id === "bars") return [[title(say(this.lang, "board.bars"), name)], bars(scene, box)];
    if (item.id === "map")
      return [
        [title(say(this.lang, "board.map"), say(this.lang, addsUp(scene) ? "board.map_hint" : "board.map_even"))],
        map(scene, box),
      ];
    if (item.id === "trend") return [[title(say(this.lang, "board.trend"), name)], this.months(scene, item)];
    if (item.id === "funnel") return this.funnel(scene, item);
    const level = levelOf(scene, this.level);
    const levels = scene.numbers.levels(scene.org).map((one) => [one, label(this.lang, "level", one)] as const);
    return [
      [
        title(say(this.lang, "board.ranking"), count(scene, level)),
        ...(levels.length > 1 ? [segments("level", level, levels, say(this.lang, "board.ranking"))] : []),
      ],
      ranking(scene, box, level),
    ];
  }

  private months(scene: Scene, item: Item): Piece {
    const held = this.hold.months(scene.numbers, scene.indicator.id);
    if (!held) return note(say(this.lang, "board.waiting"));
    const series = {
      name: scene.numbers.org(scene.org).names[this.lang],
      months: held.months(scene.org, scene.indicator.id, scene.numbers),
    };
    return trend(scene, this.surface.inside(item), [series]);
  }

  private funnel(scene: Scene, item: Item): [Child[], Piece] {
    const all = scene.numbers.header.funnels ?? [];
    const reached = all.find((one) => one.campaign === this.campaign) ?? all[0]!;
    const campaign = this.catalogue.campaign(reached.campaign)!;
    const names = all.map(
      (one) => [one.campaign, this.catalogue.campaign(one.campaign)?.[this.lang] ?? one.campaign] as const,
    );
    const head = [title(campaign[this.lang], reached.month.slice(0, 7))];
    if (names.length > 1) head.push(segments("campaign", reached.campaign, names, campaign[this.lang]));
    return [head, funnel(scene, this.surface.inside(item), campaign, reached)];
  }
}

/** The address takes milliseconds to change: the picture first. */
const afterPaint = (what: () => void): void => {
  requestAnimationFrame(() => setTimeout(what));
};

const title = (text: string, more: string): Piece => h("h3", {}, text, more && h("small", {}, more));
