/** The end of the visit. */

import * as session from "../session.js";

/**
 * Say goodbye, after what is still to be sent.
 * @param {session.Client} client
 * @param {number} _now
 * @param {{text?: string}} given
 */
export function quit(client, _now, { text = "" }) {
  return session.quit(client, text);
}

/**
 * Be told (`settled`) when everything is accepted and answered.
 * @param {session.Client} client
 * @returns {import("../events.js").Event[]}
 */
export function settle(client) {
  session.settle(client);
  return [];
}
