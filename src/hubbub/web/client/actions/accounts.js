/** Accounts, and what the server's NickServ understands by itself. */

import { refuse } from "../notes.js";
import { clean } from "../protocol/link.js";
import { currentOf } from "../session.js";
import { command } from "./commands.js";

/** @typedef {import("../session.js").Client} Client */

/**
 * Make one's name one's own, or set another password. `email`: where the server wants an address.
 * @param {Client} client
 * @param {number} now
 * @param {{password: string, email?: string}} given
 */
export function register(client, now, { password, email = "" }) {
  const { account, name } = client.state.me;
  client.trying = { account: account || name, password: clean(password) };
  if (account) return ask(client, now, "PASSWD", clean(password));
  return ask(client, now, "REGISTER", [password, email].map(clean).filter(Boolean).join(" "));
}

/**
 * Show that a name is one's own; the password is kept in memory, for the next connection.
 * @param {Client} client
 * @param {number} now
 * @param {{account: string, password: string}} given
 */
export function log_in(client, now, { account, password }) {
  client.trying = { account: clean(account), password: clean(password) };
  return ask(client, now, "IDENTIFY", clean(account), clean(password));
}

/**
 * Be a guest again on this device.
 * @param {Client} client
 * @param {number} now
 */
export function log_out(client, now) {
  return ask(client, now, "LOGOUT");
}

/**
 * Something that the server understands by itself.
 * @param {Client} client
 * @param {number} now
 * @param {{command: string, words?: string}} given
 */
export function serve(client, now, { command: name, words = "" }) {
  return ask(client, now, clean(name).toUpperCase(), ...(words ? [clean(words)] : []));
}

/**
 * @param {Client} client
 * @param {number} now
 * @param {...string} params
 */
function ask(client, now, ...params) {
  if (!client.ready) return refuse(client, "no_connection", now);
  command(client, currentOf(client), "NICKSERV", ...params);
  return [];
}
