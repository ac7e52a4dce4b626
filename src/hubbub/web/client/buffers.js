/** Rooms and conversations as they come into the state. */

import { lower } from "../irc/casemap.js";
import { isRoom } from "./arrivals.js";
import { isWord, sendLater } from "./protocol/link.js";
import { bufferOf, createBuffer } from "./state/store.js";

const MOST_WATCHED = 100;

/**
 * The buffer of that name, which may be new.
 * @param {import("./session.js").Client} client
 * @param {string} name
 * @param {import("./events.js").Event[]} events
 */
export function addBuffer(client, name, events) {
  const found = bufferOf(client.state, name);
  if (found) return found;
  const made = createBuffer(name, isRoom(name) ? "room" : "person");
  client.state.buffers.set(made.key, made);
  events.push({ event: "buffer_added", buffer: made.key });
  if (made.kind === "person") watch(client, name);
  return made;
}

/**
 * Know from now on whether somebody is here.
 * @param {import("./session.js").Client} client
 * @param {string} name
 */
export function watch(client, name) {
  if (!isWord(name) || client.watched.has(lower(name)) || client.watched.size >= MOST_WATCHED) return;
  client.watched.add(lower(name));
  if (client.ready && client.link.supports.has("MONITOR")) sendLater(client.link, "MONITOR", ["+", name]);
}

/**
 * Whom we want to know to be here has another name now.
 * @param {import("./session.js").Client} client
 * @param {string} before
 * @param {string} name
 */
export function follow(client, before, name) {
  if (lower(before) === lower(name) || !client.watched.delete(lower(before))) return;
  if (client.ready && client.link.supports.has("MONITOR")) sendLater(client.link, "MONITOR", ["-", before]);
  watch(client, name);
}

/**
 * What we remember of a buffer by its key is of another one now.
 * @param {import("./session.js").Client} client
 * @param {string} before
 * @param {string} key
 */
export function rekey(client, before, key) {
  if (client.state.current === before) client.state.current = key;
  if (client.said?.key === before) client.said = { ...client.said, key };
  client.cursors.clear(); // without them history goes on from the items themselves
  const since = client.typing.get(before);
  if (since && client.typing.delete(before)) client.typing.set(key, since);
  if (client.unsynced.delete(before)) client.unsynced.add(key);
  client.later = client.later.map((one) => (one.buffer === before ? { ...one, buffer: key } : one));
}
