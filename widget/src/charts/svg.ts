/** SVG elements; colors and fonts come from classes, so that a strict CSP holds. */

const SVG = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number>;

export function svg(tag: string, attributes: Attributes = {}, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === "number" ? String(Math.round(value * 10) / 10) : value);
  }
  element.append(...children);
  return element;
}

export function text(x: number, y: number, said: string, kind: string, anchor = "start"): SVGElement {
  return svg("text", { x, y, class: kind, "text-anchor": anchor }, said);
}

export function rect(x: number, y: number, width: number, height: number, kind: string, rx = 3): SVGElement {
  return svg("rect", { x, y, width: Math.max(width, 0), height, rx, class: kind });
}

export function line(x1: number, y1: number, x2: number, y2: number, kind: string): SVGElement {
  return svg("line", { x1, y1, x2, y2, class: kind });
}

/** A guess of a text's width in px, a little too wide. */
export function widthOf(said: string, size = 12): number {
  return (
    [...said].reduce(
      (sum, sign) => sum + (/[\s.,:;'()ijlt|I]/.test(sign) ? 0.36 : /[MW%@]/.test(sign) ? 0.9 : 0.6),
      0,
    ) * size
  );
}

/** A text cut to a width, with an ellipsis. */
export function cut(said: string, width: number, size = 12): string {
  if (widthOf(said, size) <= width) return said;
  let end = said.length;
  while (end > 1 && widthOf(said.slice(0, end) + "…", size) > width) end--;
  return said.slice(0, end).trimEnd() + "…";
}

/** The whole picture, with its name and what it shows in words. */
export function picture(
  width: number,
  height: number,
  title: string,
  said: string,
  id: string,
  marks: Node[],
): SVGElement {
  const [named, told] = [`${id}-title`, `${id}-desc`];
  return svg(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`,
      role: "img",
      "aria-labelledby": `${named} ${told}`,
    },
    svg("title", { id: named }, title),
    svg("desc", { id: told }, said),
    ...marks,
  );
}

export interface Drawn {
  height: number;
  marks: SVGElement[];
}
