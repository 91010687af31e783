/** The script of the page: defines the element, puts one there if there is none, and listens for questions. */

import { OvertureChat } from "./element";

const NAME = "overture-chat";
// Only while the script runs for the first time does the page tell which one it is.
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;

/** `data-title` of the script becomes `title` of the element; `data-manual` leaves the page without one. */
function launch(): void {
  if (document.querySelector(NAME) || script?.dataset.manual !== undefined) return;
  const chat = document.createElement(NAME);
  for (const [name, value] of Object.entries(script?.dataset ?? {})) chat.setAttribute(name, value ?? "");
  document.body.append(chat);
}

/** <button data-overture-ask="What does a sound engineer earn?"> asks that, on any page with the chat. */
function answerClicks(event: MouseEvent): void {
  const found = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-overture-ask]") : null;
  const chat = document.querySelector<OvertureChat>(NAME);
  if (!found || !chat) return;
  event.preventDefault();
  chat.ask(found.dataset.overtureAsk || found.textContent || "");
}

if (!customElements.get(NAME)) {
  if (script?.src) OvertureChat.origin = new URL(script.src).origin;
  customElements.define(NAME, OvertureChat);
  document.addEventListener("click", answerClicks);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", launch);
  else launch();
}
