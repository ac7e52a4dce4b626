/** Items of a timeline as the rows that are drawn: groups, days, the "n new" line, folded comings and goings, gaps. */

import { lower } from "../irc/casemap.js";
import { midnight } from "./days.js";
import { fold, folds } from "./folding.js";

const LATELY = 10; // messages whose speakers take part in the talk
const GROUP = 5 * 60_000; // ms after which the same speaker begins anew
const ANSWER = 1000; // ms in which the lines of one answer come

const SAID = new Set(["said", "did", "notice"]);

/**
 * @typedef {any} Item  a record of client/state: message, happening, note or gap
 *
 * @typedef {object} Row  `item`: what it shows; of a fold, `items` and what is left of them; of an answer of several notes, `items`
 * @property {string} key  its own for good
 * @property {"day"|"unread"|"message"|"fold"|"event"|"note"|"gap"} type
 * @property {number} at
 * @property {Item} [item]
 * @property {boolean} [first]  begins a group
 * @property {number} [count]  of the new
 * @property {Item[]} [items]
 * @property {import("./folding.js").Outcome} [outcome]
 *
 * @typedef {object} Options
 * @property {number} [line]  ms: "n new" stands before the first message of others after it
 * @property {number} [until]  ms: what came later came before somebody's eyes, and is not new; but what was fetched is
 * @property {boolean} [comings]  false: who came and went is not shown
 */

/** Whether an item is something that somebody said. @param {Item} item */
export function isSaid(item) {
  return SAID.has(item.kind);
}

/** An item's name for good: what it was sent as, else what the server calls it. @param {Item} item @returns {string} */
export function keyOf(item) {
  return item.client_id || item.id;
}

/**
 * A maker of rows that hands out the same object for the same row, so that `===` tells what has changed.
 * @returns {(items: Item[], options?: Options) => Row[]}
 */
export function rowMaker() {
  /** @type {Map<string, Row>} */
  let known = new Map();
  return (items, options = {}) => {
    const next = new Map();
    for (const row of rows(items, options)) {
      const before = known.get(row.key);
      next.set(row.key, before && same(before, row) ? before : row);
    }
    known = next;
    return [...next.values()];
  };
}

/** Whether two rows of one key look the same. @param {any} one @param {any} other */
function same(one, other) {
  return Object.keys(other).every((name) => one[name] === other[name] || (Array.isArray(other[name]) && sameItems(one[name], other[name])) || (name === "outcome" && JSON.stringify(one.outcome) === JSON.stringify(other.outcome)));
}

/** @param {Item[]|undefined} one @param {Item[]} other */
function sameItems(one, other) {
  return one?.length === other.length && one.every((item, at) => item === other[at]);
}

/**
 * The rows of these items.
 * @param {Item[]} all  oldest first
 * @param {Options} [options]
 * @returns {Row[]}
 */
export function rows(all, { line = Infinity, until = Infinity, comings = true } = {}) {
  const items = withoutReturns(all);
  /** @type {Row[]} */
  const made = [];
  /** @type {Place} */
  const place = { day: -1, last: null, unread: unreadAfter(items, line, until) };
  for (let at = 0; at < items.length; at++) {
    if (items[at].kind === "gap") made.push(gap(items[at], place));
    else if (isMore(items[at], made.at(-1))) made.at(-1)?.items?.push(items[at]);
    else if (!folds(items[at])) made.push(...between(items[at], place), row(items[at], place));
    else {
      const end = foldEnd(items, at);
      if (comings) made.push(...folded(items.slice(at, end), place, talking(items, at)));
      at = end - 1;
    }
  }
  return made;
}

/** @typedef {{day: number, last: Item|null, unread: {id: string|undefined, count: number}}} Place  how far it is */

/**
 * Without one's own coming into a room where one is already, as after a lost connection.
 * @param {any[]} items
 * @returns {Item[]}
 */
function withoutReturns(items) {
  let isIn = false;
  return items.filter(({ kind, own }) => {
    if (!own || (kind !== "joined" && kind !== "left" && kind !== "kicked")) return true;
    const again = isIn && kind === "joined";
    isIn = kind === "joined";
    return !again;
  });
}

/** Where the line of the new stands, and how many they are. @param {Item[]} items @param {number} line @param {number} until */
function unreadAfter(items, line, until) {
  const fresh = items.filter((item) => item.at > line && (item.late || item.at <= until) && isSaid(item) && !item.own);
  return { id: fresh[0]?.id, count: fresh.length };
}

/** @param {Item} item @param {Place} place @returns {Row} */
function gap(item, place) {
  place.last = null;
  return { key: item.id, type: "gap", at: item.at, item };
}

/** What stands before an item: a new day, the line of the new. @param {Item} item @param {Place} place @returns {Row[]} */
function between(item, place) {
  /** @type {Row[]} */
  const made = [];
  const day = midnight(item.at);
  if (day !== place.day) made.push({ key: place.day > day ? `day ${day} ${item.id}` : `day ${day}`, type: "day", at: day });
  if (item.id === place.unread.id) made.push({ key: "unread", type: "unread", at: item.at, count: place.unread.count });
  place.day = day;
  if (made.length) place.last = null;
  return made;
}

/** A message, a note or something that happened. @param {Item} item @param {Place} place @returns {Row} */
function row(item, place) {
  if (!isSaid(item)) {
    place.last = null;
    return { key: item.id, type: item.kind === "note" ? "note" : "event", at: item.at, item, items: [item] };
  }
  const first = begins(item, place.last);
  place.last = item;
  return { key: keyOf(item), type: "message", at: item.at, item, first };
}

/** Whether a note is one more line of the answer before it. @param {Item} item @param {Row|undefined} row */
function isMore({ kind, error, code, at }, row) {
  return kind === "note" && row?.type === "note" && !error && !row.item.error && code === row.item.code && at - row.at < ANSWER;
}

/** Whether a message begins a group. @param {Item} item @param {Item|null} last */
function begins(item, last) {
  if (!last || item.reply) return true;
  return last.sender !== item.sender || last.account !== item.account || item.at - last.at > GROUP;
}

/** Where comings and goings in a row, on one day, end. @param {Item[]} items @param {number} from */
function foldEnd(items, from) {
  const day = midnight(items[from].at);
  let to = from + 1;
  while (to < items.length && folds(items[to]) && midnight(items[to].at) === day) to++;
  return to;
}

/** The folded names of who said one of the last messages before a place, or was addressed by one. @param {Item[]} items @param {number} end */
function talking(items, end) {
  /** @type {Item[]} */
  const lately = [];
  for (let at = end - 1; at >= 0 && lately.length < LATELY; at--) if (isSaid(items[at])) lately.push(items[at]);
  return new Set(lately.flatMap(({ sender, text }) => [lower(sender), lower(text.split(" ", 1)[0].replace(/^[@:,]+|[@:,]+$/g, ""))]));
}

/** @param {Item[]} items @param {Place} place @param {Set<string>} spoke @returns {Row[]} */
function folded(items, place, spoke) {
  const outcome = fold(items, spoke);
  if (![outcome.came, outcome.left, outcome.renamed].some(({ named }) => named.length)) return [];
  const before = between(items[0], place);
  place.last = null;
  return [...before, { key: `fold ${items[0].id}`, type: "fold", at: items[0].at, items, outcome }];
}
