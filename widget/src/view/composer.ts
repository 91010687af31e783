/** Where one writes. */

import { fill, type Strings } from "../strings";
import { h } from "./dom";
import { icon } from "./icons";

/** The number of characters left is shown for the last tenth. */
const SHOWN_FROM = 0.9;
const TALLEST = 140;

export class Composer {
  readonly node: HTMLFormElement;
  readonly field: HTMLTextAreaElement;
  readonly #count: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #texts: Strings;
  #limit = Infinity;

  constructor(texts: Strings, send: (text: string) => void) {
    this.#texts = texts;
    this.field = h("textarea", {
      rows: 1,
      "aria-label": texts.write,
      placeholder: texts.write,
      enterkeyhint: "send",
      autocomplete: "off",
      oninput: () => this.#typed(),
      onkeydown: (event: KeyboardEvent) => this.#key(event),
    });
    this.#count = h("p", { class: "count", role: "status" });
    this.#button = h(
      "button",
      { type: "submit", class: "send", "aria-label": texts.send, title: texts.send },
      icon("send"),
    );
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      const text = this.field.value.trim();
      if (!text || text.length > this.#limit) return;
      this.field.value = "";
      this.#typed();
      send(text);
    };
    this.node = h(
      "form",
      { class: "composer", onsubmit: submit },
      h("div", { class: "box" }, this.field, this.#button),
      this.#count,
    );
    this.#typed();
  }

  set limit(characters: number) {
    if (characters === this.#limit) return;
    this.#limit = characters;
    this.#typed();
  }

  #key(event: KeyboardEvent): void {
    // Enter that ends the choosing of a Chinese or Japanese word doesn't send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.node.requestSubmit();
  }

  #typed(): void {
    const { length } = this.field.value.trim();
    const left = this.#limit - length;
    const near = length > this.#limit * SHOWN_FROM;
    const { tooLong, charactersLeft } = this.#texts;
    const said = fill(left < 0 ? tooLong : charactersLeft, { count: Math.abs(left).toLocaleString("en-US") });
    this.#count.textContent = near ? said : "";
    this.#count.classList.toggle("over", left < 0);
    this.#button.disabled = length === 0 || left < 0;
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
  }
}
