/** Numbers of charts: how they read, where they stand. */

import type { Series } from "../protocol";

export interface Reading {
  /** A value in full: $73,130. */
  full(value: number): string;
  /** A value on an axis: $73K. */
  short(value: number): string;
}

/** How values of a unit read; "USD a year" as dollars, "%" with its sign. */
export function reading(unit: string, lang: string): Reading {
  const money = /^([A-Z]{3})\b/.exec(unit)?.[1];
  const percent = /%|percent/i.test(unit);
  const cents = money !== undefined && /hour/i.test(unit);
  const digits = cents
    ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
    : { maximumFractionDigits: money ? 0 : 2 };
  const style: Intl.NumberFormatOptions = money ? { style: "currency", currency: money } : {};
  const full = format(lang, { ...style, ...digits });
  const short = format(lang, { ...style, notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 });
  const signed = (text: string) => (percent ? `${text} %` : text).replace("-", "−");
  return { full: (value) => signed(full.format(value)), short: (value) => signed(short.format(value)) };
}

function format(lang: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(lang, options);
  } catch {
    // A language or a currency that the browser doesn't know.
    return new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
  }
}

export type Scale = (value: number) => number;

/** A straight scale; all values on one point stand in the middle. */
export function scale([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const span = high - low;
  return (value) => (span === 0 ? (from + to) / 2 : from + ((value - low) / span) * (to - from));
}

/** Round steps from below the lowest to above the highest value, about `count` of them. */
export function ticks(low: number, high: number, count = 4): number[] {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5].find((nice) => nice * power >= raw) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
}

/** Where a label stands in time: "2018", "2018-05" or "May 2018"; nothing if it names no year. */
export function moment(label: string): number | undefined {
  const year = /\b(1[89]|20|21)\d\d\b/.exec(label)?.[0];
  if (year === undefined) return undefined;
  const number = /^\d{4}-(\d\d)/.exec(label)?.[1];
  const named = MONTHS.findIndex((month) => label.toLowerCase().includes(month));
  return Number(year) + (number === undefined ? Math.max(named, 0) : Number(number) - 1) / 12;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The labels of all series in their order, each once. */
export function labels(series: readonly Series[]): string[] {
  return [...new Set(series.flatMap(({ values }) => values.map(([label]) => label)))];
}

/** A chart's figures as rows: a label and a value of each series; a dash where there is none. */
export function rows(series: readonly Series[], read: Reading, named: (label: string) => string): string[][] {
  const found = series.map(({ values }) => new Map(values));
  return labels(series).map((label) => [
    named(label),
    ...found.map((values) => (values.has(label) ? read.full(values.get(label)!) : "–")),
  ]);
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
