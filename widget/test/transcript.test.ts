import { describe, expect, it } from "vitest";
import type { BotItem, Item } from "../src/conversation";
import { STRINGS } from "../src/strings";
import { answerText, transcript, transcriptName } from "../src/transcript";

const AT = "2026-01-02T03:04:05.000Z";
const ANSWER: BotItem = {
  from: "bot",
  id: "m",
  at: AT,
  feedback: null,
  text: "A median of **$73,130** in May 2025.",
  answer: {
    table: {
      head: ["", "A year"],
      rows: [
        ["Median", "$73,130"],
        ["a|b", "x"],
      ],
      caption: "Pay",
    },
    cards: [{ title: "MM", subtitle: "Northern", facts: [["Length", "2 years"]], url: "https://s.example" }],
    notes: ["Of **all** ages."],
    sources: [
      {
        id: "s",
        short: "S",
        publisher: "Bureau",
        title: "Wages",
        as_of: "2025-05",
        url: "https://w.example",
        attribution: null,
      },
    ],
  },
};
const ITEMS: Item[] = [
  { from: "user", id: "u", text: "pay?", at: AT, delivery: "sent", waiting: false },
  ANSWER,
  { from: "note", id: "n", text: "Mara is here." },
  { from: "bot", id: "p", at: AT, feedback: null, text: "Hi.", person: { name: "Mara" } },
];

describe("answerText", () => {
  it("has every part, without marks", () => {
    const text = answerText(ANSWER, STRINGS);
    expect(text).toContain("A median of $73,130 in May 2025.");
    expect(text).toContain("Median\t$73,130");
    expect(text).toContain("- Length: 2 years");
    expect(text).toContain("- Of all ages.");
    expect(text).toContain("- Bureau: Wages, as of May 2025, https://w.example");
    expect(text).not.toContain("**");
    expect(text).not.toContain("null");
  });
  it("says in words what a chart without a table shows", () => {
    const chart = { kind: "bars", title: "t", unit: "", series: [], alternative: "A is more than B." } as const;
    expect(answerText({ ...ANSWER, answer: { chart: { ...chart, series: [] } } }, STRINGS)).toContain(
      "A is more than B.",
    );
  });
});

describe("transcript", () => {
  it("tells who said what, in Markdown", () => {
    expect(transcript(ITEMS, STRINGS, new Date(AT))).toBe(`# Overture, 2026-01-02 03:04 UTC

**You:** pay?

**Overture:** A median of **$73,130** in May 2025.

Pay

|  | A year |
| --- | --- |
| Median | $73,130 |
| a\\|b | x |

MM, Northern
- Length: 2 years
https://s.example

- Of **all** ages.

Sources (1):
- Bureau: Wages, as of May 2025, https://w.example

_Mara is here._

**Mara:** Hi.
`);
  });
  it("is named by the day", () => {
    expect(transcriptName(new Date(AT))).toBe("overture-2026-01-02.md");
  });
});
