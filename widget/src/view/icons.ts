/** The icons: lines on a grid of 24, in the color of the text. */

import { svg } from "../charts/svg";

const PATHS = {
  chat: "M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 4v-4h-1A1.5 1.5 0 0 1 4 14.5z M8.5 9v2 M12 7.5v5 M15.5 9v2",
  mark: "M5 10v4 M9.67 6v12 M14.33 8.5v7 M19 10.5v3",
  close: "M6 6l12 12 M18 6L6 18",
  more: "M5.5 12h.01 M12 12h.01 M18.5 12h.01",
  send: "M12 19V6 M6.5 11.5L12 6l5.5 5.5",
  copy: "M9 9h10v11H9z M5 15V4h10v1",
  check: "M5 12.5l4.5 4.5L19 7.5",
  up: "M7 10.5v9H4v-9z M7 10.5l4-7c1.7 0 2.6 1.2 2.3 2.8L12.800 9.500H18a2 2 0 0 1 2 2.300l-1 6A2 2 0 0 1 17 19.500H7",
  down: "M17 13.500v-9h3v9z M17 13.500l-4 7c-1.7 0-2.6-1.200-2.300-2.800l.5-3.200H6a2 2 0 0 1-2-2.300l1-6A2 2 0 0 1 7 4.500h10",
  arrow: "M12 5v13 M6.500 12.500L12 18l5.500-5.500",
  widen: "M14 5h5v5 M10 19H5v-5 M19 5l-6 6 M5 19l6-6",
  fresh: "M12 5v14 M5 12h14",
  download: "M12 4v11 M7 10.500L12 15.500l5-5 M5 20h14",
  erase: "M5 7h14 M10 7V4.500h4V7 M7 7l.8 12.500h8.400L17 7",
  lock: "M6 11h12v9H6z M8.500 11V8a3.500 3.500 0 0 1 7 0v3",
} as const;

export type Icon = keyof typeof PATHS;

export function icon(name: Icon): SVGElement {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: `icon i-${name}`, "aria-hidden": "true" },
    svg("path", { d: PATHS[name] }),
  );
}
