/** The messages: each is drawn once, new ones are brought into view. */

import type { BotItem, Item } from "../conversation";
import type { Strings } from "../strings";
import { h, unseen } from "./dom";
import { icon } from "./icons";
import { messageView, type MessageActions, type Shown } from "./message";

/** Within so many px of its end the log follows what comes. */
const NEAR = 60;
const GAP = 14;
const MOST_OF_VIEW = 0.4;

export class Log {
  readonly node: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #turns: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #latest: HTMLButtonElement;
  readonly #texts: Strings;
  readonly #actions: MessageActions;
  readonly #shown = new Map<string, Shown>();
  /** What is held in view: the end, one message's beginning, or what the reader has chosen. */
  #hold: "end" | HTMLElement | null = "end";
  #items: readonly Item[] = [];

  constructor(welcome: HTMLElement, texts: Strings, actions: MessageActions) {
    this.#texts = texts;
    this.#actions = actions;
    this.#turns = h("div", { class: "turns" });
    this.#typing = h("div", { class: "typing", hidden: true }, h("i"), h("i"), h("i"), unseen(texts.typing));
    const all = h("div", { class: "all" }, welcome, this.#turns, this.#typing);
    this.#scroller = h("div", { class: "scroller", tabindex: 0, role: "log", "aria-label": texts.log }, all);
    this.#latest = h(
      "button",
      {
        type: "button",
        class: "latest",
        "aria-label": texts.latest,
        title: texts.latest,
        hidden: true,
        onclick: () => this.toEnd(),
      },
      icon("arrow"),
    );
    this.node = h("div", { class: "log" }, this.#scroller, this.#latest);
    this.#watch(all);
  }

  /** Draws the messages as they are now. */
  render(items: readonly Item[], typing: boolean): void {
    this.#typing.hidden = !typing;
    if (items !== this.#items) this.#draw(items);
    this.#keep(true);
  }

  toEnd(): void {
    this.#hold = "end";
    this.#keep(true);
    this.#scroller.focus({ preventScroll: true });
  }

  /** After having been hidden, when nothing could be measured. */
  shown(): void {
    if (this.#hold === "end") this.#keep(false);
  }

  #draw(items: readonly Item[]): void {
    const fresh = items.filter(({ id }) => !this.#shown.has(id));
    const anew = this.#shown.size === 0;
    const stay = new Set(items.map(({ id }) => id));
    for (const [id, { node }] of this.#shown) if (!stay.has(id)) (node.remove(), this.#shown.delete(id));
    items.forEach((item, index) => this.#place(item, index));
    this.#items = items;
    if (fresh.length) this.#follow(fresh, anew);
  }

  #place(item: Item, index: number): void {
    const known = this.#shown.get(item.id);
    known?.update(item);
    const view = known ?? messageView(item, this.#texts, this.#actions);
    if (!known) this.#shown.set(item.id, view);
    const there = this.#turns.children[index];
    if (there !== view.node) this.#turns.insertBefore(view.node, there ?? null);
  }

  /** Own words bring the end into view; an answer its beginning, unless the reader is elsewhere. */
  #follow(fresh: readonly Item[], anew: boolean): void {
    if (anew || fresh.some(({ from }) => from === "user")) this.#hold = "end";
    else if (this.#hold === "end")
      this.#hold = this.#question(fresh.find((item): item is BotItem => item.from === "bot")) ?? "end";
    this.#latest.hidden = this.#hold !== null;
  }

  /** The question stands over its answer, unless it would fill the view by itself. */
  #question(answer: BotItem | undefined): HTMLElement | undefined {
    const said = answer && this.#shown.get(answer.id)?.node;
    const asked = answer && this.#shown.get(answer.reply_to ?? "")?.node;
    return asked && asked.offsetHeight < this.#scroller.clientHeight * MOST_OF_VIEW ? asked : said;
  }

  #keep(smooth: boolean): void {
    if (this.#hold === null) return;
    const { scrollHeight, clientHeight } = this.#scroller;
    const end = scrollHeight - clientHeight;
    const top = this.#hold === "end" ? end : Math.min(end, this.#hold.offsetTop - GAP);
    if (Math.abs(top - this.#scroller.scrollTop) < 1) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#scroller.scrollTo({ top, behavior: smooth && !still ? "smooth" : "instant" });
  }

  #watch(all: HTMLElement): void {
    // The reader takes over with the first move of their own.
    const free = () => (this.#hold = null);
    for (const move of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      this.#scroller.addEventListener(move, free, { passive: true });
    }
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    if (typeof ResizeObserver !== "undefined") new ResizeObserver(() => this.#keep(false)).observe(all);
  }

  #scrolled(): void {
    const { scrollHeight, clientHeight, scrollTop } = this.#scroller;
    const near = scrollHeight - clientHeight - scrollTop < NEAR;
    if (near && this.#hold === null) this.#hold = "end";
    this.#latest.hidden = near || this.#hold === "end";
  }
}
