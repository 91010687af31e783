/** A table that scrolls inside its frame; long ones are folded. */

import type { Table } from "../protocol";
import { fill, type Strings } from "../strings";
import { h } from "./dom";

const SHOWN = 8;
// Folding away one or two rows would save nothing.
const SPARED = 3;

export function tableView({ head, rows, caption }: Table, texts: Strings): HTMLElement {
  const right = numeric(rows, head.length);
  const kind = (column: number) => (right[column] ? "num" : false);
  // A corner without a name is no head.
  const heads = head.map((text, column) =>
    text || column ? h("th", { scope: "col", class: kind(column) }, text) : h("td", { class: kind(column) }),
  );
  const lines = rows.map((row) => {
    const cells = row.map((text, column) =>
      column || row.length < 2 ? h("td", { class: kind(column) }, text) : h("th", { scope: "row" }, text),
    );
    return h("tr", {}, ...cells);
  });
  const table = h(
    "table",
    {},
    caption && h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...heads)),
    h("tbody", {}, ...lines),
  );
  const frame = h("div", { class: "table-frame" }, table);
  reachable(frame, `${texts.table} ${++drawnSoFar}: ${caption ?? ""}`);
  return h("div", { class: "table" }, frame, fold(lines, texts));
}

let drawnSoFar = 0;

/** A frame whose table is too wide is scrolled by keyboard: it takes the focus, and has a name of its own. */
function reachable(frame: HTMLElement, name: string): void {
  const check = () => {
    const wide = frame.scrollWidth > frame.clientWidth + 1;
    if (wide === frame.hasAttribute("tabindex")) return;
    for (const [attribute, value] of [
      ["tabindex", "0"],
      ["role", "region"],
      ["aria-label", name],
    ] as const) {
      if (wide) frame.setAttribute(attribute, value);
      else frame.removeAttribute(attribute);
    }
  };
  // Its edge fades while there is more beyond it; scrollLeft is negative from right to left.
  const fade = () => {
    const more = Math.abs(frame.scrollLeft) + frame.clientWidth < frame.scrollWidth - 2;
    frame.classList.toggle("more", more);
  };
  frame.addEventListener("scroll", fade, { passive: true });
  if (typeof ResizeObserver === "undefined") return;
  new ResizeObserver(() => (check(), fade())).observe(frame);
}

/** Columns of figures stand to the right. */
export function numeric(rows: readonly string[][], columns: number): boolean[] {
  const figure = /^[^\p{L}]*\d[^\p{L}]*$/u;
  const missing = /^(not known|–|-|)$/i;
  return Array.from({ length: columns }, (_, column) => {
    const cells = rows.map((row) => row[column] ?? "").filter((cell) => !missing.test(cell));
    return column > 0 && cells.length > 0 && cells.every((cell) => figure.test(cell.replace(/^at least /i, "")));
  });
}

function fold(lines: HTMLTableRowElement[], texts: Strings): HTMLElement | false {
  if (lines.length < SHOWN + SPARED) return false;
  const button = h("button", { type: "button", class: "fold", "aria-expanded": "false" });
  const show = (all: boolean) => {
    lines.slice(SHOWN).forEach((line) => (line.hidden = !all));
    button.setAttribute("aria-expanded", String(all));
    button.textContent = all ? texts.rowsFewer : fill(texts.rowsAll, { count: lines.length });
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") === "false"));
  show(false);
  return button;
}
