import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from "vitest";
import { Client, type ClientEvents } from "../src/client";
import type { Ack, Session, Told } from "../src/protocol";
import { Keep } from "../src/storage";
import type { Listener } from "../src/wire";

const AT = "2026-01-01T00:00:00.000Z";

/** A server in a few lines: what it answers can be set, what it hears is kept. */
class Wire {
  heard: [string, Record<string, unknown>][] = [];
  refusals: { code: string; message: string; retry_after?: number }[] = [];
  /** Nothing is acknowledged; no message is. */
  lost = false;
  deaf = false;
  session: Partial<Session> = {};
  connected = 0;
  constructor(readonly listener: Listener) {}
  connect() {
    this.connected++;
    this.listener.connected();
  }
  disconnect() {}
  hurry() {
    this.listener.lost();
    this.listener.connected();
  }
  async request<T>(event: string, data: object): Promise<Ack<T>> {
    this.heard.push([event, data as Record<string, unknown>]);
    if (this.lost || (this.deaf && event === "user_uttered")) throw new Error("no acknowledgement");
    const refusal = event === "session_request" ? undefined : this.refusals.shift();
    if (refusal) return { ok: false, error: refusal };
    const session = ["session_request", "new_conversation", "erase"].includes(event);
    return {
      ok: true,
      ...(session ? this.opened() : { at: AT, text: (data as { text?: string }).text ?? "chosen" }),
    } as unknown as Ack<T>;
  }
  opened(): Session {
    const limits = { characters: 10, per_minute: 5, in_flight: 2 };
    return {
      session: `t${this.heard.length}`,
      restored: false,
      history: [],
      limits,
      bot: { name: "B", version: "1" },
      person: null,
      ...this.session,
    };
  }
  said(event: string) {
    return this.heard.filter(([name]) => name === event).map(([, data]) => data);
  }
}

describe("Client", () => {
  let wire: Wire;
  let client: Client;
  let events: { [K in keyof ClientEvents]: Mock<ClientEvents[K]> };
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const states = () => client.conversation.items.map((item) => (item.from === "user" ? item.delivery : item.from));

  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    events = { changed: vi.fn(), answered: vi.fn(), person: vi.fn(), renewed: vi.fn(), refused: vi.fn() };
    client = new Client(
      "https://bot.example",
      new Keep("https://bot.example"),
      events,
      (_, listener) => (wire = new Wire(listener)),
    );
  });
  afterEach(() => {
    client.stop();
    vi.useRealTimers();
  });

  it("opens the session first and sends then, with the token of last time", async () => {
    client.say("hello");
    await settle();
    expect(wire.heard.map(([event]) => event)).toEqual(["session_request", "user_uttered"]);
    expect(wire.heard[0]![1]).toEqual({ protocol: 1 });
    const again = new Client(
      "https://bot.example",
      new Keep("https://bot.example"),
      events,
      (_, listener) => (wire = new Wire(listener)),
    );
    again.start();
    await settle();
    expect(wire.heard[0]![1]).toEqual({ protocol: 1, session: "t1" });
    again.stop();
  });

  it("keeps what is typed offline and sends it once when back, under one id", async () => {
    client.start();
    await settle();
    client.lost();
    const id = client.say("offline");
    await settle();
    expect(states()).toEqual(["queued"]);
    expect(wire.said("user_uttered")).toEqual([]);
    wire.session = { restored: true };
    client.connected();
    await settle();
    expect(wire.said("user_uttered")).toEqual([{ id, text: "offline" }]);
    expect(states()).toEqual(["sent"]);
  });

  it("connects anew when no acknowledgement came, and sends again under the same id", async () => {
    client.start();
    await settle();
    wire.lost = true;
    const id = client.say("x");
    await settle();
    expect(states()).toEqual(["queued"]);
    wire.lost = false;
    wire.session = { restored: true };
    client.hurry();
    await settle();
    expect(wire.said("user_uttered").map((data) => data.id)).toEqual([id, id]);
    expect(states()).toEqual(["sent"]);
  });

  it("gives up a message that is never acknowledged, until asked to try again", async () => {
    client.start();
    await settle();
    wire.session = { restored: true };
    wire.deaf = true;
    const id = client.say("x");
    await settle();
    expect(wire.said("user_uttered").map((data) => data.id)).toEqual([id, id, id]);
    expect(client.conversation.items[0]).toMatchObject({ delivery: "failed", failure: { code: "timeout" } });
    wire.deaf = false;
    client.retry(id);
    await settle();
    expect(states()).toEqual(["sent"]);
  });

  it("sends again after a reconnect what was taken and not answered", async () => {
    client.start();
    await settle();
    const id = client.say("x");
    await settle();
    client.lost();
    wire.session = { restored: true, history: [{ from: "user", id, text: "x", at: AT }] };
    client.connected();
    await settle();
    expect(wire.said("user_uttered").map((data) => data.id)).toEqual([id, id]);
    client.heard("bot_uttered", { id: "m", reply_to: id, text: "y", at: AT });
    client.heard("turn_done", { reply_to: id });
    client.lost();
    wire.session.history?.push({ from: "bot", id: "m", reply_to: id, text: "y", at: AT });
    client.connected();
    await settle();
    expect(wire.said("user_uttered")).toHaveLength(2);
    expect(states()).toEqual(["sent", "bot"]);
  });

  it("has no more in work than the server allows", async () => {
    client.start();
    await settle();
    const [first] = ["a", "b", "c"].map((text) => client.say(text));
    await settle();
    expect(wire.said("user_uttered").map((data) => data.text)).toEqual(["a", "b"]);
    client.heard("turn_done", { reply_to: first! });
    await settle();
    expect(wire.said("user_uttered").map((data) => data.text)).toEqual(["a", "b", "c"]);
  });

  it("goes on after a message that the server never finishes", async () => {
    client.start();
    await settle();
    for (const text of ["a", "b", "c"]) client.say(text);
    await settle();
    await vi.advanceTimersByTimeAsync(90_000);
    expect(wire.said("user_uttered")).toHaveLength(3);
  });

  it("says why a message was refused and sends it again only when asked", async () => {
    client.start();
    await settle();
    wire.refusals = [{ code: "rate", message: "Slowly.", retry_after: 2 }];
    const id = client.say("x");
    await settle();
    expect(client.conversation.items[0]).toMatchObject({ delivery: "failed", failure: { code: "rate" } });
    expect(events.refused).toHaveBeenCalledWith(expect.objectContaining({ code: "rate" }), id);
    expect(wire.said("user_uttered")).toHaveLength(1);
  });

  it("opens the session anew when the server has forgotten it", async () => {
    client.start();
    await settle();
    wire.refusals = [{ code: "no_session", message: "" }];
    client.say("x");
    await settle();
    expect(wire.heard.map(([event]) => event)).toEqual([
      "session_request",
      "user_uttered",
      "session_request",
      "user_uttered",
    ]);
    expect(states().at(-1)).toBe("sent");
  });

  it("asks again for a session that is refused, and stops at another version", async () => {
    const request = vi.spyOn(Wire.prototype, "request");
    request.mockResolvedValueOnce({ ok: false, error: { code: "rate", message: "", retry_after: 4 } });
    client.start();
    await settle();
    expect(client.link).toBe("connecting");
    request.mockResolvedValueOnce({ ok: false, error: { code: "protocol", message: "" } });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(client.link).toBe("outdated");
    client.lost();
    expect(client.link).toBe("outdated");
    request.mockRestore();
  });

  it("shows the words that a choice stands for", async () => {
    client.start();
    await settle();
    client.say("Outlook", "c1");
    await settle();
    expect(wire.said("choose")).toEqual([{ id: expect.any(String), choice: "c1" }]);
    expect(client.conversation.items[0]).toMatchObject({ text: "chosen" });
  });

  it("says when the server knows the conversation no more", async () => {
    wire.session = { restored: true, history: [{ from: "bot", id: "m", text: "old", at: AT } as Told] };
    client.start();
    await settle();
    client.lost();
    wire.session = {};
    client.connected();
    await settle();
    expect(events.renewed).toHaveBeenCalledWith("lost");
    expect(client.conversation.items).toEqual([]);
  });

  it("begins anew and erases, and shows nothing of before", async () => {
    client.start();
    await settle();
    client.say("x");
    await settle();
    expect(await client.renew("erase")).toBe(true);
    expect(client.conversation.items).toEqual([]);
    expect(events.renewed).toHaveBeenCalledWith("erased");
    wire.refusals = [{ code: "unavailable", message: "" }];
    client.say("y");
    await settle();
    wire.refusals = [{ code: "unavailable", message: "" }];
    expect(await client.renew("new_conversation")).toBe(false);
    expect(client.conversation.items).toHaveLength(1);
    expect(states()).toEqual(["failed"]);
  });

  it("keeps a verdict, and takes it back when it is refused", async () => {
    client.start();
    await settle();
    client.heard("bot_uttered", { id: "m", text: "", at: AT });
    expect(await client.judge("m", "up", "good")).toBe(true);
    expect(wire.said("feedback")).toEqual([{ message: "m", verdict: "up", comment: "good" }]);
    wire.refusals = [{ code: "unknown_message", message: "" }];
    expect(await client.judge("m", "down")).toBe(false);
    expect(client.conversation.items[0]).toMatchObject({ feedback: "up" });
  });

  it("follows another tab to its conversation, and not to a mere new token", async () => {
    client.start();
    await settle();
    const other = new Keep("https://bot.example");
    const written = (change: object) => {
      other.set(change);
      dispatchEvent(new StorageEvent("storage", { key: "overture:https://bot.example" }));
      return settle();
    };
    await written({ session: "renewed" });
    expect(wire.said("session_request")).toHaveLength(1);
    wire.session = { restored: true, history: [{ from: "bot", id: "theirs", text: "", at: AT } as Told] };
    await written({ session: "other", chat: "another-conversation" });
    expect(wire.said("session_request").at(-1)).toEqual({ protocol: 1, session: "other" });
    expect(client.conversation.items.map(({ id }) => id)).toEqual(["theirs"]);
  });

  it("asks anew when another tab has erased the conversation", async () => {
    client.start();
    await settle();
    client.heard("bot_uttered", { id: "m", text: "", at: AT });
    client.heard("session_ended", { reason: "erased" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wire.said("session_request")).toHaveLength(2);
    expect(client.conversation.items).toEqual([]);
    expect(events.renewed).toHaveBeenCalledWith("erased");
  });

  it("says nothing of a person who was asked and never came", async () => {
    client.start();
    await settle();
    client.heard("person", { state: "waiting" });
    expect(client.waitingForPerson).toBe(true);
    client.heard("person", { state: "gone" });
    expect(client.waitingForPerson).toBe(false);
    expect(events.person).toHaveBeenCalledTimes(1);
    client.heard("person", { state: "here", name: "Ana" });
    client.heard("person", { state: "gone", name: "Ana" });
    expect(events.person).toHaveBeenCalledTimes(3);
  });

  it("takes no harm from events without data", async () => {
    client.start();
    await settle();
    for (const event of ["user_said", "bot_uttered", "typing", "turn_done", "person"] as const) {
      client.heard(event, null as never);
      client.heard(event, "x" as never);
    }
    expect(client.conversation.items).toEqual([]);
  });
});
