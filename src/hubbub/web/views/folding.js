/** Who came and went, in one line: what cancels out is left out (spec/folding.json). */

import { lower } from "../irc/casemap.js";

const RECONNECTED = 10 * 60_000; // ms: whoever left and is back by then was never gone
const NAMED = 2; // people named for each verb; the others are counted
const ALL = 3; // who are named without counting: "1 other" would say no less than the name

const FOLDED = new Set(["joined", "left", "quit", "renamed"]);

/**
 * @typedef {{id: string, kind: string, at: number, name: string, text: string, before: string}} Happening
 */
/**
 * Who is named, and how many others there are.
 * @template T
 * @typedef {{named: T[], more: number}} Mentioned
 */
/** @typedef {{came: Mentioned<string>, left: Mentioned<string>, renamed: Mentioned<[string, string]>}} Outcome  new names as [before, name] */

/** Whether an item goes into a fold. @param {{kind: string}} item */
export function folds(item) {
  return FOLDED.has(item.kind);
}

/**
 * What is left of comings and goings in a row.
 * @param {Happening[]} items  oldest first
 * @param {Set<string>} [spoke]  folded names of who just took part in the talk
 * @returns {Outcome}
 */
export function fold(items, spoke = new Set()) {
  /** @type {Places} */
  const places = { came: new Map(), left: new Map(), renamed: new Map() };
  for (const item of items) TAKES[item.kind]?.(places, item, lower(item.name));
  const left = [...places.left.values()].map(({ name }) => name);
  const known = left.filter((name) => spoke.has(lower(name)));
  const others = left.filter((name) => !spoke.has(lower(name)));
  const renamed = [...places.renamed.values()].filter(([before, name]) => before !== name);
  return { came: mentioned([...places.came.values()]), left: mentioned([...known, ...others], known.length), renamed: mentioned(renamed) };
}

/** By folded name. @typedef {{came: Map<string, string>, left: Map<string, Happening>, renamed: Map<string, [string, string]>}} Places */

/** @type {Record<string, (places: Places, item: Happening, key: string) => void>} */
const TAKES = {
  joined({ came, left }, item, key) {
    const gone = left.get(key);
    left.delete(key);
    if ((!gone || item.at - gone.at > RECONNECTED) && !came.has(key)) came.set(key, item.name);
  },
  left: leave,
  quit: leave,
  /** Who came under another name came as who they are now; several new names of one person are one. */
  renamed({ came, renamed }, item, key) {
    const before = lower(item.before);
    if (came.delete(before)) return void came.set(key, item.name);
    const first = renamed.get(before)?.[0] ?? item.before;
    renamed.delete(before);
    renamed.set(key, [first, item.name]);
    return undefined;
  },
};

/** @param {Places} places @param {Happening} item @param {string} key */
function leave({ came, left }, item, key) {
  if (!came.delete(key)) left.set(key, item);
}

/**
 * @template T
 * @param {T[]} found
 * @param {number} [least] so many of the first are named in any case
 * @returns {Mentioned<T>}
 */
function mentioned(found, least = 0) {
  const count = found.length <= ALL ? found.length : Math.max(NAMED, least);
  return { named: found.slice(0, count), more: found.length - count };
}
