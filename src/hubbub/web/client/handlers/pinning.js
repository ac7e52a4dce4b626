/** What is pinned in rooms (docs/ext/pins.md). */

import { bufferOf } from "../state/store.js";

/** @typedef {import("./handler.js").Handler} Handler */

const MOST = 1000; // ids of one room, whatever a server says

/**
 * PIN <room> <msgid>
 * @type {Handler}
 */
function pinned(client, line) {
  const [room, id] = line.params;
  return are(client, room, (pins) => [...pins.filter((one) => one !== id), id]);
}

/**
 * UNPIN <room> <msgid>
 * @type {Handler}
 */
function unpinned(client, line) {
  const [room, id] = line.params;
  return are(client, room, (pins) => pins.filter((one) => one !== id));
}

/**
 * PINS <room> <n> :<msgid> ...: behind the first n that are known.
 * @type {Handler}
 */
function listed(client, line) {
  const [room, first, ids] = line.params;
  if (!/^[0-9]{1,4}$/.test(first)) return [];
  return are(client, room, (pins) => [...pins.slice(0, Number(first)), ...ids.split(" ").filter(Boolean)]);
}

/**
 * @param {import("../session.js").Client} client
 * @param {string} room
 * @param {(pins: string[]) => string[]} change
 * @returns {import("../events.js").Event[]}
 */
function are(client, room, change) {
  const buffer = bufferOf(client.state, room);
  if (!buffer) return [];
  const pins = change(buffer.pins).slice(0, MOST);
  if (pins.length === buffer.pins.length && pins.every((id, n) => id === buffer.pins[n])) return [];
  buffer.pins = pins;
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["pins"] }];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = { PIN: [2, pinned], UNPIN: [2, unpinned], PINS: [3, listed] };
