/** Who came and went, in one line: what cancels out is left out. */

import { lower } from "../irc/casemap.js";

const RECONNECTED = 10 * 60_000; // ms: whoever left and is back by then was never gone

const COMING = new Set(["joined"]);
const GOING = new Set(["left", "quit"]);
const FOLDED = new Set([...COMING, ...GOING, "renamed"]);

/**
 * @typedef {{id: string, kind: string, at: number, name: string, text: string, before: string}} Happening
 * @typedef {Map<string, Happening>} Open
 */

/** Whether an item goes into a fold. @param {{kind: string}} item */
export function folds(item) {
  return FOLDED.has(item.kind);
}

/**
 * What is left of comings and goings in a row.
 * @param {Happening[]} items  oldest first
 * @returns {{came: Happening[], gone: Happening[], renamed: Happening[]}} in their order
 */
export function fold(items) {
  /** @type {Open} */
  const open = new Map();
  /** @type {Happening[]} */
  const renamed = [];
  for (const item of items) {
    if (item.kind === "renamed") rename(open, renamed, item);
    else take(open, item);
  }
  const left = [...open.values()];
  return { came: left.filter((item) => COMING.has(item.kind)), gone: left.filter((item) => GOING.has(item.kind)), renamed };
}

/**
 * Somebody came or left: against what stands there of them already.
 * @param {Open} open
 * @param {Happening} item
 */
function take(open, item) {
  const key = lower(item.name);
  const before = open.get(key);
  open.delete(key);
  const again = before && COMING.has(before.kind) === COMING.has(item.kind);
  const longGone = before && GOING.has(before.kind) && item.at - before.at > RECONNECTED;
  if (!before || again || longGone) open.set(key, item);
}

/**
 * Who came under another name came as who they are now.
 * @param {Open} open
 * @param {Happening[]} renamed
 * @param {Happening} item
 */
function rename(open, renamed, item) {
  const before = open.get(lower(item.before));
  if (!before || !COMING.has(before.kind)) {
    renamed.push(item);
    return;
  }
  open.delete(lower(item.before));
  open.set(lower(item.name), { ...before, name: item.name });
}
