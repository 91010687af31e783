/** The parts of an answer beside its text. */

import { chartFigure } from "../charts";
import { asOf } from "../dates";
import { markdown, safeUrl } from "../markdown";
import type { Answer, Card, Chart, Source } from "../protocol";
import { fill, type Strings } from "../strings";
import { h, unseen } from "./dom";
import { tableView } from "./table";

/** Chart, table, cards, notes and sources, as far as they are there. */
export function partsView(answer: Answer, texts: Strings): HTMLElement[] {
  const { chart, table, cards = [], notes = [], sources = [] } = answer;
  return [
    ...drawn(chart && hasFigures(chart), () => chartView(chart!, texts)),
    ...drawn(table, () => tableView(table!, texts)),
    ...drawn(cards.length, () => h("ul", { class: "cards" }, ...cards.map((card) => cardView(card, texts)))),
    ...drawn(notes.length, () => notesView(notes, texts)),
    ...drawn(sources.length, () => sourcesView(sources, texts)),
  ];
}

/** One part that can't be drawn doesn't take the others with it. */
function drawn(there: unknown, draw: () => HTMLElement): HTMLElement[] {
  if (!there) return [];
  try {
    return [draw()];
  } catch (error) {
    console.error("overture-chat:", error);
    return [];
  }
}

function hasFigures({ series }: Chart): boolean {
  return series.some(({ values }) => values.some(([, value]) => Number.isFinite(value)));
}

function chartView(chart: Chart, texts: Strings): HTMLElement {
  return chartFigure(chart, { texts, lang: "en-US", table: (table) => tableView(table, texts) });
}

function cardView({ title, subtitle, facts = [], url }: Card, texts: Strings): HTMLElement {
  const pairs = facts.map(([label, value]) =>
    h("div", {}, h("dt", {}, label), h("dd", { dir: "auto" }, factView(label, value, texts))),
  );
  return h(
    "li",
    { class: "card" },
    h("h3", {}, outward(title, url, texts)),
    subtitle && h("p", { class: "subtitle" }, subtitle),
    pairs.length > 0 && h("dl", {}, ...pairs),
  );
}

/** Of a fact that is an address, the name of its host: the whole of it would fill the card. */
function factView(label: string, value: string, texts: Strings): Node {
  const host = value.replace(/^https?:\/\/(?:www\.)?([^/?#]+).*$/i, "$1");
  const link = outward(host, value, texts);
  // Several may lead to one host: each is named by what it is.
  if (link instanceof HTMLElement) link.prepend(unseen(`${label}: `));
  return link;
}

function notesView(notes: readonly string[], texts: Strings): HTMLElement {
  const said = notes.map((note) => {
    const item = h("li");
    item.append(...markdown(note).childNodes);
    return item;
  });
  return h("div", { class: "notes" }, h("p", { class: "label" }, texts.notes), h("ul", { dir: "auto" }, ...said));
}

function sourcesView(sources: readonly Source[], texts: Strings): HTMLElement {
  const cited = sources.map(({ short, publisher, title, as_of, url, attribution }) =>
    h(
      "li",
      {},
      h("p", { dir: "auto" }, outward(short || title, url, texts), `, ${asOf(as_of, texts)}`),
      h("p", { class: "small", dir: "auto" }, [publisher, title].filter(Boolean).join(": ")),
      attribution && h("p", { class: "small" }, attribution),
    ),
  );
  const summary = h("summary", {}, fill(texts.sources, { count: sources.length }));
  return h("details", { class: "sources" }, summary, h("ul", {}, ...cited));
}

/** A link to somewhere else; plain text if there is no address that may be followed. */
function outward(text: string, url: unknown, texts: Strings): Node {
  const href = safeUrl(url);
  if (!href) return document.createTextNode(text);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text, unseen(` (${texts.newTab})`));
}
