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
