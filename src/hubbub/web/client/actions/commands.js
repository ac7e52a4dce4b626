/** Commands to the server whose answers are notes. */

import { refuse } from "../notes.js";
import { ask, question } from "../protocol/questions.js";
import { bufferOf } from "../state/store.js";

/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

/**
 * Send a command whose answer belongs to that buffer; its label.
 * @param {Client} client
 * @param {import("../state/store.js").Buffer | undefined} buffer
 * @param {string} name
 * @param {...string} params
 */
export function command(client, buffer, name, ...params) {
  return ask(client.questions, question("command", buffer?.name ?? ""), client.link, name, ...params);
}

/**
 * Send a command about a room.
 * @param {Client} client
 * @param {number} now
 * @param {string} name
 * @param {string} buffer
 * @param {...string} params
 * @returns {Event[]}
 */
export function about(client, now, name, buffer, ...params) {
  const found = bufferOf(client.state, buffer);
  if (!found || !client.ready) return refuse(client, found ? "no_connection" : "not_in_room", now, [buffer]);
  command(client, found, name, found.name, ...params);
  return [];
}
