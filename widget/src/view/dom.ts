/** Elements made in one call. Text goes in as text, never as HTML. */

type Handler = (event: never) => void;
type Value = string | number | boolean | null | undefined | Handler;
export type Child = Node | string | null | undefined | false;

/** h("button", {class: "x", onclick: f}, "Send"); true stands for an empty attribute, false for none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** Text for screen readers only. */
export function unseen(text: string): HTMLElement {
  return h("span", { class: "vh" }, text);
}

/** Whether the pointer is a finger: a focused field would bring up its keyboard. */
export function byTouch(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
