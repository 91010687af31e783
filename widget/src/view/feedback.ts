/** Under an answer: copy, thumbs up, thumbs down, and a word to it. */

import type { BotItem } from "../conversation";
import { clock } from "../dates";
import type { Verdict } from "../protocol";
import type { Strings } from "../strings";
import { h } from "./dom";
import { icon, type Icon } from "./icons";
import type { MessageActions } from "./message";

const LONGEST_COMMENT = 1000;

export function actionsView(item: BotItem, texts: Strings, actions: MessageActions) {
  const { id } = item;
  let now = item;
  const slot = h("div", { class: "comment-slot" });
  const judge = (verdict: "up" | "down") => {
    const given: Verdict = now.feedback === verdict ? null : verdict;
    slot.replaceChildren(...(given ? [commentForm(id, given, texts, actions, slot)] : []));
    void actions.judge(id, given).then((kept) => kept || slot.replaceChildren());
  };
  const copy = tool("copy", texts.copy, () => actions.copy(now));
  const up = tool("up", texts.helpful, () => judge("up"));
  const down = tool("down", texts.notHelpful, () => judge("down"));
  const time = h("time", { datetime: item.at, dir: "auto" }, clock(item.at));
  const row = h("div", { class: "actions", role: "group", "aria-label": texts.actions }, copy, up, down, time);
  const update = (changed: BotItem) => {
    now = changed;
    up.setAttribute("aria-pressed", String(changed.feedback === "up"));
    down.setAttribute("aria-pressed", String(changed.feedback === "down"));
  };
  return { node: h("div", { class: "tools" }, row, slot), update };
}

function tool(name: Icon, label: string, onclick: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick }, icon(name));
}

function commentForm(
  id: string,
  verdict: "up" | "down",
  texts: Strings,
  actions: MessageActions,
  slot: HTMLElement,
): HTMLElement {
  const label = verdict === "up" ? texts.commentUp : texts.commentDown;
  const field = h("input", {
    type: "text",
    maxlength: LONGEST_COMMENT,
    "aria-label": label,
    placeholder: label,
    autocomplete: "off",
  });
  const close = () => {
    const inside = slot.contains((slot.getRootNode() as Document | ShadowRoot).activeElement);
    slot.replaceChildren();
    if (inside) slot.parentElement?.querySelector<HTMLElement>(`.tool[aria-pressed=true]`)?.focus();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const comment = field.value.trim();
    if (comment) void actions.judge(id, verdict, comment).then((kept) => kept && close());
    else close();
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  const send = h("button", { type: "submit", class: "plain" }, texts.commentSend);
  return h("form", { class: "comment", onsubmit: submit, onkeydown: leave }, field, send);
}
