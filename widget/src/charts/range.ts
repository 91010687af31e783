/** Percentiles as a range: the ends, the middle half, the median. */

import type { Series } from "../protocol";
import { fill, type Strings } from "../strings";
import { scale, type Reading, type Scale } from "./figures";
import { cut, line, rect, text, widthOf, type Drawn } from "./svg";

interface Range {
  name: string;
  low: number;
  high: number;
  middle?: number;
  half?: [number, number];
}

const EDGE = 1;

export function range(series: readonly Series[], width: number, read: Reading, texts: Strings): Drawn {
  const ranges = series.map(spread).filter((found): found is Range => found !== undefined);
  const all = ranges.flatMap(({ low, high }) => [low, high]);
  const place = scale([Math.min(...all), Math.max(...all)], [EDGE, width - EDGE]);
  const drawn: Drawn = { height: 0, marks: [] };
  for (const one of ranges) {
    if (ranges.length > 1) drawn.marks.push(text(0, (drawn.height += 16), cut(one.name, width, 13), "c-name"));
    drawn.marks.push(...strip(one, place, drawn.height, width, read, texts));
    drawn.height += one.half ? 100 : 82;
  }
  return drawn;
}

/** Ends, middle and inner pair of whatever values are there. */
export function spread({ name, values }: Series): Range | undefined {
  const known = values.filter(([, value]) => Number.isFinite(value)).sort((a, b) => a[1] - b[1]);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return undefined;
  const middle =
    known.find(([label]) => label === "median" || label === "p50") ??
    (known.length % 2 ? known[(known.length - 1) / 2] : undefined);
  const found: Range = { name, low: first[1], high: last[1] };
  if (middle && known.length > 2) found.middle = middle[1];
  if (known.length > 4) found.half = [known[1]![1], known.at(-2)![1]];
  return found;
}

function strip(one: Range, place: Scale, top: number, width: number, read: Reading, texts: Strings): SVGElement[] {
  const bar = top + 34;
  const [low, high] = [place(one.low), place(one.high)];
  const marks = [rect(low, bar + 4, high - low, 6, "c-soft")];
  if (one.half) {
    const [from, to] = one.half;
    marks.push(rect(place(from), bar, place(to) - place(from), 14, "c-mid", 4));
    const said = fill(texts.rangeMiddle, { from: read.full(from), to: read.full(to) });
    marks.push(text(inside((place(from) + place(to)) / 2, said, width), bar + 62, said, "c-note", "middle"));
  }
  if (one.middle !== undefined) marks.push(...median(one.middle, place, bar, width, read, texts));
  return [...marks, ...ends(one, [low, high], bar, width, read, texts)];
}

function median(value: number, place: Scale, bar: number, width: number, read: Reading, texts: Strings): SVGElement[] {
  const said = `${texts.median} ${read.full(value)}`;
  const x = place(value);
  return [
    line(x, bar - 6, x, bar + 18, "c-mark"),
    text(inside(x, said, width, 14), bar - 13, said, "c-lead", "middle"),
  ];
}

function ends(
  one: Range,
  [low, high]: [number, number],
  bar: number,
  width: number,
  read: Reading,
  texts: Strings,
): SVGElement[] {
  const [y, under] = [bar + 29, bar + 44];
  // Ends that stand near to each other would be written over each other.
  const apart = high - low > 190;
  const from = apart ? low : 0;
  const to = apart ? high : width;
  return [
    text(from, y, read.full(one.low), "c-value"),
    text(from, under, texts.rangeLow, "c-note"),
    text(to, y, read.full(one.high), "c-value", "end"),
    text(to, under, texts.rangeHigh, "c-note", "end"),
  ];
}

/** The middle of a text, moved so that it stays inside. */
function inside(x: number, said: string, width: number, size = 12): number {
  const half = Math.min(widthOf(said, size) / 2, width / 2);
  return Math.min(Math.max(x, half), width - half);
}
