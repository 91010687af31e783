/** What a page sets by the attributes of the element. */

import type { Overrides } from "./strings";

/** The address of the server: as given, or where the script came from. */
export function serverOf(element: HTMLElement, origin: string): string {
  return new URL(element.getAttribute("server") ?? origin, location.href).origin;
}

/** Texts given by attributes: greeting, and any of them as JSON or in an element of the page. */
export function textsOf(element: HTMLElement): Overrides {
  const greeting = element.getAttribute("greeting");
  const own: Overrides = greeting === null ? {} : { greeting };
  const given = element.getAttribute("strings") ?? "";
  const text = given.startsWith("#") ? document.getElementById(given.slice(1))?.textContent : given;
  try {
    return { ...own, ...(JSON.parse(text || "{}") as Overrides) };
  } catch (error) {
    console.error("overture-chat: the attribute strings is no JSON:", error);
    return own;
  }
}

/** Where the button stands: at the end of lines, or at their beginning. */
export function sideOf(element: HTMLElement): "start" | "end" {
  return ["left", "start"].includes(element.getAttribute("position") ?? "") ? "start" : "end";
}
