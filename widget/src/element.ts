/** <overture-chat>: the chat as an element of the page. */

import { Client } from "./client";
import { unread, type BotItem } from "./conversation";
import type { PersonState, Refusal } from "./protocol";
import { serverOf, sideOf, textsOf } from "./settings";
import { Keep } from "./storage";
import { fill, translated, type Overrides, type Strings } from "./strings";
import styles from "./styles.css?inline";
import { answerText, transcript, transcriptName } from "./transcript";
import { h } from "./view/dom";
import { copied, saved } from "./view/export";
import { Launcher } from "./view/launcher";
import { inWords } from "./view/message";
import { Panel, type PanelActions } from "./view/panel";
import { connectSocket } from "./wire";

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
  #panel: Panel | undefined;
  #client: Client | undefined;
  #keep: Keep | undefined;
  #overrides: Overrides = {};
  #title: string | undefined;
  #texts: Strings = translated();
  #before: HTMLElement | null = null;
  #drawing = false;
  #unlisten = new AbortController();

  connectedCallback(): void {
    this.#root.adoptedStyleSheets = [sharedSheet()];
    this.#keep = new Keep(this.server);
    this.#unlisten = new AbortController();
    const { signal } = this.#unlisten;
    for (const event of ["online", "offline"]) addEventListener(event, () => this.#network(), { signal });
    visualViewport?.addEventListener("resize", () => this.#fit(), { signal });
    this.#build();
    this.#client = new Client(this.server, this.#keep, this.#listener(), connectSocket);
    if (!this.#floating || this.hasAttribute("open")) this.#client.start();
    else if (this.#keep.open) this.#show(false);
    else if (this.#recent()) this.#client.start();
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#unlisten.abort();
    this.#client?.stop();
    this.#client = undefined;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    if (name === "title" && now !== null) {
      // Left in place it would be shown as a tooltip over the whole chat.
      this.#title = now;
      this.removeAttribute("title");
    } else if (name === "title") return;
    if (!this.#client) return;
    if (name === "open") this.#opened(now !== null);
    else this.#build();
    this.#draw();
  }

  /** The address of the server. */
  get server(): string {
    return serverOf(this, OvertureChat.origin);
  }

  /** Texts in the place of the built-in ones; see strings.ts. */
  set strings(overrides: Overrides) {
    this.#overrides = overrides;
    if (!this.#client) return;
    this.#build();
    this.#draw();
  }

  get strings(): Overrides {
    return this.#overrides;
  }

  open(): void {
    this.#show(true);
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
    if (text) this.#send(text);
  }

  newConversation(): Promise<boolean> {
    return this.#client?.renew("new_conversation") ?? Promise.resolve(false);
  }

  /** Whether the server has opened the conversation. */
  get ready(): boolean {
    return this.#client?.link === "ready";
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
    this.#launcher = floating ? new Launcher(this.#texts, () => this.#show(true)) : undefined;
    if (this.#launcher) this.#frame.append(this.#launcher.node);
    this.#panel = undefined;
    this.#root.replaceChildren(this.#frame);
    if (this.#isOpen) this.#unfold();
  }

  /** The chat itself is made when it is first wanted: a page that nobody asks on isn't kept busy. */
  #unfold(): Panel {
    if (this.#panel) return this.#panel;
    const privacy = this.getAttribute("privacy") ?? undefined;
    const panel = new Panel({ texts: this.#texts, floating: this.#floating, privacy }, this.#actions());
    this.#panel = panel;
    this.#frame.append(panel.node);
    this.#fit();
    return panel;
  }

  #actions(): PanelActions {
    return {
      send: (text) => this.#send(text),
      choose: ({ id, title }) => this.#send(title, id),
      retry: (id) => this.#client?.retry(id),
      copy: (item) => void this.#copy(item),
      judge: (id, verdict, comment) => this.#judge(id, verdict, comment),
      fresh: () => void this.newConversation().then((done) => done && this.#panel?.focus()),
      erase: () => void this.#client?.renew("erase").then((done) => done && this.#panel?.focus()),
      download: () => this.#download(),
      widen: () => this.#panel?.node.classList.toggle("wide") ?? false,
      close: () => this.close(),
      hurry: () => this.#client?.hurry(),
    };
  }

  #listener() {
    return {
      changed: () => this.#draw(),
      answered: (id: string) => this.#tell("overture-message", { from: "bot", id }),
      person: (state: PersonState) => this.#person(state),
      renewed: (reason: "asked" | "erased" | "lost") => this.#renewed(reason),
      refused: (refusal: Refusal, message?: string) => {
        this.#tell("overture-error", { code: refusal.code });
        if (message === undefined) this.#panel?.toast(inWords(refusal, this.#texts));
      },
    };
  }

  #send(text: string, choice?: string): void {
    const id = this.#client?.say(text, choice);
    this.#keep?.set({ at: Date.now() });
    if (id !== undefined) this.#tell("overture-message", { from: "user", id });
  }

  async #copy(item: BotItem): Promise<void> {
    const done = await copied(answerText(item, this.#texts), this.#root);
    this.#panel?.toast(done ? this.#texts.copied : this.#texts.notCopied);
  }

  async #judge(id: string, verdict: "up" | "down" | null, comment?: string): Promise<boolean> {
    const kept = (await this.#client?.judge(id, verdict, comment)) ?? false;
    if (kept && comment) this.#panel?.toast(this.#texts.thanks);
    if (kept) this.#tell("overture-feedback", { id, verdict });
    return kept;
  }

  #download(): void {
    const now = new Date();
    saved(transcriptName(now), transcript(this.#client?.conversation.items ?? [], this.#texts, now));
  }

  #person({ state, name }: PersonState): void {
    const texts = this.#texts;
    const said = {
      waiting: texts.personWaiting,
      here: name ? texts.personHere : texts.personHereUnnamed,
      gone: name ? texts.personGone : texts.personGoneUnnamed,
    }[state];
    if (said && state !== "waiting")
      this.#client?.conversation.note(`person-${state}-${Date.now()}`, fill(said, { name: name ?? "" }));
  }

  #renewed(reason: "asked" | "erased" | "lost"): void {
    if (reason === "lost") this.#client?.conversation.note(`began-${Date.now()}`, this.#texts.errors.no_session ?? "");
    else this.#panel?.toast(reason === "erased" ? this.#texts.erased : this.#texts.started);
    this.#tell("overture-conversation", { reason });
  }

  #show(byHand: boolean): void {
    if (byHand && !this.hasAttribute("open")) this.#before = focused();
    this.toggleAttribute("open", true);
    if (byHand) this.#panel?.focus();
  }

  #opened(open: boolean): void {
    if (!this.#floating) return;
    const within = this.#root.activeElement !== null;
    if (open || this.#panel) this.#unfold().node.hidden = !open;
    if (this.#keep) this.#keep.open = open;
    if (open) {
      this.#client?.start();
      this.#unfold().shown();
    } else if (within) {
      this.#draw(true);
      (this.#before?.isConnected && this.#before !== document.body ? this.#before : this.#launcher?.node)?.focus();
    }
    this.#tell(open ? "overture-open" : "overture-close", {});
  }

  #network(): void {
    if (navigator.onLine) this.#client?.hurry();
    this.#draw();
  }

  /** On a phone the keyboard takes half of the page: the chat keeps to the other half. */
  #fit(): void {
    if (!visualViewport || !this.#panel) return;
    const { height, offsetTop, scale } = visualViewport;
    if (scale > 1.01) return;
    this.#panel.node.style.setProperty("--view-height", `${height}px`);
    this.#panel.node.style.setProperty("--view-top", `${offsetTop}px`);
  }

  /** Draws soon, once for all changes of the moment. */
  #draw(now = false): void {
    if (now) return this.#paint();
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      this.#paint();
    });
  }

  #paint(): void {
    if (!this.#client) return;
    this.#frame.dataset.link = this.#client.link;
    this.#panel?.render(this.#client, navigator.onLine);
    const { items } = this.#client.conversation;
    const last = items.findLast(({ from }) => from === "bot");
    if (this.#isOpen && last && this.#keep?.get().seen !== last.id) this.#keep?.set({ seen: last.id, at: Date.now() });
    this.#launcher?.render(this.#isOpen, this.#isOpen ? 0 : unread(items, this.#keep?.get().seen));
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
