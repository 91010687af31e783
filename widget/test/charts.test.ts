import { describe, expect, it } from "vitest";
import { bars } from "../src/charts/bars";
import { asTable, chartFigure } from "../src/charts";
import { moment, reading, scale, ticks } from "../src/charts/figures";
import { across, lines } from "../src/charts/line";
import { range, spread } from "../src/charts/range";
import { cut, widthOf } from "../src/charts/svg";
import type { Chart } from "../src/protocol";
import { STRINGS } from "../src/strings";

const MONEY = reading("USD a year", "en-US");
const PERCENTILES: [string, number][] = [
  ["p10", 37570],
  ["p25", 49910],
  ["median", 73130],
  ["p75", 100280],
  ["p90", 137370],
];
const CHART: Chart = {
  kind: "range",
  title: "Pay",
  unit: "USD a year",
  series: [{ name: "engineers", values: PERCENTILES }],
  alternative: "Median $73,130.",
};
const number = (element: Element | undefined, name: string) => Number(element?.getAttribute(name));

describe("reading", () => {
  it.each([
    ["USD a year", 73130, "$73,130", "$73.1K"],
    ["USD an hour", 18.06, "$18.06", "$18.1"],
    ["%", -1.7, "−1.7 %", "−1.7 %"],
    ["people", 1200, "1,200", "1.2K"],
    ["XQX a year", 5, expect.any(String), expect.any(String)],
  ])("%s: %d", (unit, value, full, short) => {
    const read = reading(unit, "en-US");
    expect([read.full(value), read.short(value)]).toEqual([full, short]);
  });
});

describe("scales", () => {
  it("maps ends to ends, and one value to the middle", () => {
    expect(scale([0, 10], [100, 200])(5)).toBe(150);
    expect(scale([3, 3], [0, 10])(3)).toBe(5);
  });
  it.each([
    [0, 100],
    [49130, 73710],
    [-1.7, 3.3],
    [0, 0],
    [5, 5],
    [0.001, 0.002],
  ])("ticks of %d to %d take in both", (low, high) => {
    const steps = ticks(low, high);
    expect(steps[0]).toBeLessThanOrEqual(low);
    expect(steps.at(-1)).toBeGreaterThanOrEqual(high);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.length).toBeLessThan(9);
  });
  it("knows years and months", () => {
    expect([moment("2018"), moment("2018-07"), moment("July 2018"), moment("2024-34"), moment("the US")]).toEqual([
      2018,
      2018.5,
      2018.5,
      expect.any(Number),
      undefined,
    ]);
  });
  it("sets years as far apart as they are, and names evenly", () => {
    const years = across(["2018", "2019", "2025"], [0, 700]);
    expect(years("2019")).toBe(100);
    expect(across(["a", "b", "c"], [0, 100])("b")).toBe(50);
  });
});

describe("range", () => {
  it("finds ends, middle half and median, whatever the order", () => {
    expect(spread({ name: "x", values: [...PERCENTILES].reverse() })).toEqual({
      name: "x",
      low: 37570,
      high: 137370,
      middle: 73130,
      half: [49910, 100280],
    });
    expect(
      spread({
        name: "x",
        values: [
          ["low", 1],
          ["high", 3],
        ],
      }),
    ).toEqual({ name: "x", low: 1, high: 3 });
    expect(spread({ name: "x", values: [["a", NaN]] })).toBeUndefined();
  });
  it("draws the median between the ends, inside the width", () => {
    for (const width of [220, 300, 700]) {
      const { marks } = range(CHART.series, width, MONEY, STRINGS);
      const median = marks.find((mark) => mark.classList.contains("c-mark"));
      expect(number(median, "x1")).toBeGreaterThan(width * 0.3);
      expect(number(median, "x1")).toBeLessThan(width * 0.4);
      const said = marks.map((mark) => mark.textContent).join(" ");
      for (const value of ["$37,570", "$49,910", "$73,130", "$100,280", "$137,370"]) expect(said).toContain(value);
    }
  });
});

describe("bars", () => {
  it("are as long as their values, from zero", () => {
    const { marks } = bars(
      [
        {
          name: "m",
          values: [
            ["a", 50],
            ["b", 100],
          ],
        },
      ],
      300,
      MONEY,
    );
    const [a, b] = marks.filter((mark) => mark.classList.contains("c-bar"));
    expect(number(b, "width") / number(a, "width")).toBeCloseTo(2, 1);
  });
  it("go to the left below zero, and leave out what is not known", () => {
    const { marks } = bars(
      [
        {
          name: "m",
          values: [
            ["a", -2],
            ["b", 4],
            ["c", NaN],
          ],
        },
      ],
      300,
      MONEY,
    );
    const shapes = marks.filter((mark) => mark.classList.contains("c-bar"));
    expect(shapes).toHaveLength(2);
    expect(number(shapes[0], "x") + number(shapes[0], "width")).toBeCloseTo(number(shapes[1], "x"), 0);
  });
});

describe("lines", () => {
  it("go up with the values and through all of them", () => {
    const { marks } = lines(
      [
        {
          name: "a",
          values: [
            ["2018", 10],
            ["2020", 20],
            ["2025", 15],
          ],
        },
      ],
      400,
      MONEY,
    );
    const dots = marks.filter((mark) => mark.tagName === "circle");
    const [first, top, last] = dots.map((dot) => number(dot, "cy"));
    expect(top).toBeLessThan(last!);
    expect(last).toBeLessThan(first!);
    expect(dots[0]?.textContent).toBe("a, 2018: $10");
  });
  it("draws a single point", () => {
    const { marks } = lines([{ name: "a", values: [["2018", 10]] }], 400, MONEY);
    expect(marks.every((mark) => !/NaN|Infinity/.test(mark.outerHTML))).toBe(true);
  });
});

describe("chartFigure", () => {
  const setting = { texts: STRINGS, lang: "en-US", table: () => document.createElement("table") };
  it.each(["range", "line", "bars"] as const)("names the picture and says what it shows: %s", (kind) => {
    const figure = chartFigure({ ...CHART, kind }, setting);
    const svg = figure.querySelector("svg")!;
    const named = (svg.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => figure.querySelector(`[id="${id}"]`)?.textContent);
    expect(named).toEqual([CHART.title, CHART.alternative]);
    expect(svg.getAttribute("role")).toBe("img");
    expect(figure.querySelector("details table")).not.toBeNull();
    expect(figure.innerHTML).not.toMatch(/NaN|Infinity|undefined| style=/);
  });
  it("gives the same figures as a table", () => {
    expect(asTable(CHART, MONEY, STRINGS).rows).toEqual([
      [STRINGS.p10, "$37,570"],
      [STRINGS.p25, "$49,910"],
      [STRINGS.median, "$73,130"],
      [STRINGS.p75, "$100,280"],
      [STRINGS.p90, "$137,370"],
    ]);
    const two: Chart = {
      ...CHART,
      series: [
        { name: "a", values: [["x", 1]] },
        { name: "b", values: [["y", 2]] },
      ],
    };
    expect(asTable(two, MONEY, STRINGS)).toMatchObject({
      head: ["", "a", "b"],
      rows: [
        ["x", "$1", "–"],
        ["y", "–", "$2"],
      ],
    });
  });
});

it("cuts a text that is too wide", () => {
  expect(cut("short", 100)).toBe("short");
  const long = cut("District of Columbia and more", 80);
  expect(long.endsWith("…")).toBe(true);
  expect(widthOf(long)).toBeLessThanOrEqual(80);
});
