/** One message: built once, then only told what has changed. */

import type { BotItem, Item, NoteItem, UserItem } from "../conversation";
import { markdown } from "../markdown";
import type { Choice, Refusal, Verdict } from "../protocol";
import { STRINGS, type Strings } from "../strings";
import { h, unseen } from "./dom";
import { actionsView } from "./feedback";
import { icon } from "./icons";
import { partsView } from "./parts";

/** What can be done with a message. */
export interface MessageActions {
  retry(id: string): void;
  choose(choice: Choice): void;
  copy(item: BotItem): void;
  judge(id: string, verdict: Verdict, comment?: string): Promise<boolean>;
}

export interface Shown {
  node: HTMLElement;
  update(item: Item): void;
}

export function messageView(item: Item, texts: Strings, actions: MessageActions): Shown {
  if (item.from === "user") return userView(item, texts, actions);
  return item.from === "bot" ? botView(item, texts, actions) : noteView(item);
}

function noteView({ text }: NoteItem): Shown {
  return { node: h("p", { class: "turn line" }, h("span", {}, text)), update: () => undefined };
}

function userView(item: UserItem, texts: Strings, actions: MessageActions): Shown {
  const state = h("div", { class: "state" });
  const words = h("span", {}, item.text);
  const bubble = h("p", { class: "bubble", dir: "auto" }, unseen(`${texts.you}: `), words);
  const node = h("div", { class: "turn user" }, bubble, state);
  let before: UserItem | undefined;
  const update = (now: Item) => {
    if (now.from !== "user" || now === before) return;
    before = now;
    if (words.textContent !== now.text) words.textContent = now.text;
    node.dataset.delivery = now.delivery;
    state.replaceChildren(...delivery(now, texts, actions));
  };
  update(item);
  return { node, update };
}

const FINAL = new Set(["too_long", "empty", "bad_request", "unknown_choice", "unknown_message", "protocol"]);

function delivery({ id, delivery, failure }: UserItem, texts: Strings, actions: MessageActions): HTMLElement[] {
  if (delivery === "queued") return [h("span", { class: "late" }, texts.queued)];
  if (delivery === "sending") return [h("span", { class: "late" }, texts.sending)];
  if (delivery !== "failed" || !failure) return [];
  const again = h("button", { type: "button", class: "link", onclick: () => actions.retry(id) }, texts.retry);
  return [h("span", { class: "failure" }, inWords(failure, texts)), ...(FINAL.has(failure.code) ? [] : [again])];
}

/** A refusal in words: the page's own if it has any, else the server's. */
export function inWords({ code, message }: Refusal, texts: Strings): string {
  const own = texts.errors[code];
  if (own !== undefined && own !== STRINGS.errors[code]) return own;
  return message || (own ?? texts.errors.unavailable ?? code);
}

function botView(item: BotItem, texts: Strings, actions: MessageActions): Shown {
  const prose = h("div", { class: "prose", dir: "auto" });
  const tools = actionsView(item, texts, actions);
  const choices = choicesView(item, texts, actions);
  const said = item.person ? h("p", { class: "name" }, item.person.name) : unseen(`${texts.title}: `);
  const node = h("div", { class: item.person ? "turn bot human" : "turn bot" }, said);
  node.append(prose, ...partsView(item.answer ?? {}, texts), tools.node, ...choices.nodes);
  let text: string | undefined;
  const update = (now: Item) => {
    if (now.from !== "bot") return;
    if (now.text !== text) prose.replaceChildren(markdown((text = now.text)));
    tools.update(now);
    choices.update(now);
  };
  update(item);
  return { node, update };
}

/** Buttons with next questions; when one is taken they rest, and the focus stays where it is. */
function choicesView(
  item: BotItem,
  texts: Strings,
  actions: MessageActions,
): { nodes: HTMLElement[]; update(item: BotItem): void } {
  const { choices = [] } = item;
  if (!choices.length) return { nodes: [], update: () => undefined };
  let resting = false;
  const buttons = choices.map((choice) => {
    const press = () => resting || actions.choose(choice);
    return h("button", { type: "button", class: "choice", onclick: press }, choice.title);
  });
  const update = ({ spent, taken }: BotItem) => {
    resting = spent ?? false;
    buttons.forEach((button, index) => {
      if (resting) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
      if (choices[index]?.id === taken && !button.firstElementChild) button.prepend(icon("check"));
      button.classList.toggle("taken", choices[index]?.id === taken);
    });
  };
  return { nodes: [h("div", { class: "choices", role: "group", "aria-label": texts.choices }, ...buttons)], update };
}
