/**
 * The order in which things were said and happened in one buffer, with the gaps that are known.
 *
 * Pages of history are put in their place by the ids that they share with what is there, and by what was asked for: a
 * page that was asked for as what came before an item stands directly before it. Where it is not known what lies between
 * two stretches, a gap stands between them.
 */

import { isLocal } from "./items.js";

/** @typedef {import("./items.js").Item} Item */
/** Items, oldest first. Each is found by its id. @typedef {{items: Item[], byId: Map<string, Item>, gaps: number}} Timeline */

export const MOST = 1000; // items in one buffer

/** @returns {Timeline} */
export function createTimeline() {
  return { items: [], byId: new Map(), gaps: 0 };
}

/**
 * Where the item stands; -1 when it is not there.
 * @param {Timeline} timeline
 * @param {string} id
 */
export function placeOf({ items, byId }, id) {
  const item = byId.get(id);
  return item ? items.lastIndexOf(item) : -1;
}

/**
 * Something new: it comes last. An item whose id is there already takes its place instead.
 * @param {Timeline} timeline
 * @param {Item} item
 */
export function add(timeline, item) {
  if (replace(timeline, item)) return;
  timeline.items.push(item);
  timeline.byId.set(item.id, item);
}

/**
 * The item of that id looks different now; whether it is there.
 * @param {Timeline} timeline
 * @param {Item} item
 */
export function replace(timeline, item) {
  const place = placeOf(timeline, item.id);
  if (place < 0) return false;
  timeline.items[place] = item;
  timeline.byId.set(item.id, item);
  return true;
}

/**
 * @param {Timeline} timeline
 * @param {string} id
 */
export function remove(timeline, id) {
  const place = placeOf(timeline, id);
  if (place >= 0) timeline.items.splice(place, 1);
  timeline.byId.delete(id);
}

/**
 * Put a page of history in its place; returns the items that were not there before. The page is whole: nothing is
 * missing between its items. `before`: the id of the item that directly follows it, `after`: of the one that directly
 * precedes it, "" where that is not known; `last`: it reaches to the end.
 * @param {Timeline} timeline
 * @param {Item[]} page
 * @param {{before?: string, after?: string, last?: boolean}} [where]
 * @returns {Item[]}
 */
export function merge(timeline, page, { before = "", after = "", last = false } = {}) {
  if (!page.length) {
    nothingThere(timeline, before, after, last);
    return [];
  }
  const { byId } = timeline;
  const leftKnown = byId.has(page[0].id) || byId.has(after);
  const rightKnown = byId.has(page[page.length - 1].id) || byId.has(before) || last;
  const [fresh, end] = insert(timeline, page, startOf(timeline, page, before, after));
  if (last || byId.has(before)) close(timeline, end, last ? timeline.items.length : placeOf(timeline, before));
  if (byId.has(after)) close(timeline, placeOf(timeline, after) + 1, placeOf(timeline, page[0].id));
  if (!rightKnown) boundRight(timeline, end, page[page.length - 1].at);
  if (!leftKnown) boundLeft(timeline, placeOf(timeline, page[0].id), page[0].at);
  return fresh;
}

/**
 * What comes next may not follow directly on what is there.
 * @param {Timeline} timeline
 * @param {number} at
 */
export function addGap(timeline, at) {
  const { items } = timeline;
  if (items.length && items[items.length - 1].kind !== "gap") insertGap(timeline, items.length, at);
}

/**
 * Let go of the oldest items beyond that number (or of the newest: a gap stands there); whether there were.
 * @param {Timeline} timeline
 * @param {number} [most]
 * @param {boolean} [newest]
 */
export function trim(timeline, most = MOST, newest = false) {
  const surplus = timeline.items.length - most;
  if (surplus <= 0) return false;
  const gone = newest ? timeline.items.splice(most) : timeline.items.splice(0, surplus);
  for (const item of gone) timeline.byId.delete(item.id);
  const [first] = timeline.items;
  if (newest) addGap(timeline, gone[gone.length - 1].at);
  else if (first?.kind === "gap") remove(timeline, first.id);
  return true;
}

/**
 * Let go of what stands directly behind the last gap, when more than `most` and some slack stand there.
 * @param {Timeline} timeline
 * @param {number} most
 * @param {number} slack
 */
export function trimTail({ items, byId }, most, slack) {
  const place = items.findLastIndex((item) => item.kind === "gap");
  if (place < 0 || items.length - place - 1 <= most + slack) return false;
  for (const item of items.splice(place + 1, items.length - most - place - 1)) byId.delete(item.id);
  return true;
}

/**
 * Where the page begins.
 * @param {Timeline} timeline
 * @param {Item[]} page
 * @param {string} before
 * @param {string} after
 */
function startOf(timeline, page, before, after) {
  if (timeline.byId.has(after)) return placeOf(timeline, after) + 1;
  const known = page.find((item) => timeline.byId.has(item.id))?.id ?? before;
  if (timeline.byId.has(known)) return placeOf(timeline, known);
  return placeByTime(timeline, page[0].at, page[page.length - 1].at);
}

/**
 * Where a page belongs that has nothing in common with what is there. Of what was said in its first moment the rest came
 * before it; where that is its only moment, it is all that there was before.
 * @param {Timeline} timeline
 * @param {number} first
 * @param {number} last
 */
function placeByTime({ items }, first, last) {
  const isBefore = (/** @type {Item} */ item) => item.kind !== "gap" && !isLocal(item) && (item.at < first || (item.at === first && first < last));
  let place = items.findLastIndex(isBefore) + 1;
  while (place < items.length && isLocal(items[place]) && items[place].at <= first) place += 1; // what only we know of, by our clock
  return place;
}

/**
 * The items that are new, and the place behind the last one.
 * @param {Timeline} timeline
 * @param {Item[]} page
 * @param {number} place
 * @returns {[Item[], number]}
 */
function insert(timeline, page, place) {
  /** @type {Item[]} */
  const fresh = [];
  for (const item of page) {
    if (timeline.byId.has(item.id)) {
      close(timeline, place, placeOf(timeline, item.id));
      place = placeOf(timeline, item.id) + 1;
    } else {
      timeline.items.splice(place, 0, item);
      timeline.byId.set(item.id, item);
      fresh.push(item);
      place += 1;
    }
  }
  return [fresh, place];
}

/**
 * There is nothing directly after the one item, or before the other, but for what is there.
 * @param {Timeline} timeline
 * @param {string} before
 * @param {string} after
 * @param {boolean} last
 */
function nothingThere(timeline, before, after, last) {
  if (timeline.byId.has(after)) {
    const start = placeOf(timeline, after) + 1;
    close(timeline, start, last ? timeline.items.length : nextGap(timeline, start));
  }
  if (timeline.byId.has(before)) {
    const end = placeOf(timeline, before);
    close(timeline, lastGap(timeline, end), end);
  }
}

/**
 * The place of a gap that stands directly before it, but for what only we know of.
 * @param {Timeline} timeline
 * @param {number} place
 */
function lastGap({ items }, place) {
  while (place && isLocal(items[place - 1])) place -= 1;
  return place && items[place - 1].kind === "gap" ? place - 1 : place;
}

/**
 * The place behind a gap that stands directly there, but for what only we know of.
 * @param {Timeline} timeline
 * @param {number} place
 */
function nextGap({ items }, place) {
  let end = place;
  while (end < items.length && isLocal(items[end])) end += 1;
  return end < items.length && items[end].kind === "gap" ? end + 1 : place;
}

/**
 * Nothing is missing between these places: the gaps there are none.
 * @param {Timeline} timeline
 * @param {number} start
 * @param {number} end
 */
function close(timeline, start, end) {
  for (const item of timeline.items.slice(start, end)) if (item.kind === "gap") remove(timeline, item.id);
}

/**
 * A gap before the place, unless there is one, or nothing.
 * @param {Timeline} timeline
 * @param {number} place
 * @param {number} at
 */
function boundLeft(timeline, place, at) {
  const isFirst = timeline.items.slice(0, place).every(isLocal);
  if (lastGap(timeline, place) === place && !isFirst) insertGap(timeline, place, at);
}

/**
 * A gap at the place, unless there is one. Also at the end: there may be more.
 * @param {Timeline} timeline
 * @param {number} place
 * @param {number} at
 */
function boundRight(timeline, place, at) {
  if (nextGap(timeline, place) === place) insertGap(timeline, place, at);
}

/**
 * @param {Timeline} timeline
 * @param {number} place
 * @param {number} at
 */
function insertGap(timeline, place, at) {
  timeline.gaps += 1;
  /** @type {import("./items.js").Gap} */
  const gap = { kind: "gap", id: `~gap-${timeline.gaps}`, at };
  timeline.items.splice(place, 0, gap);
  timeline.byId.set(gap.id, gap);
}
