/** Who we are and were, and ids of our own. */

import { lower } from "../irc/casemap.js";
import { isMe } from "./state/store.js";

/** @typedef {import("./session.js").Client} Client */

/**
 * An id for what the server gives none.
 * @param {Client} client
 */
export function localId(client) {
  client.localIds += 1;
  return `~${client.localIds}`;
}

/**
 * Whether that was us, under this name, or an earlier one (`late`: it comes from history).
 * @param {Client} client
 * @param {string} name
 * @param {string} account
 * @param {number} at
 * @param {boolean} late
 */
export function wasMe(client, name, account, at, late) {
  if (isMe(client.state, name)) return true;
  if (!late) return false;
  if (account && lower(account) === lower(client.state.me.account)) return true;
  return client.names.some((earlier) => earlier.key === lower(name) && at <= earlier.until);
}

/**
 * We have another name.
 * @param {Client} client
 * @param {string} name
 * @param {number} at
 */
export function renamed(client, name, at) {
  client.names.push({ key: lower(client.state.me.name), until: at });
  client.state.me.name = name;
}
