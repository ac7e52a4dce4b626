/** Reading back, searching, and how far one has read. */

import { formatTime } from "../../irc/times.js";
import * as history from "../history.js";
import { refuse } from "../notes.js";
import { CHATHISTORY, READ_MARKER } from "../protocol/capabilities.js";
import { isWord, sendLater } from "../protocol/link.js";
import { ask, question } from "../protocol/questions.js";
import * as searching from "../searching.js";
import { bufferOf } from "../state/store.js";
import { placeOf } from "../state/timeline.js";
import { readEverything } from "../state/unread.js";

/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */
/** @typedef {import("../protocol/questions.js").Question} Question */

const END_OF_TIME = "9999-12-31T23:59:59.999Z";
const MOST_CONVERSATIONS = 100;

/**
 * The newest page.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, count?: number}} given
 */
export function load_latest(client, now, { buffer, count = history.PAGE }) {
  return load(client, now, question("newest", buffer, { wanted: count }));
}

/**
 * What was said before the first item.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, count?: number}} given
 */
export function load_older(client, now, { buffer, count = history.PAGE }) {
  const found = bufferOf(client.state, buffer);
  const first = found && kept(found, 0, 1);
  if (!first) return load_latest(client, now, { buffer, count });
  return found.beginning ? [] : load(client, now, question("older", buffer, { before: first.id, wanted: count }));
}

/**
 * What is missing there: directly before what follows the gap, or (`downwards`) after what precedes it.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string, downwards?: boolean, count?: number}} given
 */
export function load_gap(client, now, { buffer, id, downwards = false, count = history.PAGE }) {
  const found = bufferOf(client.state, buffer);
  if (found?.timeline.byId.get(id)?.kind !== "gap") return [];
  const place = placeOf(found.timeline, id);
  const item = downwards ? kept(found, place - 1, -1) : kept(found, place + 1, 1);
  if (!item) return load_latest(client, now, { buffer, count });
  const ends = downwards ? { after: item.id } : { before: item.id };
  return load(client, now, question("gap", buffer, { wanted: count, ...ends }));
}

/**
 * The nearest item in that direction that the server knows by its id.
 * @param {import("../state/store.js").Buffer} buffer
 * @param {number} place
 * @param {number} step
 */
function kept({ timeline: { items } }, place, step) {
  while (place >= 0 && place < items.length && items[place].id.startsWith("~")) place += step;
  return items[place];
}

/**
 * A page with that message in its middle.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string, count?: number}} given
 */
export function load_around(client, now, { buffer, id, count = history.PAGE }) {
  if (!isWord(id)) return refuse(client, "no_such_message", now);
  return load(client, now, question("around", buffer, { before: id, wanted: count }));
}

/**
 * @param {Client} client
 * @param {number} now
 * @param {Question} asked
 */
function load(client, now, asked) {
  const found = bufferOf(client.state, asked.target);
  if (!found || !client.ready) return refuse(client, found ? "no_connection" : "not_in_room", now, [asked.target]);
  if (!client.link.caps.has(CHATHISTORY)) return refuse(client, "no_history", now, [], found);
  return found.fetching ? [] : history.ask(client, asked);
}

/**
 * With whom we have talked since then, and where something was said: buffers with their `last_at`.
 * @param {Client} client
 * @param {number} _now
 * @param {{since?: number}} given
 * @returns {Event[]}
 */
export function load_conversations(client, _now, { since = 0 }) {
  if (!client.ready || !client.link.caps.has(CHATHISTORY)) return [];
  const between = [`timestamp=${formatTime(since)}`, `timestamp=${END_OF_TIME}`];
  ask(client.questions, question("conversations", ""), client.link, "CHATHISTORY", "TARGETS", ...between, String(MOST_CONVERSATIONS));
  return [];
}

/**
 * Search in what one may read: `state.search`.
 * @param {Client} client
 * @param {number} now
 * @param {{words?: string, where?: string, sender?: string, after?: number, before?: number}} given
 */
export function search(client, now, { words = "", where = "", sender = "", after = 0, before = 0 }) {
  if (!client.ready) return refuse(client, "no_connection", now);
  return searching.ask(client, { words, where, sender, after, before, messages: [], targets: [], done: false, more: false });
}

/**
 * Older results of the last search.
 * @param {Client} client
 * @returns {Event[]}
 */
export function search_more(client) {
  const found = client.state.search;
  return found?.done && found.more && client.ready ? searching.ask(client, found) : [];
}

/**
 * One has read until that time, or (0) everything; other devices are told.
 * @param {Client} client
 * @param {number} _now
 * @param {{buffer: string, at?: number}} given
 * @returns {Event[]}
 */
export function mark_read(client, _now, { buffer, at = 0 }) {
  const found = bufferOf(client.state, buffer);
  if (!found || !readEverything(found, at)) return [];
  if (client.ready && client.link.caps.has(READ_MARKER)) {
    sendLater(client.link, "MARKREAD", [found.name, `timestamp=${formatTime(found.read_at)}`], {}, `MARKREAD ${found.key}`);
  }
  return [{ event: "buffer_changed", buffer: found.key, fields: ["read_at", "unread"] }];
}
