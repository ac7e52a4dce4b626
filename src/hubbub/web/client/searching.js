/** Searching in what the server keeps: by words, place, sender and time. */

import { lower } from "../irc/casemap.js";
import { formatTime } from "../irc/times.js";
import { escape } from "../wire/tags.js";
import { around, isCtcp, read } from "./arrivals.js";
import { messagesOf } from "./protocol/batches.js";
import { SEARCH } from "./protocol/capabilities.js";
import { clean } from "./protocol/link.js";
import { ask as put, question } from "./protocol/questions.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */
/** @typedef {import("./state/store.js").Search} Search */

const RESULTS = 50; // at once
const CHANGED = { event: "search_changed" };

/**
 * Ask for what the search wants; of one that has results already, for older ones.
 * @param {Client} client
 * @param {Search} search
 * @returns {Event[]}
 */
export function ask(client, search) {
  client.state.search = { ...search, done: false };
  put(client.questions, question("search", search.where), client.link, "SEARCH", wordsOf(client, search));
  return [CHANGED];
}

/**
 * @param {Client} client
 * @param {Search} search
 */
function wordsOf(client, search) {
  const words = clean(search.words);
  if (!client.link.caps.has(SEARCH)) return words;
  const before = search.messages.length ? search.messages[0].at : search.before;
  const attributes = {
    in: search.where,
    from: search.sender,
    after: search.after ? formatTime(search.after) : "",
    before: before ? formatTime(before) : "",
    text: words,
    limit: String(RESULTS),
  };
  return Object.entries(attributes)
    .filter(([, value]) => value)
    .map(([key, value]) => `${key}=${escape(clean(value))}`)
    .join(";");
}

/**
 * What was found, oldest first; it stands before what was found already.
 * @param {Client} client
 * @param {import("./protocol/batches.js").Batch} batch
 * @param {number} now
 * @returns {Event[]}
 */
export function answered(client, batch, now) {
  const { search } = client.state;
  if (!search) return [];
  const given = around(now, { late: true });
  const found = messagesOf(batch).flatMap((line) => read(client, line, given) ?? []);
  const known = new Set(search.messages.map(({ id }) => id));
  const fresh = found.flatMap(({ target, thing }) => (thing.type === "message" && !isCtcp(thing) && !known.has(thing.id) ? [{ target, message: thing.message }] : []));
  client.state.search = {
    ...search,
    messages: [...fresh.map(({ message }) => message), ...search.messages],
    targets: [...fresh.map(({ target }) => lower(target)), ...search.targets],
    done: true,
    more: fresh.length > 0 && found.length >= RESULTS,
  };
  return [CHANGED];
}

/**
 * The server does not search for that.
 * @param {Client} client
 * @returns {Event[]}
 */
export function failed(client) {
  if (client.state.search) client.state.search = { ...client.state.search, done: true };
  return [CHANGED];
}
