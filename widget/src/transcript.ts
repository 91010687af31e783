/** A conversation as text: for the clipboard and for a file. */

import type { BotItem, Item } from "./conversation";
import { asOf } from "./dates";
import { plain } from "./markdown";
import type { Answer, Card, Source, Table } from "./protocol";
import { fill, type Strings } from "./strings";

/** One answer with all its parts as plain text. */
export function answerText(item: BotItem, texts: Strings): string {
  const { answer = {} } = item;
  const blocks = [plain(item.text), ...parts(answer, tabbed), ...tail(answer, texts, plain)];
  return blocks.filter(Boolean).join("\n\n");
}

/** The whole conversation as Markdown. */
export function transcript(items: readonly Item[], texts: Strings, at: Date): string {
  const head = `# ${texts.title}, ${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return [head, ...items.map((item) => told(item, texts))].join("\n\n") + "\n";
}

export function transcriptName(at: Date): string {
  return `overture-${at.toISOString().slice(0, 10)}.md`;
}

function told(item: Item, texts: Strings): string {
  if (item.from === "note") return `_${item.text}_`;
  if (item.from === "user") return `**${texts.you}:** ${item.text}`;
  const { answer = {} } = item;
  const blocks = [`**${item.person?.name ?? texts.title}:** ${item.text}`, ...parts(answer, ruled)];
  return [...blocks, ...tail(answer, texts, (text) => text)].filter(Boolean).join("\n\n");
}

function parts({ table, chart, cards = [] }: Answer, draw: (table: Table) => string): string[] {
  // A chart's figures stand in the table; alone, its words stand for it.
  return [table ? draw(table) : (chart?.alternative ?? ""), ...cards.map(cardText)];
}

function tail({ notes = [], sources = [] }: Answer, texts: Strings, shown: (text: string) => string): string[] {
  const cited = sources.map((source) => `- ${sourceText(source, texts)}`).join("\n");
  return [
    notes.map((note) => `- ${shown(note)}`).join("\n"),
    cited && `${fill(texts.sources, { count: sources.length })}:\n${cited}`,
  ];
}

function tabbed({ head, rows, caption }: Table): string {
  return [caption ?? "", ...[head, ...rows].map((row) => row.join("\t"))].filter(Boolean).join("\n");
}

function ruled({ head, rows, caption }: Table): string {
  const row = (cells: string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  const lines = [row(head), `|${" --- |".repeat(head.length)}`, ...rows.map(row)];
  return [caption ? `${caption}\n` : "", ...lines].filter(Boolean).join("\n");
}

function cardText({ title, subtitle, facts = [], url }: Card): string {
  const lines = facts.map(([label, value]) => `- ${label}: ${value}`);
  return [[title, subtitle].filter(Boolean).join(", "), ...lines, url ?? ""].filter(Boolean).join("\n");
}

/** A source in one line, its address last. */
export function sourceText({ publisher, title, as_of, url, attribution }: Source, texts: Strings): string {
  const said = `${publisher}: ${title}, ${asOf(as_of, texts)}`;
  return [[said, url].filter(Boolean).join(", "), attribution].filter(Boolean).join(". ");
}
