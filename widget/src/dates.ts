/** Dates as people write them. */

import { fill, type Strings } from "./strings";

const MONTH = new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** "2025-05" as May 2025, "2025-05-07" as 7 May 2025, also from one to another; anything else stays as it is. */
export function dated(date: string): string {
  if (date.includes(" to ")) return date.split(" to ").map(dated).join(" to ");
  const found = /^(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?$/.exec(date);
  const time = found ? Date.parse(found[3] ? date : `${date}-01`) : NaN;
  if (Number.isNaN(time)) return date;
  return (found?.[3] ? DAY : MONTH).format(time);
}

/** How old something is, or that nobody knows. */
export function asOf(date: string, texts: Strings): string {
  return date && date !== "undated" ? fill(texts.asOf, { date: dated(date) }) : texts.undated;
}

/** The time of day of a message, in the reader's own time; nothing if it has none. */
export function clock(at: string): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return "";
  return new Date(time).toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" });
}
