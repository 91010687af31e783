/** Values side by side as bars that lie: names are long. */

import type { Series } from "../protocol";
import { labels, scale, type Reading, type Scale } from "./figures";
import { cut, line, rect, svg, text, widthOf, type Drawn } from "./svg";

const WIDE = 460;
const BAR = 14;

export function bars(series: readonly Series[], width: number, read: Reading): Drawn {
  const names = labels(series);
  const wide = width >= WIDE;
  const column = wide ? Math.min(Math.max(...names.map((name) => widthOf(name, 13))) + 12, width * 0.4) : 0;
  const place = across(series, column, width, read);
  const low = Math.min(...series.flatMap((one) => one.values.map(([, value]) => value)));
  const drawn: Drawn = { height: 0, marks: [] };
  for (const name of names) {
    const middle = drawn.height + (series.length * (BAR + 3)) / 2 + 5;
    const above = wide ? 0 : 17;
    drawn.marks.push(
      wide
        ? text(column - 10, middle + 1.5, cut(name, column - 12, 13), "c-name", "end")
        : text(0, drawn.height + 13, cut(name, width, 13), "c-name"),
    );
    series.forEach((one, index) =>
      drawn.marks.push(...bar(one, index, name, drawn.height + above + 3 + index * (BAR + 3), place, read)),
    );
    const top = drawn.height + above;
    // Beside the bars only: names may stand above the line.
    if (wide || low < 0) drawn.marks.push(line(place(0), top, place(0), top + series.length * (BAR + 3) + 3, "c-axis"));
    drawn.height += above + series.length * (BAR + 3) + (wide ? 8 : 7);
  }
  return drawn;
}

/** The scale of all bars, with room for the value beside the longest. */
function across(series: readonly Series[], column: number, width: number, read: Reading): Scale {
  const values = series.flatMap((one) => one.values.map(([, value]) => value)).filter(Number.isFinite);
  const room = Math.max(...values.map((value) => widthOf(read.full(value), 14.5))) + 10;
  return scale([Math.min(0, ...values), Math.max(0, ...values)], [column + 0.5, width - room]);
}

function bar(
  { name, values }: Series,
  index: number,
  label: string,
  y: number,
  place: Scale,
  read: Reading,
): SVGElement[] {
  const value = values.find(([other]) => other === label)?.[1];
  if (value === undefined || !Number.isFinite(value)) return [];
  const [from, to] = [place(Math.min(0, value)), place(Math.max(0, value))];
  const shape = rect(from, y, Math.max(to - from, 1.5), BAR, `c-bar c-s${index % 4}`);
  shape.append(svg("title", {}, `${name}, ${label}: ${read.full(value)}`));
  return [shape, text(to + 7, y + BAR - 2.5, read.full(value), "c-value")];
}
