/** Times, days, sizes, numbers and lists as the reader's language and clock write them. Times: ms since 1970. */

import { locale } from "./index.js";

/** @type {Map<string, any>} */
const made = new Map();
let clock = "auto"; // "auto", "12" or "24"

/**
 * Which clock times are written by: "auto" is the language's.
 * @param {string} hours
 */
export function setClock(hours) {
  clock = hours;
}

/** @param {Intl.DateTimeFormatOptions} options */
function dates(options) {
  const hour12 = options.timeStyle || options.hour ? { auto: undefined, 12: true, 24: false }[clock] : undefined;
  return kept(`d${clock}${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale(), { ...options, hour12 }));
}

/**
 * @template T
 * @param {string} key
 * @param {() => T} make
 * @returns {T}
 */
function kept(key, make) {
  const whole = `${locale()} ${key}`;
  if (!made.has(whole)) made.set(whole, make());
  return made.get(whole);
}

/**
 * `14:02`
 * @param {number} at
 */
export function time(at) {
  return dates({ hour: clock === "12" ? "numeric" : "2-digit", minute: "2-digit" }).format(at);
}

/**
 * `23 Nov 2026`
 * @param {number} at
 */
export function date(at) {
  return dates({ dateStyle: "medium" }).format(at);
}

/**
 * `Monday 23 November 2026 at 14:02`
 * @param {number} at
 */
export function longDate(at) {
  return dates({ dateStyle: "full", timeStyle: "short" }).format(at);
}

/**
 * The day's name: "today" and "yesterday" by words, else `Monday 23 November`, with the year when it is another one.
 * @param {number} at
 * @param {number} now
 */
export function day(at, now) {
  const apart = daysBetween(at, now);
  if (apart === 0 || apart === 1) {
    const words = daysAgo(apart);
    return words.slice(0, 1).toLocaleUpperCase(locale()) + words.slice(1);
  }
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return dates({ weekday: "long", day: "numeric", month: "long", year }).format(at);
}

/** `today`, `yesterday` @param {number} days */
function daysAgo(days) {
  return kept("r", () => new Intl.RelativeTimeFormat(locale(), { numeric: "auto" })).format(-days, "day");
}

/**
 * How many midnights lie between, by the reader's clock.
 * @param {number} at
 * @param {number} now
 */
export function daysBetween(at, now) {
  const [from, to] = [new Date(at), new Date(now)].map((when) => Date.UTC(when.getFullYear(), when.getMonth(), when.getDate()));
  return Math.round((to - from) / 86_400_000);
}

/**
 * `284 kB`
 * @param {number} bytes
 */
export function size(bytes) {
  const place = bytes < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const unit = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"][place];
  const maximumFractionDigits = place > 1 ? 1 : 0;
  const options = { style: "unit", unit, unitDisplay: place ? "short" : "long", maximumFractionDigits };
  const format = kept(`s${unit}`, () => new Intl.NumberFormat(locale(), /** @type {any} */ (options)));
  return format.format(bytes / 1000 ** place);
}

/**
 * `alice, bob and carol`
 * @param {string[]} names
 */
export function list(names) {
  return kept("l", () => new Intl.ListFormat(locale(), { type: "conjunction" })).format(names);
}

/**
 * @param {number} n
 * @param {number} [digits] at most so many behind the point
 */
export function number(n, digits = 0) {
  return kept(`n${digits}`, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })).format(n);
}

/**
 * `1 hour 30 minutes`: the two largest units of so many seconds.
 * @param {number} seconds
 */
export function duration(seconds) {
  /** @type {[string, number][]} */
  const units = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];
  const pieces = [];
  let left = Math.max(0, Math.round(seconds));
  for (const [unit, length] of units) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count && pieces.length < 2) pieces.push(unitOf(count, unit));
  }
  return pieces.join(" ") || unitOf(0, "second");
}

/**
 * @param {number} count
 * @param {string} unit
 */
function unitOf(count, unit) {
  const options = { style: "unit", unit, unitDisplay: "long" };
  return kept(`u${unit}`, () => new Intl.NumberFormat(locale(), /** @type {any} */ (options))).format(count);
}

/**
 * The words of a list with nodes in their places: names in bold.
 * @param {any[]} nodes
 * @returns {any[]}
 */
export function listOf(nodes) {
  const format = kept("l", () => new Intl.ListFormat(locale(), { type: "conjunction" }));
  const pieces = format.formatToParts(nodes.map((_, place) => String(place)));
  return pieces.map((piece) => (piece.type === "element" ? nodes[Number(piece.value)] : piece.value));
}

/**
 * Short, for lists: `Today, 12:02`, `19 Nov`, `3 Oct 2025`.
 * @param {number} at
 * @param {number} now
 */
export function moment(at, now) {
  return daysBetween(at, now) === 0 ? `${day(at, now)}, ${time(at)}` : shortDate(at, now);
}

/**
 * The same amid a sentence: `today 12:02`, `19 Nov`.
 * @param {number} at
 * @param {number} now
 */
export function amid(at, now) {
  return daysBetween(at, now) === 0 ? `${daysAgo(0)} ${time(at)}` : shortDate(at, now);
}

/**
 * The same in a column: `12:02`, `19 Nov`.
 * @param {number} at
 * @param {number} now
 */
export function brief(at, now) {
  return daysBetween(at, now) === 0 ? time(at) : shortDate(at, now);
}

/** @param {number} at @param {number} now */
function shortDate(at, now) {
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return dates({ day: "numeric", month: "short", year }).format(at);
}

/**
 * `0.5 ms`: a number with a unit of Intl, at most `digits` behind the point.
 * @param {number} value
 * @param {string} unit
 * @param {number} [digits]
 */
export function measure(value, unit, digits = 0) {
  const options = /** @type {any} */ ({ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits });
  return kept(`m${unit}${digits}`, () => new Intl.NumberFormat(locale(), options)).format(value);
}

/**
 * `12:02` today, else `19 November at 12:02`.
 * @param {number} at
 * @param {number} now
 */
export function when(at, now) {
  if (daysBetween(at, now) === 0) return time(at);
  return dates({ day: "numeric", month: "long", hour: clock === "12" ? "numeric" : "2-digit", minute: "2-digit" }).format(at);
}
