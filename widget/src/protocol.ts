/** The protocol between widget and server, version 1: docs/web-protocol.md. */

export const PROTOCOL = 1;

export interface Table {
  head: string[];
  rows: string[][];
  caption?: string;
}

export interface Series {
  name: string;
  values: [string, number][];
}

export interface Chart {
  kind: "range" | "line" | "bars";
  title: string;
  unit: string;
  series: Series[];
  alternative: string;
}

export interface Card {
  title: string;
  subtitle?: string;
  facts?: [string, string][];
  url?: string | null;
}

export interface Source {
  id: string;
  short: string;
  publisher: string;
  title: string;
  as_of: string;
  url?: string | null;
  attribution?: string | null;
}

export interface Answer {
  table?: Table;
  chart?: Chart;
  cards?: Card[];
  notes?: string[];
  sources?: Source[];
  outcome?: string;
}

export interface Choice {
  id: string;
  title: string;
}

export interface Person {
  name: string;
}

export type Verdict = "up" | "down" | null;

export interface BotMessage {
  id: string;
  reply_to?: string;
  text: string;
  at: string;
  choices?: Choice[];
  answer?: Answer;
  person?: Person;
}

export interface UserMessage {
  id: string;
  text: string;
  at: string;
}

export type Told =
  | ({ from: "user" } & UserMessage)
  | ({ from: "bot"; feedback?: Verdict | { verdict: Verdict; comment?: string } } & BotMessage);

export interface Limits {
  characters: number;
  per_minute: number;
  in_flight: number;
}

export interface Session {
  session: string;
  restored: boolean;
  history: Told[];
  limits: Limits;
  bot: { name: string; version: string; data_as_of?: string };
  person: Person | null;
}

export interface PersonState {
  state: "waiting" | "here" | "gone";
  name?: string;
}

export interface Refusal {
  code: string;
  message: string;
  retry_after?: number;
}

export type Ack<T = object> = ({ ok: true } & T) | { ok: false; error: Refusal };

/** What the server says of itself; anything else is ignored. */
export interface Heard {
  user_said: UserMessage;
  bot_uttered: BotMessage;
  typing: { on: boolean; reply_to?: string };
  turn_done: { reply_to: string };
  person: PersonState;
  session_ended: { reason: string };
}

export const HEARD = ["user_said", "bot_uttered", "typing", "turn_done", "person", "session_ended"] as const;

/** An id for a message; crypto.randomUUID is missing on pages without https. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
