/** <overture-chat>: the chat as an element of the page. */

import type { Chat, Host } from "./chat";
import { serverOf, sideOf, textsOf } from "./settings";
import { Keep } from "./storage";
import { translated, type Overrides, type Strings } from "./strings";
import styles from "./styles.css?inline";
import { h } from "./view/dom";
import { Launcher } from "./view/launcher";
import type { PanelSetting } from "./view/panel";

// A conversation of the last half hour is gone on with, and its answers are counted, without a click.
const RECENT_MS = 30 * 60_000;

let sheet: CSSStyleSheet | undefined;

function sharedSheet(): CSSStyleSheet {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(styles);
  return sheet;
}

export class OvertureChat extends HTMLElement {
  /** Where the script came from: the server, unless the page names another. */
  static origin = location.origin;
  static observedAttributes = ["open", "title", "greeting", "lang", "mode", "position", "strings", "privacy"];

  readonly #root = this.attachShadow({ mode: "open" });
  #frame = h("section");
  #launcher: Launcher | undefined;
  #chat: Chat | undefined;
  #coming: Promise<Chat> | undefined;
  #keep: Keep | undefined;
  #overrides: Overrides = {};
  #title: string | undefined;
  #texts: Strings = translated();
  #before: HTMLElement | null = null;
  #unseen = 0;

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sharedSheet()];
    this.#keep = new Keep(this.server);
    this.#build();
    if (this.#isOpen) void this.#wanted();
    else if (this.#keep.open) this.toggleAttribute("open", true);
    else if (this.#recent()) void this.#wanted();
  }

  disconnectedCallback(): void {
    this.#chat?.stop();
    this.#chat = this.#coming = this.#keep = undefined;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    if (name === "title" && now !== null) {
      // Left in place it would be shown as a tooltip over the whole chat.
      this.#title = now;
      this.removeAttribute("title");
    } else if (name === "title") return;
    if (!this.#keep) return;
    if (name === "open") this.#opened(now !== null);
    else this.#build();
  }

  /** The address of the server. */
  get server(): string {
    return serverOf(this, OvertureChat.origin);
  }

  /** Texts in the place of the built-in ones; see strings.ts. */
  set strings(overrides: Overrides) {
    this.#overrides = overrides;
    if (this.#keep) this.#build();
  }

  get strings(): Overrides {
    return this.#overrides;
  }

  open(): void {
    if (!this.hasAttribute("open")) this.#before = focused();
    this.toggleAttribute("open", true);
    void this.#wanted().then((chat) => chat.focus());
  }

  close(): void {
    this.removeAttribute("open");
  }

  toggle(): void {
    if (this.hasAttribute("open")) this.close();
    else this.open();
  }

  /** Opens the chat and asks. */
  ask(question: string): void {
    const text = question.trim();
    this.open();
    if (!this.#floating) this.scrollIntoView({ block: "nearest" });
    if (text) void this.#wanted().then((chat) => chat.send(text));
  }

  async newConversation(): Promise<boolean> {
    const chat = await this.#coming;
    return (await chat?.renew("new_conversation")) ?? false;
  }

  /** Whether the server has opened the conversation. */
  get ready(): boolean {
    return this.#chat?.ready ?? false;
  }

  get #floating(): boolean {
    return this.getAttribute("mode") !== "page";
  }

  get #isOpen(): boolean {
    return !this.#floating || this.hasAttribute("open");
  }

  #recent(): boolean {
    const { session, at = 0 } = this.#keep?.get() ?? {};
    return session !== undefined && Date.now() - at < RECENT_MS;
  }

  /** Everything anew: at the beginning, and when a text or the mode has changed. */
  #build(): void {
    const named = this.#title ? { title: this.#title } : {};
    this.#texts = translated({ ...named, ...textsOf(this), ...this.#overrides });
    const floating = this.#floating;
    const kinds = `root ${floating ? "floating" : "page"} ${sideOf(this)}`;
    const lang = this.getAttribute("lang") || "en";
    this.#frame = h("section", { class: kinds, "aria-label": this.#texts.title, lang });
    this.#launcher = floating ? new Launcher(this.#texts, () => this.open()) : undefined;
    if (this.#launcher) this.#frame.append(this.#launcher.node);
    this.#launcher?.render(this.#isOpen, this.#unseen);
    this.#root.replaceChildren(this.#frame);
    this.#chat?.rebuild(this.#frame, this.#setting());
    if (this.#isOpen) void this.#wanted();
  }

  /** The chat itself comes when it is first wanted: a page that nobody asks on isn't kept busy by it. */
  #wanted(): Promise<Chat> {
    const keep = this.#keep;
    if (!keep) return new Promise(() => undefined);
    return (this.#coming ??= import("./chat").then(({ Chat }) => {
      // Taken off the page meanwhile, and perhaps put back: the later one counts.
      if (keep !== this.#keep) return this.#wanted();
      this.#chat = new Chat(this.#host(keep), this.#frame, this.#setting());
      return this.#chat;
    }));
  }

  #setting(): PanelSetting {
    const privacy = this.getAttribute("privacy") ?? undefined;
    return { texts: this.#texts, floating: this.#floating, privacy };
  }

  #host(keep: Keep): Host {
    const element = this;
    return {
      root: this.#root,
      server: this.server,
      keep,
      get isOpen() {
        return element.#isOpen;
      },
      close: () => this.close(),
      unseen: (count) => this.#count(count),
      tell: (name, detail) => this.#tell(name, detail),
    };
  }

  #opened(open: boolean): void {
    if (!this.#floating) return;
    const within = this.#root.activeElement !== null;
    if (this.#keep) this.#keep.open = open;
    this.#count(open ? 0 : this.#unseen);
    this.#chat?.show(open);
    if (open) void this.#wanted();
    else if (within) this.#giveFocusBack();
    this.#tell(open ? "overture-open" : "overture-close", {});
  }

  #giveFocusBack(): void {
    const before = this.#before?.isConnected && this.#before !== document.body ? this.#before : undefined;
    (before ?? this.#launcher?.node)?.focus();
  }

  #count(unseen: number): void {
    this.#unseen = unseen;
    this.#launcher?.render(this.#isOpen, unseen);
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** What has the focus, be it inside of another component. */
function focused(): HTMLElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : null;
}
