/** A chart as a figure: its title, the picture, and the same figures as a table. */

import type { Chart, Table } from "../protocol";
import type { Strings } from "../strings";
import { h } from "../view/dom";
import { bars } from "./bars";
import { reading, rows, type Reading } from "./figures";
import { lines } from "./line";
import { range } from "./range";
import { picture, type Drawn } from "./svg";

const NARROWEST = 220;
let drawnSoFar = 0;

export interface Setting {
  texts: Strings;
  lang: string;
  /** How a table is drawn; charts know nothing of it. */
  table(table: Table): HTMLElement;
}

export function chartFigure(chart: Chart, { texts, lang, table }: Setting): HTMLElement {
  const read = reading(chart.unit, lang);
  const frame = h("div", { class: "chart-frame" });
  const id = `chart-${++drawnSoFar}`;
  redrawn(frame, (width) => {
    const { height, marks } = draw(chart, width, read, texts);
    return picture(width, height, chart.title, chart.alternative, id, marks);
  });
  const caption = h(
    "figcaption",
    {},
    h("span", { class: "caption" }, chart.title),
    /\w/.test(chart.unit) && h("span", { class: "unit" }, chart.unit),
  );
  const figures = h(
    "details",
    { class: "figures" },
    h("summary", {}, texts.figures),
    table(asTable(chart, read, texts)),
  );
  return h("figure", { class: "chart" }, caption, ...legend(chart), frame, figures);
}

/** The figures of a chart as a table. */
export function asTable({ series, title }: Chart, read: Reading, texts: Strings): Table {
  const named = (label: string) => (NAMED.has(label) ? String(texts[label as keyof Strings]) : label);
  return { head: ["", ...series.map(({ name }) => name)], rows: rows(series, read, named), caption: title };
}

const NAMED = new Set(["p10", "p25", "median", "p75", "p90"]);

function draw({ kind, series }: Chart, width: number, read: Reading, texts: Strings): Drawn {
  if (kind === "range") return range(series, width, read, texts);
  return kind === "line" ? lines(series, width, read) : bars(series, width, read);
}

function legend({ kind, series }: Chart): HTMLElement[] {
  if (kind === "range" || series.length < 2) return [];
  const names = series.map(({ name }, index) => h("li", {}, h("i", { class: `key c-k${index % 4}` }), name));
  return [h("ul", { class: "legend" }, ...names)];
}

/** Draws for the width at hand, and anew when it changes, so that letters keep their size. */
function redrawn(frame: HTMLElement, paint: (width: number) => SVGElement): void {
  let width = 0;
  const repaint = (room: number) => {
    const next = Math.max(Math.floor(room), NARROWEST);
    if (room > 0 && next === width) return;
    width = next;
    frame.replaceChildren(paint(width));
  };
  repaint(320);
  if (typeof ResizeObserver === "undefined") return;
  new ResizeObserver((entries) => {
    const room = entries.at(-1)?.contentRect.width ?? 0;
    if (room > 0) repaint(room);
  }).observe(frame);
}
