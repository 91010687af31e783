import { beforeEach, describe, expect, it } from "vitest";
import { Conversation, merged, type BotItem, type Item, type UserItem } from "../src/conversation";
import type { Told } from "../src/protocol";

const AT = "2026-01-01T00:00:00.000Z";
const user = (id: string, more: Partial<UserItem> = {}): UserItem => ({
  from: "user",
  id,
  text: id,
  at: AT,
  delivery: "sent",
  waiting: false,
  ...more,
});
const toldUser = (id: string): Told => ({ from: "user", id, text: id, at: AT });
const toldBot = (id: string, reply_to: string): Told => ({ from: "bot", id, reply_to, text: id, at: AT });
const bot = (id: string, more: Partial<BotItem> = {}): BotItem => ({
  from: "bot",
  id,
  text: id,
  at: AT,
  feedback: null,
  ...more,
});
const ids = (items: readonly Item[]) => items.map(({ id }) => id);

describe("merged", () => {
  it("keeps a message that waits to be sent, behind all that the server knows", () => {
    const local = [user("u1"), bot("b1"), user("u2", { delivery: "queued", waiting: true })];
    const history = [toldUser("u1"), toldBot("b1", "u1"), toldUser("other"), toldBot("b2", "other")];
    expect(ids(merged(local, history))).toEqual(["u1", "b1", "other", "b2", "u2"]);
  });

  it("takes a message that has arrived after all only once", () => {
    const [item] = merged([user("u1", { delivery: "sending", waiting: true })], [toldUser("u1")]);
    expect(item).toMatchObject({ delivery: "sent", waiting: true });
  });

  it("keeps what is older than the history reaches back", () => {
    const local = [user("old"), bot("b0"), user("u1"), bot("b1")];
    expect(ids(merged(local, [toldUser("u1"), toldBot("b1", "u1")]))).toEqual(["old", "b0", "u1", "b1"]);
  });

  it("keeps lines and failed messages in their places", () => {
    const local: Item[] = [
      user("u1"),
      { from: "note", id: "n", text: "" },
      bot("b1"),
      user("u2", { delivery: "failed" }),
    ];
    expect(ids(merged(local, [toldUser("u1"), toldBot("b1", "u1")]))).toEqual(["u1", "n", "b1", "u2"]);
  });

  it("knows the verdict in both ways that it can be told", () => {
    const plain = merged([], [{ ...toldBot("b1", "u1"), feedback: "up" } as Told]);
    const rich = merged([], [{ ...toldBot("b1", "u1"), feedback: { verdict: "down", comment: "x" } } as Told]);
    expect([plain[0], rich[0]]).toMatchObject([{ feedback: "up" }, { feedback: "down" }]);
  });

  it("is the same when told twice", () => {
    const history = [toldUser("u1"), toldBot("b1", "u1")];
    const once = merged([user("u2", { delivery: "queued" })], history);
    expect(merged(once, history)).toEqual(once);
  });
});

describe("Conversation", () => {
  let conversation: Conversation;
  let changes: number;
  beforeEach(() => {
    changes = 0;
    conversation = new Conversation(() => changes++);
  });

  it("gives out no more than may be in work, in order", () => {
    for (const id of ["a", "b", "c"]) conversation.say(id, id);
    conversation.change("a", { delivery: "sending" });
    expect(conversation.next(2)?.id).toBe("b");
    conversation.change("b", { delivery: "sent" });
    expect(conversation.next(2)).toBeUndefined();
    conversation.done("a");
    expect(conversation.next(2)?.id).toBe("c");
  });

  it("puts an answer before what is still to be sent, never before its question", () => {
    conversation.say("a", "a");
    conversation.say("b", "b");
    conversation.change("a", { delivery: "sent" });
    conversation.heardBot({ id: "m1", reply_to: "a", text: "", at: AT });
    conversation.change("b", { delivery: "sending" });
    conversation.heardBot({ id: "m2", reply_to: "b", text: "", at: AT });
    expect(ids(conversation.items)).toEqual(["a", "m1", "b", "m2"]);
  });

  it("takes an answer that comes twice once", () => {
    expect(conversation.heardBot({ id: "m", text: "x", at: AT })).toBe(true);
    conversation.judge("m", "up");
    expect(conversation.heardBot({ id: "m", text: "x", at: AT })).toBe(false);
    expect(conversation.items).toMatchObject([{ feedback: "up" }]);
  });

  it("sends again what has no whole answer, and nothing that failed or is done", () => {
    for (const id of ["done", "open", "failed"]) conversation.say(id, id);
    conversation.change("done", { delivery: "sent", waiting: false });
    conversation.change("open", { delivery: "sent" });
    conversation.change("failed", { delivery: "failed", waiting: false });
    conversation.requeue();
    expect(conversation.items.map((item) => item.from === "user" && item.delivery)).toEqual([
      "sent",
      "queued",
      "failed",
    ]);
  });

  it("remembers the choice that was taken, and lets all of them rest", () => {
    conversation.heardBot({
      id: "m",
      text: "",
      at: AT,
      choices: [
        { id: "c1", title: "A" },
        { id: "c2", title: "B" },
      ],
    });
    expect(conversation.items).toMatchObject([{ id: "m" }]);
    conversation.say("u", "B", "c2");
    expect(conversation.items[0]).toMatchObject({ taken: "c2", spent: true });
    expect(conversation.next(3)).toMatchObject({ choice: "c2", text: "B" });
  });

  it("waits anew for the answer to the last message after a reload", () => {
    conversation.merge({ restored: true, history: [toldUser("u1"), toldBot("b", "u1"), toldUser("u2")] });
    expect(conversation.items).toMatchObject([{ waiting: false }, {}, { waiting: true }]);
    expect(conversation.waiting).toBe(true);
  });

  it("takes what was not answered along when the server knows the conversation no more", () => {
    conversation.merge({ restored: true, history: [toldUser("u1"), toldBot("b1", "u1")] });
    conversation.say("u2", "u2");
    conversation.merge({ restored: false, history: [] });
    expect(ids(conversation.items)).toEqual(["u2"]);
  });

  it("shows what another window says, once", () => {
    conversation.heardUser({ id: "u", text: "hi", at: AT });
    conversation.heardUser({ id: "u", text: "hi", at: AT });
    expect(ids(conversation.items)).toEqual(["u"]);
    expect(changes).toBe(1);
  });
});
