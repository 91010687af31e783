/** What has been said, in order, without DOM and without network. */

import type { BotMessage, Refusal, Session, Told, UserMessage, Verdict } from "./protocol";

/** queued: not yet with the server; sending: no acknowledgement yet; sent: taken; failed: refused. */
export type Delivery = "queued" | "sending" | "sent" | "failed";

export interface UserItem extends UserMessage {
  from: "user";
  delivery: Delivery;
  /** Taken or under way, and not all of the answer is here. */
  waiting: boolean;
  /** The choice that it stands for. */
  choice?: string;
  failure?: Refusal;
}

export interface BotItem extends BotMessage {
  from: "bot";
  feedback: Verdict;
  /** The id of the choice that was taken here. */
  taken?: string;
  /** Something was said after it: its choices are over. */
  spent?: boolean;
}

/** A line between messages: a person has come, a conversation has begun. */
export interface NoteItem {
  from: "note";
  id: string;
  text: string;
}

export type Item = UserItem | BotItem | NoteItem;

export class Conversation {
  items: Item[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void = () => undefined) {
    this.#changed = changed;
  }

  /** Something typed or chosen here; it waits until it is taken out by `next`. */
  say(id: string, text: string, choice?: string): void {
    if (choice !== undefined) this.#take(choice);
    const item: UserItem = { from: "user", id, text, at: now(), delivery: "queued", waiting: true };
    this.#add(choice === undefined ? item : { ...item, choice });
  }

  /** Something said in another window. */
  heardUser(message: UserMessage): void {
    if (this.find(message.id)) return;
    this.#add({ from: "user", ...message, delivery: "sent", waiting: true });
  }

  /** An answer; one that stands here already is replaced. False if it was known. */
  heardBot(message: BotMessage): boolean {
    const known = this.find(message.id);
    const item: BotItem = { feedback: null, ...known, ...message, from: "bot" };
    if (known) this.#replace(item);
    else this.#insert(item);
    return !known;
  }

  /** A line at the end of what has been said. */
  note(id: string, text: string): void {
    this.#insert({ from: "note", id, text });
  }

  /** All of the answer to a message is here. */
  done(id: string): void {
    this.change(id, { waiting: false });
  }

  /** The message to be sent next, if fewer than `inFlight` are in work. */
  next(inFlight: number): UserItem | undefined {
    const users = this.#users();
    const working = users.filter((item) => item.waiting && (item.delivery === "sending" || item.delivery === "sent"));
    return working.length < inFlight ? users.find((item) => item.delivery === "queued") : undefined;
  }

  /** After a connection was lost: what has no whole answer is sent again, under its id. */
  requeue(): void {
    for (const item of this.#users()) {
      if (item.delivery !== "failed" && item.waiting) this.change(item.id, { delivery: "queued" });
    }
  }

  /** Whether an answer is being waited for. */
  get waiting(): boolean {
    return this.#users().some((item) => item.waiting && item.delivery === "sent");
  }

  change(id: string, change: Partial<Pick<UserItem, "delivery" | "waiting" | "at" | "text" | "failure">>): void {
    const item = this.find(id);
    if (item?.from === "user") this.#replace({ ...item, ...change });
  }

  judge(id: string, feedback: Verdict): void {
    const item = this.find(id);
    if (item?.from === "bot") this.#replace({ ...item, feedback });
  }

  /** Takes over what the server has: by id, its order first; what only stands here stays. */
  merge({ history, restored }: Pick<Session, "history" | "restored">): void {
    const open = this.#users().filter((item) => item.waiting || isUnsent(item));
    this.#put(awaitLast(restored ? merged(this.items, history) : [...history.map(fresh), ...open], history));
  }

  clear(): void {
    this.#put([]);
  }

  find(id: string): Item | undefined {
    return this.items.find((item) => item.id === id);
  }

  #users(): UserItem[] {
    return this.items.filter((item): item is UserItem => item.from === "user");
  }

  #take(choice: string): void {
    const offered = this.items.find(
      (item): item is BotItem => item.from === "bot" && (item.choices ?? []).some(({ id }) => id === choice),
    );
    if (offered) this.#replace({ ...offered, taken: choice });
  }

  #add(item: Item): void {
    this.#put([...this.items, item]);
  }

  /** What is said stands before what is still to be sent, and after what it answers. */
  #insert(item: BotItem | NoteItem): void {
    const asked = item.from === "bot" ? this.items.findIndex(({ id }) => id === item.reply_to) : -1;
    const unsent = this.items.findIndex((other, index) => index > asked && other.from === "user" && isUnsent(other));
    this.#put(this.items.toSpliced(unsent < 0 ? this.items.length : unsent, 0, item));
  }

  #replace(item: Item): void {
    this.#put(this.items.map((old) => (old.id === item.id ? item : old)));
  }

  #put(items: Item[]): void {
    this.items = markSpent(items);
    this.#changed();
  }
}

/** How many answers there are after the one that was seen last. */
export function unread(items: readonly Item[], seen: string | undefined): number {
  const from = items.findLastIndex(({ id }) => id === seen);
  return items.slice(from + 1).filter((item) => item.from === "bot").length;
}

/** Two tellings of one conversation made into one, by id. */
export function merged(local: Item[], history: Told[]): Item[] {
  const known = new Map(local.map((item) => [item.id, item]));
  const told = new Set(history.map(({ id }) => id));
  const items: Item[] = history.map((message) => joined(fresh(message), known.get(message.id)));
  const unsent: Item[] = [];
  let place = 0;
  for (const item of local) {
    if (told.has(item.id)) place = items.findIndex(({ id }) => id === item.id) + 1;
    else if (item.from === "user" && isUnsent(item)) unsent.push(item);
    else items.splice(place++, 0, item);
  }
  return [...items, ...unsent];
}

function joined(told: Item, local: Item | undefined): Item {
  if (told.from === "user" && local?.from === "user") {
    // Under way when the connection was lost, and taken after all.
    return { ...local, text: told.text, at: told.at, delivery: local.delivery === "queued" ? "queued" : "sent" };
  }
  if (told.from === "bot" && local?.from === "bot" && local.taken) return { ...told, taken: local.taken };
  return told;
}

function fresh(message: Told): Item {
  if (message.from === "user") return { ...message, delivery: "sent", waiting: false };
  const { feedback } = message;
  const verdict = typeof feedback === "object" && feedback !== null ? feedback.verdict : (feedback ?? null);
  return { ...message, feedback: verdict };
}

/** Left before the answer came: the last message waits for it again. */
function awaitLast(items: Item[], history: Told[]): Item[] {
  const last = history.at(-1);
  if (last?.from !== "user") return items;
  return items.map((item) => (item.id === last.id && item.from === "user" ? { ...item, waiting: true } : item));
}

/** Choices are over once something was said after them; so it is the same after a reload. */
function markSpent(items: Item[]): Item[] {
  const last = items.findLastIndex(({ from }) => from === "user");
  return items.map((item, index) =>
    item.from === "bot" && !item.spent && index < last ? { ...item, spent: true } : item,
  );
}

function isUnsent(item: UserItem): boolean {
  return item.delivery === "queued" || item.delivery === "sending" || item.delivery === "failed";
}

function now(): string {
  return new Date().toISOString();
}
