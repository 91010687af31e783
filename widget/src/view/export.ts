/** Out of the chat: to the clipboard, to a file. */

import { h } from "./dom";

/** Copies a text; false if the browser doesn't allow it. */
export async function copied(text: string, root: ShadowRoot): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text, root);
  }
}

/** The clipboard is closed to pages without https. */
function copiedBySelection(text: string, root: ShadowRoot): boolean {
  const before = root.activeElement as HTMLElement | null;
  const field = h("textarea", { class: "vh", "aria-hidden": "true", tabindex: -1 });
  field.value = text;
  root.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    before?.focus();
  }
}

/** Hands a text to the browser as a file. */
export function saved(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
