/** What is behind the launcher: panel and connection, made when they are first wanted. */

import { Client } from "./client";
import { unread, type BotItem } from "./conversation";
import type { PersonState, Refusal } from "./protocol";
import type { Keep } from "./storage";
import { fill, type Strings } from "./strings";
import { answerText, transcript, transcriptName } from "./transcript";
import { copied, saved } from "./view/export";
import { inWords } from "./view/message";
import { Panel, type PanelActions, type PanelSetting } from "./view/panel";
import { connectSocket } from "./wire";

/** What the chat needs of its element. */
export interface Host {
  readonly root: ShadowRoot;
  readonly server: string;
  readonly keep: Keep;
  readonly isOpen: boolean;
  close(): void;
  /** Says how many answers have not been seen. */
  unseen(count: number): void;
  /** Tells the page by an event. */
  tell(name: string, detail: object): void;
}

export class Chat {
  readonly #host: Host;
  readonly #client: Client;
  #frame: HTMLElement;
  #panel: Panel;
  #texts: Strings;
  #drawing = false;
  readonly #unlisten = new AbortController();

  constructor(host: Host, frame: HTMLElement, setting: PanelSetting) {
    this.#host = host;
    this.#frame = frame;
    this.#texts = setting.texts;
    this.#panel = this.#put(setting);
    this.#client = new Client(host.server, host.keep, this.#listener(), connectSocket);
    const { signal } = this.#unlisten;
    for (const event of ["online", "offline"]) addEventListener(event, () => this.#network(), { signal });
    visualViewport?.addEventListener("resize", () => this.#fit(), { signal });
    this.#client.start();
    this.#draw();
  }

  stop(): void {
    this.#unlisten.abort();
    this.#client.stop();
  }

  /** Draws everything anew, with other texts or in another mode. */
  rebuild(frame: HTMLElement, setting: PanelSetting): void {
    this.#frame = frame;
    this.#texts = setting.texts;
    this.#panel = this.#put(setting);
    this.#draw();
  }

  get ready(): boolean {
    return this.#client.link === "ready";
  }

  /** Shows or hides the panel. */
  show(open: boolean): void {
    this.#panel.node.hidden = !open;
    if (open) this.#panel.shown();
    this.#paint();
  }

  focus(): void {
    this.#panel.focus();
  }

  send(text: string, choice?: string): void {
    const id = this.#client.say(text, choice);
    this.#host.keep.set({ at: Date.now() });
    this.#host.tell("overture-message", { from: "user", id });
  }

  async renew(event: "new_conversation" | "erase"): Promise<boolean> {
    const done = await this.#client.renew(event);
    if (done && this.#host.isOpen) this.#panel.focus();
    return done;
  }

  #put(setting: PanelSetting): Panel {
    const panel = new Panel(setting, this.#actions());
    panel.node.hidden = !this.#host.isOpen;
    this.#frame.append(panel.node);
    this.#fit(panel);
    return panel;
  }

  #actions(): PanelActions {
    return {
      send: (text) => this.send(text),
      choose: ({ id, title }) => this.send(title, id),
      retry: (id) => this.#client.retry(id),
      copy: (item) => void this.#copy(item),
      judge: (id, verdict, comment) => this.#judge(id, verdict, comment),
      fresh: () => void this.renew("new_conversation"),
      erase: () => void this.renew("erase"),
      download: () => this.#download(),
      widen: () => this.#panel.node.classList.toggle("wide"),
      close: () => this.#host.close(),
    };
  }

  #listener() {
    return {
      changed: () => this.#draw(),
      answered: (id: string) => this.#host.tell("overture-message", { from: "bot", id }),
      person: (state: PersonState) => this.#person(state),
      renewed: (reason: "asked" | "erased" | "lost") => this.#renewed(reason),
      refused: (refusal: Refusal, message?: string) => {
        this.#host.tell("overture-error", { code: refusal.code });
        if (message === undefined) this.#panel.toast(inWords(refusal, this.#texts));
      },
    };
  }

  async #copy(item: BotItem): Promise<void> {
    const done = await copied(answerText(item, this.#texts), this.#host.root);
    this.#panel.toast(done ? this.#texts.copied : this.#texts.notCopied);
  }

  async #judge(id: string, verdict: "up" | "down" | null, comment?: string): Promise<boolean> {
    const kept = await this.#client.judge(id, verdict, comment);
    if (kept && comment) this.#panel.toast(this.#texts.thanks);
    if (kept) this.#host.tell("overture-feedback", { id, verdict });
    return kept;
  }

  #download(): void {
    const now = new Date();
    saved(transcriptName(now), transcript(this.#client.conversation.items, this.#texts, now));
  }

  #person({ state, name }: PersonState): void {
    const { personHere, personHereUnnamed, personGone, personGoneUnnamed } = this.#texts;
    if (state === "waiting") return;
    const [named, unnamed] = state === "here" ? [personHere, personHereUnnamed] : [personGone, personGoneUnnamed];
    const said = name ? fill(named, { name }) : unnamed;
    this.#client.conversation.note(`person-${state}-${Date.now()}`, said);
  }

  #renewed(reason: "asked" | "erased" | "lost"): void {
    const { errors, erased, started } = this.#texts;
    if (reason === "lost") this.#client.conversation.note(`began-${Date.now()}`, errors.no_session ?? "");
    else this.#panel.toast(reason === "erased" ? erased : started);
    this.#host.tell("overture-conversation", { reason });
  }

  #network(): void {
    if (navigator.onLine) this.#client.hurry();
    this.#draw();
  }

  /** On a phone the keyboard takes half of the page: the chat keeps to the other half. */
  #fit(panel = this.#panel): void {
    if (!visualViewport || visualViewport.scale > 1.01) return;
    panel.node.style.setProperty("--view-height", `${visualViewport.height}px`);
    panel.node.style.setProperty("--view-top", `${visualViewport.offsetTop}px`);
  }

  /** Draws soon, once for all changes of the moment. */
  #draw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      this.#paint();
    });
  }

  #paint(): void {
    const { keep, isOpen } = this.#host;
    const { items } = this.#client.conversation;
    this.#frame.dataset.link = this.#client.link;
    this.#panel.render(this.#client, navigator.onLine);
    const last = items.findLast(({ from }) => from === "bot");
    if (isOpen && last && keep.get().seen !== last.id) keep.set({ seen: last.id, at: Date.now() });
    this.#host.unseen(isOpen ? 0 : unread(items, keep.get().seen));
  }
}
