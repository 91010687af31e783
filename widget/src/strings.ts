/** Every text of the widget. A page overrides any of them: docs/embedding.md, "Translate". */

export const STRINGS = {
  title: "Overture",
  subtitle: "Figures with sources",
  greeting:
    "Ask me about studying music production: degrees, schools, getting in, cost, and the work it leads to. I say where each figure comes from.",
  dataAsOf: "Newest source: {date}",
  suggestions: [
    "What does a sound engineer earn?",
    "Which schools offer a master's online?",
    "What goes into a portfolio?",
  ] as readonly string[],

  open: "Open the chat",
  openUnread: "Open the chat, new messages: {count}",
  close: "Close the chat",
  widen: "Make the chat wider",
  narrow: "Make the chat narrower",
  menu: "More",
  newConversation: "New conversation",
  download: "Download this conversation",
  erase: "Erase my conversation",
  eraseAsk: "Erase this conversation? It is deleted here and on the server, and can't be brought back.",
  eraseYes: "Erase",
  eraseNo: "Keep it",
  erased: "Your conversation is erased.",
  started: "A new conversation.",
  privacy: "Privacy",

  log: "Conversation",
  you: "You",
  write: "Write a message",
  send: "Send",
  charactersLeft: "Characters left: {count}",
  tooLong: "Characters too many: {count}",
  latest: "To the newest message",
  typing: "Looking it up",
  queued: "Will be sent when the connection is back",
  sending: "Sending",
  retry: "Try again",
  choices: "Ask next",
  suggested: "Questions to begin with",
  actions: "This answer",
  copy: "Copy",
  copied: "Copied.",
  notCopied: "Your browser didn't allow copying.",
  helpful: "Helpful",
  notHelpful: "Not helpful",
  commentUp: "What helped? (if you like)",
  commentDown: "What was wrong or missing? (if you like)",
  commentSend: "Send",
  thanks: "Thank you.",

  table: "Table",
  rowsAll: "Show all {count} rows",
  rowsFewer: "Show fewer rows",
  figures: "These figures as a table",
  label: "What",
  notes: "Good to know",
  sources: "Sources ({count})",
  asOf: "as of {date}",
  undated: "without a date",
  newTab: "opens in a new tab",

  p10: "Lowest tenth earn less than",
  p25: "Lowest quarter earn less than",
  median: "Median",
  p75: "Highest quarter earn more than",
  p90: "Highest tenth earn more than",
  rangeLow: "lowest tenth below",
  rangeHigh: "highest tenth above",
  rangeMiddle: "middle half: {from} to {to}",

  connecting: "Connecting",
  offline: "You are offline. What you write is sent when you are back.",
  reconnecting: "The connection is lost. Trying again by itself; what you write is kept.",
  back: "You are connected again.",
  outdated: "This chat has been updated. Please reload the page.",
  personWaiting: "A person has been asked. You can go on writing.",
  personHere: "{name} is here and answers you.",
  personHereUnnamed: "A person is here and answers you.",
  personGone: "{name} has left. The program answers again.",
  personGoneUnnamed: "The person has left. The program answers again.",

  errors: {
    bad_request: "That could not be read.",
    protocol: "This chat has been updated. Please reload the page.",
    no_session: "The conversation had to be opened anew.",
    empty: "The message is empty.",
    too_long: "The message is too long.",
    unknown_choice: "That button is out of date. Please type your question.",
    unknown_message: "That answer is no longer kept.",
    rate: "That was a lot at once. Please wait a moment.",
    busy: "Many people are asking at the moment. Please wait a little.",
    unavailable: "The message could not be taken. Please try again in a moment.",
    timeout: "No answer from the server.",
  } as Readonly<Record<string, string>>,
};

export type Strings = typeof STRINGS;
/** What a page may override: any of the texts, any of the errors. */
export type Overrides = Partial<Omit<Strings, "errors">> & { errors?: Readonly<Record<string, string>> };

/** The texts with those of the page in their place; whatever is of another type is left out. */
export function translated(overrides: Overrides = {}): Strings {
  const texts: Record<string, unknown> = { ...STRINGS };
  for (const [name, own] of Object.entries(STRINGS)) {
    const given: unknown = overrides[name as keyof Overrides];
    if (name === "errors" && isRecord(given)) texts[name] = { ...STRINGS.errors, ...given };
    else if (Array.isArray(own) && Array.isArray(given)) texts[name] = given.filter((text) => typeof text === "string");
    else if (typeof own === "string" && typeof given === "string") texts[name] = given;
  }
  return texts as Strings;
}

/** A text with its gaps filled: fill("{count} rows", {count: 3}). */
export function fill(text: string, gaps: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in gaps ? String(gaps[name]) : whole));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
