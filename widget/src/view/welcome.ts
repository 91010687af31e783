/** What stands before the first message. */

import { dated } from "../dates";
import { markdown } from "../markdown";
import { fill, type Strings } from "../strings";
import { h } from "./dom";

export class Welcome {
  readonly node: HTMLElement;
  readonly #date: HTMLElement;
  readonly #texts: Strings;

  constructor(texts: Strings, ask: (question: string) => void) {
    this.#texts = texts;
    const greeting = h("div", { class: "prose", dir: "auto" });
    greeting.append(markdown(texts.greeting));
    this.#date = h("p", { class: "small", hidden: true });
    const buttons = texts.suggestions.map((question) =>
      h("button", { type: "button", class: "choice", onclick: () => ask(question) }, question),
    );
    const group =
      buttons.length > 0 && h("div", { class: "choices", role: "group", "aria-label": texts.suggested }, ...buttons);
    this.node = h("div", { class: "welcome" }, greeting, this.#date, group);
  }

  render(asked: boolean, dataAsOf: string | undefined): void {
    this.node.classList.toggle("asked", asked);
    this.#date.hidden = !dataAsOf;
    if (dataAsOf) this.#date.textContent = fill(this.#texts.dataAsOf, { date: dated(dataAsOf) });
  }
}
