/** What Ctrl K offers, in its order: with news (mentions first), lately, all, people, then what can be done; pure. */

import { lower } from "../irc/casemap.js";
import { bare, isUnread } from "./places.js";

const LATELY = 6;

/**
 * @typedef {any} Buffer  of client/state
 * @typedef {{kind: "buffer"|"person"|"room"|"act", key: string, name: string, hint: string, buffer?: Buffer, act?: any, keys?: string}} Entry
 * @typedef {{id: string, entries: Entry[]}} Group
 * @typedef {{key: string, name: string}} Known
 */

/**
 * @param {object} of
 * @param {any[]} of.buffers  rooms and people, in the sidebar's order
 * @param {{key: string, name: string}[]} of.people  others that are known
 * @param {{name: string, topic: string}[]} of.rooms  rooms that one is not in
 * @param {{id: string, label: string, keys?: string}[]} of.acts
 * @param {string[]} of.lately  keys, the latest first
 * @param {string|null} of.current
 * @param {(buffer: any) => string} of.hint
 * @param {string} typed  `#` and `@` narrow, `/` are commands
 * @returns {Group[]}
 */
export function jumps({ buffers, people, rooms, acts, lately, current, hint }, typed) {
  const { only, word } = narrowed(typed);
  /** @type {Entry[]} */
  const entries = buffers.map((buffer) => ({ kind: "buffer", key: buffer.key, name: bare(buffer), hint: hint(buffer), buffer }));
  const fitting = ranked(entries.filter((entry) => entry.key !== current || word).filter((entry) => fitsKind(entry.buffer.kind, only)), word);
  const news = fitting.filter(({ buffer }) => hasNews(buffer)).sort((one, other) => weight(other.buffer) - weight(one.buffer));
  const others = fitting.filter((entry) => !news.includes(entry));
  const recent = word ? [] : lately.flatMap((key) => others.filter((entry) => entry.key === key)).slice(0, LATELY);
  const rest = others.filter((entry) => !recent.includes(entry));
  return groups([
    ["news", word ? [] : news], ["lately", recent], ["all", word ? fitting : rest],
    ["people", only === "room" || only === "act" || !(word || only) ? [] : strangers(people, buffers, word)],
    ["rooms", only === "person" || only === "act" || !word ? [] : unjoined(rooms, buffers, word)],
    ["do", only && only !== "act" ? [] : doable(acts, word)],
  ]);
}

/** What a first sign narrows to. @param {string} typed */
export function narrowed(typed) {
  /** @type {Record<string, string>} */
  const kinds = { "#": "room", "@": "person", "/": "act", ">": "act" };
  const only = kinds[typed[0]] ?? "";
  return { only, word: (only ? typed.slice(1) : typed).trim().toLowerCase() };
}

/** @param {string} kind @param {string} only */
const fitsKind = (kind, only) => !only || kind === only;

/** @param {Buffer} buffer */
function hasNews(buffer) {
  return buffer.notify !== "nothing" && (isUnread(buffer) || orange(buffer) > 0);
}

/** @param {Buffer} buffer @returns {number} */
const orange = (buffer) => (buffer.kind === "person" ? buffer.unread : buffer.mentions);
/** @param {Buffer} buffer @returns {number} */
const weight = (buffer) => (orange(buffer) ? 1e15 : 0) + (buffer.last_at || 0);

/** How well a name fits what is typed; 0: not at all. @param {string} name @param {string} word */
export function fit(name, word) {
  const folded = name.toLowerCase();
  if (!word) return 1;
  if (folded === word) return 5;
  if (folded.startsWith(word)) return 4;
  if (folded.split(/[-_. ]/).some((part) => part.startsWith(word))) return 3;
  if (folded.includes(word)) return 2;
  return scattered(folded, word) ? 1 : 0;
}

/** Whether the letters stand in the name in their order. @param {string} name @param {string} word */
function scattered(name, word) {
  let at = 0;
  for (const letter of word) {
    at = name.indexOf(letter, at) + 1;
    if (!at) return false;
  }
  return word.length > 1;
}

/** @param {Entry[]} entries @param {string} word */
function ranked(entries, word) {
  const fits = entries.map((entry) => ({ entry, rank: fit(entry.name, word) })).filter(({ rank }) => rank);
  return word ? fits.sort((one, other) => other.rank - one.rank || weight(other.entry.buffer) - weight(one.entry.buffer)).map(({ entry }) => entry) : fits.map(({ entry }) => entry);
}

/** @param {Known[]} people @param {Buffer[]} buffers @param {string} word @returns {Entry[]} */
function strangers(people, buffers, word) {
  const known = new Set(buffers.map((buffer) => buffer.key));
  return people.filter(({ key, name }) => !known.has(key) && fit(name, word) > (word ? 1 : 0)).slice(0, 20).map(({ key, name }) => ({ kind: "person", key, name, hint: "" }));
}

/** @param {{name: string, topic: string}[]} rooms @param {Buffer[]} buffers @param {string} word @returns {Entry[]} */
function unjoined(rooms, buffers, word) {
  const known = new Set(buffers.map((buffer) => buffer.key));
  return rooms.filter(({ name }) => !known.has(lower(name)) && fit(name.replace(/^#/, ""), word) > 1).slice(0, 20)
    .map(({ name, topic }) => ({ kind: "room", key: lower(name), name: name.replace(/^#/, ""), hint: topic }));
}

/** @param {{id: string, label: string, keys?: string}[]} acts @param {string} word @returns {Entry[]} */
function doable(acts, word) {
  return acts.filter(({ label, keys = "" }) => fit(label, word) > (word ? 1 : 0) || (word && keys.replace("/", "").startsWith(word)))
    .slice(0, word ? 20 : 2).map((act) => ({ kind: "act", key: act.id, name: act.label, hint: "", act, keys: act.keys }));
}

/** @param {[string, Entry[]][]} all @returns {Group[]} */
function groups(all) {
  return all.filter(([, entries]) => entries.length).map(([id, entries]) => ({ id, entries }));
}
