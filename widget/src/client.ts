/** Holds the session, sends what waits and takes in what is said. */

import { Conversation } from "./conversation";
import { Outbox, type Office } from "./outbox";
import { newId, PROTOCOL } from "./protocol";
import type { Ack, Heard, Limits, Person, PersonState, Refusal, Session, Verdict } from "./protocol";
import type { Keep } from "./storage";
import type { Connect, Listener, Wire } from "./wire";

/** idle: not asked for yet; lost: trying again by itself; outdated: this script is too old for the server. */
export type Link = "idle" | "connecting" | "ready" | "lost" | "outdated";

export interface ClientEvents {
  /** Something is to be drawn anew. */
  changed(): void;
  /** An answer has come, not from the history. */
  answered(id: string): void;
  /** A person has come or gone. */
  person(state: PersonState): void;
  /** The session is another one. */
  renewed(reason: "asked" | "erased" | "lost"): void;
  /** Something was refused; a message says so itself, below its own text. */
  refused(refusal: Refusal, message?: string): void;
}

const RETRY_MS = 3_000;
// Another tab that erased or began anew needs a moment to keep its new token.
const SETTLE_MS = 800;

export class Client implements Listener {
  readonly conversation: Conversation;
  link: Link = "idle";
  typing = false;
  person: Person | null = null;
  waitingForPerson = false;
  limits: Limits = { characters: 4_000, per_minute: 20, in_flight: 3 };
  bot: Partial<Session["bot"]> = {};
  readonly #wire: Wire;
  readonly #keep: Keep;
  readonly #events: ClientEvents;
  readonly #unwatch: () => void;
  readonly #outbox: Outbox;
  /** Which conversation this is; the server's token may change within one. */
  #chat: string | undefined;
  /** Counts the sessions asked for: an acknowledgement of an earlier one is out of date. */
  #turn = 0;
  #renewing = false;

  constructor(server: string, keep: Keep, events: ClientEvents, connect: Connect) {
    this.#keep = keep;
    this.#events = events;
    this.conversation = new Conversation(() => events.changed());
    this.#wire = connect(server, this);
    this.#outbox = new Outbox(this.conversation, this.#office());
    this.#unwatch = keep.onOther((chat) => this.#follow(chat));
  }

  start(): void {
    if (this.link !== "idle") return;
    this.#set("connecting");
    this.#wire.connect();
  }

  stop(): void {
    this.#unwatch();
    this.link = "idle";
    this.#wire.disconnect();
  }

  /** Tries at once to connect again. */
  hurry(): void {
    if (this.link === "lost") this.#wire.hurry();
  }

  say(text: string, choice?: string): string {
    const id = newId();
    this.conversation.say(id, text, choice);
    this.start();
    this.#outbox.pump();
    return id;
  }

  retry(id: string): void {
    this.#outbox.retry(id);
  }

  async judge(message: string, verdict: Verdict, comment?: string): Promise<boolean> {
    const before = this.conversation.find(message);
    this.conversation.judge(message, verdict);
    const ack = await this.#ask("feedback", comment ? { message, verdict, comment } : { message, verdict });
    if (ack.ok) return true;
    this.conversation.judge(message, before?.from === "bot" ? before.feedback : null);
    this.#events.refused(ack.error);
    return false;
  }

  /** Another conversation; with `erase`, the old one is deleted on the server. */
  async renew(event: "new_conversation" | "erase"): Promise<boolean> {
    this.#renewing = true;
    const turn = ++this.#turn;
    const ack = await this.#ask<Session>(event, {});
    this.#renewing = false;
    if (!ack.ok) {
      this.#events.refused(ack.error);
      // What was under way may have been taken: sent again, it is known by its id.
      this.conversation.requeue();
      this.#outbox.pump();
      return false;
    }
    this.conversation.clear();
    this.#chat = undefined;
    if (turn === this.#turn) this.#opened(ack, undefined);
    else this.#keep.set({ session: ack.session, chat: newId() });
    this.#events.renewed(event === "erase" ? "erased" : "asked");
    return true;
  }

  connected(): void {
    void this.#open();
  }

  lost(): void {
    this.#turn++;
    this.typing = false;
    if (this.link !== "outdated" && this.link !== "idle") this.#set("lost");
  }

  heard<E extends keyof Heard>(event: E, data: Heard[E]): void {
    if (typeof data !== "object" || data === null) return;
    const hear = this.#hear[event] as (data: Heard[E]) => void;
    hear(data);
  }

  readonly #hear: { [E in keyof Heard]: (data: Heard[E]) => void } = {
    user_said: (message) => this.conversation.heardUser(message),
    bot_uttered: (message) => {
      this.typing = false;
      if (this.conversation.heardBot(message)) this.#events.answered(message.id);
    },
    typing: ({ on }) => {
      this.typing = on;
      this.#events.changed();
    },
    turn_done: ({ reply_to }) => {
      this.typing = false;
      this.conversation.done(reply_to);
      this.#outbox.pump();
    },
    person: (state) => {
      // Nobody came: the answer that says so is enough.
      const late = state.state === "gone" && this.waitingForPerson && !this.person;
      this.person = state.state === "here" ? { name: state.name ?? "" } : null;
      this.waitingForPerson = state.state === "waiting";
      if (!late) this.#events.person(state);
      this.#events.changed();
    },
    session_ended: () => void this.#ended(),
  };

  async #open(): Promise<void> {
    const turn = ++this.#turn;
    if (this.link === "ready") this.#set("connecting");
    const { session, chat } = this.#keep.get();
    const data = session === undefined ? { protocol: PROTOCOL } : { protocol: PROTOCOL, session };
    const ack = await this.#ask<Session>("session_request", data);
    if (turn !== this.#turn) return;
    if (ack.ok) this.#opened(ack, chat);
    else if (ack.error.code === "protocol") this.#set("outdated");
    else setTimeout(() => turn === this.#turn && void this.#open(), (ack.error.retry_after ?? 0) * 1000 || RETRY_MS);
  }

  #opened(session: Session, kept: string | undefined): void {
    const { conversation } = this;
    const chat = (session.restored && kept) || newId();
    const before = this.#chat;
    // Another tab's conversation is taken over as a whole.
    if (session.restored && before !== undefined && before !== chat) conversation.clear();
    const lost = !session.restored && before !== undefined && conversation.items.length > 0;
    if (chat !== before) this.waitingForPerson = false;
    this.#chat = chat;
    this.#keep.set({ session: session.session, chat });
    this.limits = { ...this.limits, ...session.limits };
    this.bot = session.bot;
    this.person = session.person;
    this.typing = false;
    conversation.merge(session);
    conversation.requeue();
    this.#set("ready");
    if (lost) this.#events.renewed("lost");
    this.#outbox.pump();
  }

  /** Another tab has begun another conversation: this one goes with it. */
  #follow(chat: string): void {
    if (this.#renewing || chat === this.#chat || this.link !== "ready") return;
    void this.#open();
  }

  async #ended(): Promise<void> {
    if (this.#renewing) return;
    const ended = this.#chat;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if (this.#chat !== ended || this.link !== "ready") return;
    this.conversation.clear();
    await this.#open();
    this.#events.renewed("erased");
  }

  #office(): Office {
    const client = this;
    return {
      get ready() {
        return client.link === "ready";
      },
      get inFlight() {
        return client.limits.in_flight;
      },
      get turn() {
        return client.#turn;
      },
      ask: (event, data) => this.#ask(event, data),
      reopen: () => void this.#open(),
      reconnect: () => this.#wire.hurry(),
      refused: (refusal, message) => this.#events.refused(refusal, message),
    };
  }

  async #ask<T = object>(event: string, data: object): Promise<Ack<T>> {
    try {
      return await this.#wire.request<T>(event, data);
    } catch {
      return { ok: false, error: { code: "timeout", message: "" } };
    }
  }

  #set(link: Link): void {
    this.link = link;
    this.#events.changed();
  }
}
