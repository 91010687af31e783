/** Asks before something is lost. */

import type { Strings } from "../strings";
import { h } from "./dom";

export class Confirm {
  readonly node: HTMLElement;
  readonly #no: HTMLButtonElement;
  #before: HTMLElement | null = null;

  constructor(texts: Strings, erase: () => void) {
    this.#no = h("button", { type: "button", class: "plain", onclick: () => this.close() }, texts.eraseNo);
    const yes = h(
      "button",
      { type: "button", class: "danger", onclick: () => (this.close(), erase()) },
      texts.eraseYes,
    );
    const text = h("p", { id: "erase-text" }, texts.eraseAsk);
    const box = h(
      "div",
      {
        class: "confirm-box",
        role: "alertdialog",
        "aria-modal": "true",
        "aria-label": texts.erase,
        "aria-describedby": "erase-text",
      },
      text,
      h("div", { class: "row" }, this.#no, yes),
    );
    box.addEventListener("keydown", (event) => this.#keys(event, [this.#no, yes]));
    this.node = h("div", { class: "confirm", hidden: true }, box);
  }

  open(): void {
    this.#before = (this.node.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    this.node.hidden = false;
    this.#no.focus();
  }

  /** Closes it if it is open; true if it was. */
  close(): boolean {
    if (this.node.hidden) return false;
    this.node.hidden = true;
    this.#before?.focus();
    return true;
  }

  /** While it asks, Tab stays with its two buttons. */
  #keys(event: KeyboardEvent, buttons: HTMLButtonElement[]): void {
    if (event.key !== "Tab") return;
    event.preventDefault();
    const other = buttons.find((button) => button !== event.target);
    other?.focus();
  }
}
