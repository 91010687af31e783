import { describe, expect, it } from "vitest";
import { asOf, clock, dated } from "../src/dates";
import { fill, STRINGS, translated, type Overrides } from "../src/strings";
import { inWords } from "../src/view/message";
import { numeric } from "../src/view/table";

describe("translated", () => {
  it("takes any text of the page, and leaves the others", () => {
    const texts = translated({ send: "Senden", suggestions: ["Was kostet es?"], errors: { rate: "Langsam." } });
    expect(texts).toMatchObject({ send: "Senden", suggestions: ["Was kostet es?"], copy: STRINGS.copy });
    expect(texts.errors).toMatchObject({ rate: "Langsam.", busy: STRINGS.errors.busy });
  });
  it("leaves out what is of another type or has no such name", () => {
    const texts = translated({ send: 7, suggestions: "x", errors: [], other: "y" } as unknown as Overrides);
    expect(texts).toEqual(STRINGS);
    expect(translated({ suggestions: ["a", 7] } as unknown as Overrides).suggestions).toEqual(["a"]);
  });
});

it("fill fills the gaps it knows", () => {
  expect(fill("{count} of {all} {other}", { count: 1, all: 2 })).toBe("1 of 2 {other}");
});

describe("inWords", () => {
  const refusal = { code: "rate", message: "From the server." };
  it("lets the page's own words lead, then the server's", () => {
    expect(inWords(refusal, STRINGS)).toBe("From the server.");
    expect(inWords(refusal, translated({ errors: { rate: "Langsam." } }))).toBe("Langsam.");
    expect(inWords({ code: "rate", message: "" }, STRINGS)).toBe(STRINGS.errors.rate);
    expect(inWords({ code: "new-one", message: "" }, STRINGS)).toBe(STRINGS.errors.unavailable);
  });
});

describe("dates", () => {
  it.each([
    ["2025-05", "May 2025"],
    ["2025-05-07", "7 May 2025"],
    ["2018-05 to 2025-05", "May 2018 to May 2025"],
    ["2022-23", "2022-23"],
    ["2024", "2024"],
    ["undated", "undated"],
    ["2025-02-31x", "2025-02-31x"],
  ])("%s reads %s", (date, read) => {
    expect(dated(date)).toBe(read);
  });
  it("says how old something is, or that nobody knows", () => {
    expect(asOf("2025-05", STRINGS)).toBe("as of May 2025");
    for (const unknown of ["undated", ""]) expect(asOf(unknown, STRINGS)).toBe("without a date");
  });
  it("has no time of day where none is known", () => {
    expect(clock("nothing")).toBe("");
    expect(clock("2026-01-01T10:00:00Z")).toMatch(/\d/);
  });
});

it("numeric finds columns of figures, not years' spans or names", () => {
  const rows = [
    ["a", "$1,200", "2 years", "−1.7 %"],
    ["b", "not known", "3 years", "+3.3 %"],
    ["c", "at least $5", "1 year", "–"],
  ];
  expect(numeric(rows, 4)).toEqual([false, true, false, true]);
});
