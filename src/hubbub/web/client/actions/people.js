/** Oneself and others: names, presence, who is who. */

import { watch as follow } from "../buffers.js";
import * as moving from "../moving.js";
import { refuse } from "../notes.js";
import { METADATA } from "../protocol/capabilities.js";
import { clean, isWord } from "../protocol/link.js";
import { ask, question } from "../protocol/questions.js";
import { find } from "../rooms.js";
import { currentOf } from "../session.js";
import { createWhois } from "../state/store.js";
import { serve } from "./accounts.js";
import { command } from "./commands.js";

/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

/**
 * Take another name.
 * @param {Client} client
 * @param {number} now
 * @param {{name: string}} given
 */
export function rename(client, now, { name }) {
  return isWord(name) ? say(client, now, "NICK", name) : refuse(client, "bad_name", now, [name]);
}

/**
 * Say that one is away, or (without a text) back.
 * @param {Client} client
 * @param {number} now
 * @param {{text?: string}} given
 */
export function away(client, now, { text = "" }) {
  return say(client, now, "AWAY", ...(text ? [clean(text)] : []));
}

/**
 * Send a command that is about no room.
 * @param {Client} client
 * @param {number} now
 * @param {string} name
 * @param {...string} params
 * @returns {Event[]}
 */
function say(client, now, name, ...params) {
  if (!client.ready) return refuse(client, "no_connection", now);
  command(client, currentOf(client), name, ...params);
  return [];
}

/**
 * Ask who somebody is: `state.whois`.
 * @param {Client} client
 * @param {number} now
 * @param {{name: string}} given
 * @returns {Event[]}
 */
export function whois(client, now, { name }) {
  if (!isWord(name)) return refuse(client, "bad_name", now, [name]);
  if (!client.ready) return refuse(client, "no_connection", now);
  client.state.whois = createWhois(name);
  client.collected.set("whois", []);
  ask(client.questions, question("whois", currentOf(client)?.name ?? ""), client.link, "WHOIS", name);
  return [];
}

/**
 * Ask who is online: `people_listed`.
 * @param {Client} client
 * @param {number} now
 * @returns {Event[]}
 */
export function list_people(client, now) {
  if (!client.ready) return refuse(client, "no_connection", now);
  client.collected.set("who", []);
  command(client, currentOf(client), "WHO", "*");
  return [];
}

/**
 * Ask once on a connection who of a room is away, logged in, a bot; it is asked again after a lost one.
 * @param {Client} client
 * @param {number} _now
 * @param {{buffer: string}} given
 * @returns {Event[]}
 */
export function load_members(client, _now, { buffer }) {
  const room = find(client.rooms, buffer);
  if (room?.present && !room.detailed) {
    room.detailed = true;
    moving.askMembers(client, room);
  }
  return [];
}

/**
 * Say something of oneself, or of a room; an empty value takes it back.
 * @param {Client} client
 * @param {number} now
 * @param {{key: string, value: string, target?: string}} given
 */
export function set_metadata(client, now, { key, value, target = "*" }) {
  if (!client.link.caps.has(METADATA)) return refuse(client, "no_metadata", now);
  if (!isWord(key) || !isWord(target)) return refuse(client, "bad_name", now, [key]);
  return say(client, now, "METADATA", target, "SET", key, ...(value ? [clean(value)] : []));
}

/**
 * Know from now on whether somebody is here.
 * @param {Client} client
 * @param {number} _now
 * @param {{name: string}} given
 * @returns {Event[]}
 */
export function watch(client, _now, { name }) {
  follow(client, name);
  return [];
}

/**
 * Be shown no private messages and invitations of somebody.
 * @param {Client} client
 * @param {number} now
 * @param {{name: string}} given
 */
export function block(client, now, { name }) {
  return serve(client, now, { command: "block", words: name });
}

/**
 * Be shown them again.
 * @param {Client} client
 * @param {number} now
 * @param {{name: string}} given
 */
export function unblock(client, now, { name }) {
  return serve(client, now, { command: "unblock", words: name });
}
