/** The head of the chat: its name, how it stands, and what else can be done. */

import type { Strings } from "../strings";
import { h } from "./dom";
import { icon, type Icon } from "./icons";

export interface HeaderActions {
  fresh(): void;
  download(): void;
  erase(): void;
  widen(): boolean;
  close(): void;
}

export interface HeaderSetting {
  texts: Strings;
  /** Whether it can be closed and made wider: not where it fills a page. */
  floating: boolean;
  privacy: string | undefined;
}

export class Header {
  readonly node: HTMLElement;
  readonly #status: HTMLElement;
  readonly #menu: HTMLElement;
  readonly #more: HTMLButtonElement;

  constructor({ texts, floating, privacy }: HeaderSetting, actions: HeaderActions) {
    this.#status = h("p", { class: "sub" });
    this.#menu = h("div", {
      class: "menu",
      id: "menu",
      hidden: true,
      onkeydown: (event: KeyboardEvent) => this.#arrows(event),
    });
    this.#menu.append(
      this.#entry("fresh", texts.newConversation, actions.fresh),
      this.#entry("download", texts.download, actions.download),
      this.#entry("erase", texts.erase, actions.erase),
    );
    if (privacy)
      this.#menu.append(
        h("a", { class: "entry", href: privacy, target: "_blank", rel: "noopener" }, icon("lock"), texts.privacy),
      );
    this.#more = iconButton("more", texts.menu, () => this.#toggle());
    this.#more.setAttribute("aria-expanded", "false");
    this.#more.setAttribute("aria-controls", "menu");
    const names = h("div", { class: "names" }, h("h2", { id: "title" }, texts.title), this.#status);
    const tools = h(
      "div",
      { class: "head-tools" },
      this.#more,
      ...(floating ? floatingTools(texts, actions) : []),
      this.#menu,
    );
    tools.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !tools.contains(event.relatedTarget as Node)) this.closeMenu(false);
    });
    this.node = h("header", { class: "head" }, h("span", { class: "logo" }, icon("mark")), names, tools);
  }

  set status(text: string) {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  /** Closes the menu if it is open; true if it was. */
  closeMenu(focus: boolean): boolean {
    if (this.#menu.hidden) return false;
    this.#menu.hidden = true;
    this.#more.setAttribute("aria-expanded", "false");
    if (focus) this.#more.focus();
    return true;
  }

  contains(node: EventTarget | undefined): boolean {
    return node instanceof Node && (this.#menu.contains(node) || this.#more.contains(node));
  }

  #toggle(): void {
    if (this.closeMenu(true)) return;
    this.#menu.hidden = false;
    this.#more.setAttribute("aria-expanded", "true");
    (this.#menu.firstElementChild as HTMLElement | null)?.focus();
  }

  #entry(name: Icon, text: string, act: () => void): HTMLElement {
    const press = () => {
      this.closeMenu(true);
      act();
    };
    return h("button", { type: "button", class: "entry", onclick: press }, icon(name), text);
  }

  #arrows(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const entries = [...this.#menu.children] as HTMLElement[];
    const at = entries.indexOf(event.target as HTMLElement);
    entries.at((at + step) % entries.length)?.focus();
  }
}

function floatingTools(texts: Strings, actions: HeaderActions): HTMLElement[] {
  const widen = iconButton("widen", texts.widen, () => {
    const label = actions.widen() ? texts.narrow : texts.widen;
    widen.setAttribute("aria-label", label);
    widen.title = label;
  });
  widen.classList.add("widen");
  return [widen, iconButton("close", texts.close, actions.close)];
}

function iconButton(name: Icon, label: string, onclick: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick }, icon(name));
}
