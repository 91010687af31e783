/** What one browser keeps for one server: the session's token, what was seen, whether the chat is open. */

export interface Kept {
  /** The token that the server gave. */
  session?: string | undefined;
  /** A name for the conversation, made here: tokens change within one. */
  chat?: string | undefined;
  /** The last message that was shown. */
  seen?: string | undefined;
  /** When something was last said, in ms since 1970. */
  at?: number | undefined;
}

/** localStorage where a page may use it, else the page's own memory. */
export class Keep {
  #memory: Kept = {};
  #open = false;
  readonly #key: string;

  constructor(server: string) {
    this.#key = `overture:${server}`;
  }

  get(): Kept {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#key) ?? "{}");
      return typeof kept === "object" && kept !== null ? { ...this.#memory, ...kept } : this.#memory;
    } catch {
      return this.#memory;
    }
  }

  set(change: Kept): void {
    const kept = { ...this.get(), ...change };
    this.#memory = kept;
    try {
      localStorage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // Forbidden or full: the page's memory has it.
    }
  }

  /** Open or closed holds for one tab, from page to page. */
  get open(): boolean {
    try {
      // The first look into a storage holds the page up: none into this one where the chat was never opened.
      if (localStorage.getItem(this.#key) === null) return this.#open;
      return sessionStorage.getItem(this.#key) === "open";
    } catch {
      return this.#open;
    }
  }

  set open(open: boolean) {
    this.#open = open;
    this.set({});
    try {
      sessionStorage.setItem(this.#key, open ? "open" : "closed");
    } catch {
      // As above.
    }
  }

  /** Calls back when another tab has written; returns what ends it. */
  onOther(changed: (chat: string) => void): () => void {
    const heard = (event: StorageEvent) => {
      if (event.key !== this.#key) return;
      const { chat } = this.get();
      if (chat) changed(chat);
    };
    addEventListener("storage", heard);
    return () => removeEventListener("storage", heard);
  }
}
