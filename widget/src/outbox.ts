/** Sends what waits: in order, no more at once than the server takes, each under its own id until it is taken. */

import type { Conversation, UserItem } from "./conversation";
import type { Ack, Refusal } from "./protocol";

/** What the outbox needs of the client. */
export interface Office {
  readonly ready: boolean;
  readonly inFlight: number;
  /** Another number whenever connection or session is another. */
  readonly turn: number;
  ask<T>(event: string, data: object): Promise<Ack<T>>;
  /** Opens the session anew. */
  reopen(): void;
  /** Gives the connection up and makes another. */
  reconnect(): void;
  refused(refusal: Refusal, message: string): void;
}

interface Taken {
  at: string;
  text?: string;
}

const TRIES = 3;
// An answer that the server never finishes doesn't block what is typed after it.
const PATIENCE_MS = 90_000;

export class Outbox {
  readonly #conversation: Conversation;
  readonly #office: Office;
  readonly #tries = new Map<string, number>();

  constructor(conversation: Conversation, office: Office) {
    this.#conversation = conversation;
    this.#office = office;
  }

  /** Sends as much as may be sent now. */
  pump(): void {
    for (;;) {
      const item = this.#office.ready ? this.#conversation.next(this.#office.inFlight) : undefined;
      if (!item) return;
      void this.#deliver(item);
    }
  }

  /** Sends again what was refused. */
  retry(id: string): void {
    this.#tries.delete(id);
    this.#conversation.change(id, { delivery: "queued", waiting: true });
    this.pump();
  }

  async #deliver({ id, text, choice }: UserItem): Promise<void> {
    this.#conversation.change(id, { delivery: "sending", waiting: true });
    const { turn } = this.#office;
    const ack = await (choice === undefined
      ? this.#office.ask<Taken>("user_uttered", { id, text })
      : this.#office.ask<Taken>("choose", { id, choice }));
    // The connection was lost meanwhile: it stands in the queue again.
    if (turn !== this.#office.turn) return;
    // A choice stands for words of the server's: these are what is found in the history later.
    if (ack.ok) this.#taken(id, { at: ack.at, text: ack.text ?? text });
    else this.#refused(id, ack.error);
    this.pump();
  }

  #taken(id: string, { at, text }: Required<Taken>): void {
    this.#tries.delete(id);
    this.#conversation.change(id, { delivery: "sent", at, text });
    setTimeout(() => {
      this.#conversation.done(id);
      this.pump();
    }, PATIENCE_MS);
  }

  #refused(id: string, failure: Refusal): void {
    const tries = (this.#tries.get(id) ?? 0) + 1;
    this.#tries.set(id, tries);
    const { code } = failure;
    if (tries >= TRIES || (code !== "timeout" && code !== "no_session")) {
      this.#conversation.change(id, { delivery: "failed", waiting: false, failure });
      this.#office.refused(failure, id);
      return;
    }
    this.#conversation.change(id, { delivery: "queued" });
    // No word in ten seconds: a connection that only looks alive.
    if (code === "timeout") this.#office.reconnect();
    else this.#office.reopen();
  }
}
