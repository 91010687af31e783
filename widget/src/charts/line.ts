/** Values over time as lines; years stand as far apart as they are. */

import type { Series } from "../protocol";
import { labels, moment, scale, ticks, type Reading, type Scale } from "./figures";
import { line as stroke, svg, text, widthOf, type Drawn } from "./svg";

const HEIGHT = 200;
const TOP = 22;
const BOTTOM = 26;

export function lines(series: readonly Series[], width: number, read: Reading): Drawn {
  const known = series.map((one) => ({ ...one, values: one.values.filter(([, value]) => Number.isFinite(value)) }));
  const steps = span(known.flatMap(({ values }) => values.map(([, value]) => value)));
  const left = Math.max(...steps.map((step) => widthOf(read.short(step)))) + 8;
  const y = scale([steps[0]!, steps.at(-1)!], [HEIGHT - BOTTOM, TOP]);
  const x = across(labels(known), [left + 8, width - 14]);
  const marks = [...grid(steps, y, left, width, read), ...dates(labels(known), x, width)];
  known.forEach((one, index) => marks.push(...path(one, index, x, y, read)));
  const only = known.length === 1 ? known[0] : undefined;
  if (only) marks.push(...ends(only, x, y, width, read));
  return { height: HEIGHT, marks };
}

/** The steps of the axis; from zero unless the values lie close together. */
function span(values: number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const far = low >= 0 && low < high * 0.5;
  return ticks(far ? 0 : low, high);
}

/** Where a label stands: by its year, or one beside the other if one of them has none. */
export function across(names: readonly string[], [from, to]: readonly [number, number]): (label: string) => number {
  const moments = names.map(moment);
  const timed = moments.every((time): time is number => time !== undefined);
  const places = timed ? moments : names.map((_, index) => index);
  const place = scale([Math.min(...places), Math.max(...places)], [from, to]);
  const found = new Map(names.map((name, index) => [name, place(places[index]!)]));
  return (label) => found.get(label) ?? from;
}

function grid(steps: number[], y: Scale, left: number, width: number, read: Reading): SVGElement[] {
  return steps.flatMap((step) => [
    stroke(left, y(step), width, y(step), "c-grid"),
    text(left - 8, y(step) + 4, read.short(step), "c-note", "end"),
  ]);
}

function dates(names: string[], x: (label: string) => number, width: number): SVGElement[] {
  const marks: SVGElement[] = [];
  let end = -Infinity;
  // From the newest backwards: that one is always named.
  let start = Infinity;
  for (const name of [...names].sort((a, b) => x(b) - x(a))) {
    const half = widthOf(name) / 2;
    const middle = Math.min(x(name), width - half);
    if (middle + half + 8 > start || middle - half < end) continue;
    start = middle - half;
    marks.push(text(middle, HEIGHT - 6, name, "c-note", "middle"));
  }
  return marks;
}

function path(
  { name, values }: Series,
  index: number,
  x: (label: string) => number,
  y: Scale,
  read: Reading,
): SVGElement[] {
  const kind = `c-line c-s${index % 4}`;
  const sorted = [...values].sort((a, b) => x(a[0]) - x(b[0]));
  const points = sorted.map(([label, value]) => `${x(label).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const dots = sorted.map(([label, value]) =>
    svg(
      "circle",
      { cx: x(label), cy: y(value), r: 4, class: `c-dot c-s${index % 4}` },
      svg("title", {}, `${name}, ${label}: ${read.full(value)}`),
    ),
  );
  return [svg("polyline", { points, class: kind }), ...dots];
}

/** First and last value in full, where there is room. */
function ends({ values }: Series, x: (label: string) => number, y: Scale, width: number, read: Reading): SVGElement[] {
  const sorted = [...values].sort((a, b) => x(a[0]) - x(b[0]));
  const shown = sorted.length > 1 ? [sorted[0]!, sorted.at(-1)!] : sorted;
  return shown.map(([label, value], index) => {
    const said = read.full(value);
    const half = widthOf(said, 13) / 2;
    const near = Math.min(Math.max(x(label), half + (index ? 0 : x(label) - 6)), width - half);
    return text(near, Math.max(y(value) - 11, 12), said, "c-value", "middle");
  });
}
