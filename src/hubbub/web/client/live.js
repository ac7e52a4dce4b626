/** What arrives live: shown at once, or after what was missed. */

import { isRoom } from "./arrivals.js";
import { hold, isBusy, PRIVATE } from "./catchup.js";
import { deliver } from "./deliver.js";
import { askWhatWaited } from "./history.js";
import { CHATHISTORY } from "./protocol/capabilities.js";
import { send } from "./protocol/link.js";
import { addGap } from "./state/timeline.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */

/**
 * Something live: shown now, or after what was missed.
 * @param {Client} client
 * @param {import("./arrivals.js").Arrival} arrival
 * @returns {Event[]}
 */
export function arrive(client, arrival) {
  const gate = isRoom(arrival.target) ? arrival.target : PRIVATE;
  return hold(client.catchup, gate, arrival) ? [] : deliver(client, arrival);
}

/**
 * What catching up lets through, in its order.
 * @param {Client} client
 * @param {import("./catchup.js").Shown} items
 * @returns {Event[]}
 */
export function release(client, items) {
  const events = letThrough(client, items);
  return [...events, ...caughtUp(client, events), ...askWhatWaited(client)];
}

/**
 * Count what was missed; say so when that is all.
 * @param {Client} client
 * @param {Event[]} events
 * @returns {Event[]}
 */
function caughtUp(client, events) {
  if (client.missed === null) return [];
  client.missed += events.filter(({ event, message }) => event === "message_added" && message?.late).length;
  if (isBusy(client.catchup) || !client.ready) return [];
  const messages = client.missed;
  client.missed = null;
  return [{ event: "caught_up", messages }];
}

/**
 * @param {Client} client
 * @param {import("./catchup.js").Shown} items
 * @returns {Event[]}
 */
function letThrough(client, items) {
  return items.flatMap((item) => {
    if (typeof item === "string") {
      send(client.link, "PONG", [item]);
      return [];
    }
    if ("thing" in item) return deliver(client, /** @type {import("./arrivals.js").Arrival} */ (item));
    missing(client, /** @type {Event} */ (item));
    return [/** @type {Event} */ (item)];
  });
}

/**
 * Where something could not be fetched stands a gap.
 * @param {Client} client
 * @param {Event} event
 */
function missing(client, event) {
  const buffer = event.failed ? client.state.buffers.get(event.buffer ?? "") : undefined;
  if (buffer && client.link.caps.has(CHATHISTORY)) addGap(buffer.timeline, client.catchup.latest);
}
