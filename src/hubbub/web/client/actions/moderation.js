/** Keeping order: roles, modes, bans, reports, and the commands of operators. */

import { decline, refuse } from "../notes.js";
import { clean, isWord } from "../protocol/link.js";
import { ask as send, askLater as sendLater, question } from "../protocol/questions.js";
import { serve } from "./accounts.js";
import { about } from "./commands.js";

/** @typedef {import("../session.js").Client} Client */

/**
 * Make somebody leave a room.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, name: string, reason?: string}} given
 */
export function kick(client, now, { buffer, name, reason = "" }) {
  if (!isWord(name)) return refuse(client, "bad_name", now, [name]);
  return about(client, now, "KICK", buffer, name, ...(reason ? [clean(reason)] : []));
}

/**
 * Keep those from a room whom a mask means (m:mask: from speaking), for a time as `2h`, or until it is undone.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, mask: string, time?: string, reason?: string}} given
 */
export function ban(client, now, { buffer, mask, time = "", reason = "" }) {
  if (!isWord(mask) || (time && !isWord(time))) return refuse(client, "bad_name", now, [mask]);
  return about(client, now, "TBAN", buffer, time || "0", clean(mask), ...(reason ? [clean(reason)] : []));
}

/**
 * Undo that.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, mask: string}} given
 */
export function unban(client, now, { buffer, mask }) {
  return isWord(mask) ? about(client, now, "MODE", buffer, "-b", mask) : refuse(client, "bad_name", now, [mask]);
}

/**
 * Give somebody a role in a room, or take it away.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, name: string, letter: string, on: boolean}} given
 */
export function role(client, now, { buffer, name, letter, on }) {
  if (!isWord(name) || !/^\p{L}$/u.test(letter)) return refuse(client, "bad_name", now, [name]);
  return about(client, now, "MODE", buffer, `${on ? "+" : "-"}${letter}`, name);
}

/**
 * Change the modes of a room, as in `+m`, or ask for them.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, words?: string}} given
 */
export function modes(client, now, { buffer, words = "" }) {
  return about(client, now, "MODE", buffer, ...clean(words).split(" ").filter((word) => word));
}

/**
 * Tell those who keep order what somebody did; `about`: a name, or the id of a message.
 * @param {Client} client
 * @param {number} now
 * @param {{about: string, reason: string}} given
 */
export function report(client, now, { about: whom, reason }) {
  return serve(client, now, { command: "report", words: `${whom} ${reason}` });
}

const OF_THE_SERVER = ["EXPIRE", "MODE", "NUMBERS", "PINS", "SAJOIN", "SAMODE", "WEBPUSH"]; // all others are understood by NickServ

/**
 * Ask the server for something; the notes that answer it are told, and stand in no timeline.
 * @param {Client} client
 * @param {number} now
 * @param {{command: string, words?: string}} given
 */
export function ask(client, now, { command, words = "" }) {
  if (!client.ready) return decline(client, "no_connection", now);
  const name = clean(command).trim().toUpperCase();
  const given = clean(words);
  if (!isWord(name)) return [];
  const params = OF_THE_SERVER.includes(name) ? [name, ...given.split(" ").filter(Boolean)] : ["NICKSERV", name, ...(given ? [given] : [])];
  const [verb, ...rest] = params;
  const put = verb === "MODE" && rest.length === 1 ? sendLater : send; // nobody waits for the modes of a room
  put(client.questions, question("asked", ""), client.link, verb, ...rest);
  return [];
}
