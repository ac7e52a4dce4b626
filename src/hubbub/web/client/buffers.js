/** Rooms and conversations as they come into the state. */

import { isRoom } from "./arrivals.js";
import { bufferOf, createBuffer } from "./state/store.js";

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
  return made;
}
