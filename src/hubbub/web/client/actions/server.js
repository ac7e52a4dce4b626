/** The end of the visit. */

import { send } from "../protocol/link.js";
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
 * Ask for a ticket, with which this browser is given a cookie to come back by: at once, for a reload may be next.
 * @param {session.Client} client
 * @returns {import("../events.js").Event[]}
 */
export function keep_session(client) {
  if (client.ready) send(client.link, "SESSION", ["KEEP"]);
  return [];
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
