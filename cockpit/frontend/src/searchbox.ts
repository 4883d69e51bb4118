/* The field in which one types a name, and what is found below it. */

import { h, made, show } from "./dom";
import type { Found } from "./search";
import { say, type Lang } from "./words";

export class SearchBox {
  readonly element: HTMLElement;
  private readonly field: HTMLInputElement;
  private readonly list = made(h("ol", { class: "founds", hidden: true }));

  constructor(
    private readonly lang: Lang,
    private readonly look: (typed: string) => Found[],
  ) {
    const text = say(lang, "board.search");
    this.field = made<HTMLInputElement>(
      h("input", { type: "search", placeholder: text, "aria-label": text, autocomplete: "off", spellcheck: "false" }),
    );
    this.element = made(h("div", { class: "search" }));
    this.element.append(this.field, this.list);
    this.field.addEventListener("input", () => this.update());
    this.element.addEventListener("click", () => this.close());
    this.element.addEventListener("keydown", (event) => this.press(event));
  }

  private update(): void {
    const all = this.look(this.field.value);
    const rows = all.map(({ what, id, name, more }) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", [`data-${what}`]: id, "data-list": "found" },
          h("i", { class: what }),
          h("span", {}, name),
          h("small", {}, more),
        ),
      ),
    );
    show(this.list, rows.length ? rows : [h("li", { class: "muted" }, say(this.lang, "board.found_none"))]);
    this.list.hidden = !this.field.value.trim();
  }

  private press(event: KeyboardEvent): void {
    event.stopPropagation(); // the board's own keys have no say while one types
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.findIndex((button) => button.matches(":focus"));
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && at < 0) buttons[0]?.click();
    else if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (buttons[at - 1] ?? this.field).focus();
    else return;
    event.preventDefault();
  }

  private close(): void {
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.field.value = "";
    this.field.blur();
  }
}
