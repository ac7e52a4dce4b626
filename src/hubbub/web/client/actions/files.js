/** Files: what uploading and fetching them over HTTP needs of the chat (docs/ext/files.md). */

import { decline } from "../notes.js";
import { FILES } from "../protocol/capabilities.js";
import { ask, question } from "../protocol/questions.js";

/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

/**
 * Ask for a token to upload and fetch with: `file_token`.
 * @param {Client} client
 * @param {number} now
 */
export function file_token(client, now) {
  return wanted(client, now, "TOKEN");
}

/**
 * Ask for a link to a file that anybody can follow: `file_link`.
 * @param {Client} client
 * @param {number} now
 * @param {{id: string}} given
 */
export function file_link(client, now, { id }) {
  return wanted(client, now, "LINK", id);
}

/**
 * @param {Client} client
 * @param {number} now
 * @param {...string} params
 * @returns {Event[]}
 */
function wanted(client, now, ...params) {
  if (!client.ready) return decline(client, "no_connection", now);
  if (!client.link.caps.has(FILES)) return decline(client, "no_files", now);
  ask(client.questions, question("asked", ""), client.link, "FILE", ...params);
  return [];
}
