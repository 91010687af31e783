/** The chat itself: head, messages, field, and what is said about the connection. */

import type { Client } from "../client";
import type { Strings } from "../strings";
import { Composer } from "./composer";
import { Confirm } from "./confirm";
import { byTouch, h } from "./dom";
import { Header, type HeaderActions } from "./header";
import { Log } from "./log";
import type { MessageActions } from "./message";
import { Welcome } from "./welcome";

export interface PanelActions extends MessageActions, Omit<HeaderActions, "erase"> {
  send(text: string): void;
  erase(): void;
}

export interface PanelSetting {
  texts: Strings;
  floating: boolean;
  privacy: string | undefined;
}

const TOAST_MS = 4000;

export class Panel {
  readonly node: HTMLElement;
  readonly #texts: Strings;
  readonly #header: Header;
  readonly #log: Log;
  readonly #welcome: Welcome;
  readonly #composer: Composer;
  readonly #confirm: Confirm;
  readonly #banner: HTMLElement;
  readonly #toast: HTMLElement;
  #toastTimer = 0;

  constructor({ texts, floating, privacy }: PanelSetting, actions: PanelActions) {
    this.#texts = texts;
    this.#confirm = new Confirm(texts, actions.erase);
    this.#header = new Header({ texts, floating, privacy }, { ...actions, erase: () => this.#confirm.open() });
    this.#welcome = new Welcome(texts, actions.send);
    this.#log = new Log(this.#welcome.node, texts, actions);
    this.#composer = new Composer(texts, actions.send);
    this.#banner = h("div", { class: "banner", role: "status" });
    this.#toast = h("div", { class: "toast", role: "status" });
    const role = floating ? { role: "dialog", "aria-labelledby": "title" } : {};
    this.node = h("div", { class: "panel", tabindex: -1, ...role });
    this.node.append(
      this.#header.node,
      this.#banner,
      this.#log.node,
      this.#toast,
      this.#composer.node,
      this.#confirm.node,
    );
    this.node.addEventListener("keydown", (event) => this.#escape(event, actions, floating));
    this.node.addEventListener("pointerdown", (event) => {
      if (!this.#header.contains(event.composedPath()[0])) this.#header.closeMenu(false);
    });
  }

  render(client: Client, online: boolean): void {
    const { conversation, typing, limits, bot } = client;
    this.#composer.limit = limits.characters;
    this.#welcome.render(conversation.items.length > 0, bot.data_as_of);
    this.#log.render(conversation.items, client.link === "ready" && (typing || conversation.waiting) && !client.person);
    this.#header.status = this.#status(client);
    const banner = this.#trouble(client, online);
    if (this.#banner.textContent !== banner) this.#banner.textContent = banner;
    this.#banner.classList.toggle("calm", client.link === "ready");
  }

  /** Where one goes on: the field, or with a finger the chat as a whole. */
  focus(): void {
    (byTouch() ? this.node : this.#composer.field).focus({ preventScroll: true });
  }

  shown(): void {
    this.#log.shown();
  }

  toast(text: string): void {
    clearTimeout(this.#toastTimer);
    this.#toast.textContent = text;
    this.#toastTimer = window.setTimeout(() => (this.#toast.textContent = ""), TOAST_MS);
  }

  #status({ link, person }: Client): string {
    if (link === "connecting") return this.#texts.connecting;
    return person?.name || this.#texts.subtitle;
  }

  #trouble({ link, waitingForPerson }: Client, online: boolean): string {
    const texts = this.#texts;
    if (link === "outdated") return texts.outdated;
    if (!online) return texts.offline;
    if (link === "lost") return texts.reconnecting;
    return waitingForPerson ? texts.personWaiting : "";
  }

  #escape(event: KeyboardEvent, actions: PanelActions, floating: boolean): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (this.#confirm.close() || this.#header.closeMenu(true) || !floating) return;
    actions.close();
  }
}
