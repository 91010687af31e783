/** The round button that opens the chat, with a mark for what hasn't been seen. */

import { fill, type Strings } from "../strings";
import { h } from "./dom";
import { icon } from "./icons";

const MOST_SHOWN = 9;

export class Launcher {
  readonly node: HTMLButtonElement;
  readonly #texts: Strings;
  #unread: number | undefined;

  constructor(texts: Strings, open: () => void) {
    this.#texts = texts;
    this.node = h("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: open });
  }

  render(isOpen: boolean, unread: number): void {
    this.node.hidden = isOpen;
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.node.setAttribute("aria-label", unread ? fill(this.#texts.openUnread, { count: unread }) : this.#texts.open);
    const shown = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
    const mark = unread ? [h("span", { class: "badge", "aria-hidden": "true" }, shown)] : [];
    this.node.replaceChildren(icon("chat"), ...mark);
  }
}
