/** What people and rooms say of themselves (https://ircv3.net/specs/extensions/metadata). */

import { lower } from "../../irc/casemap.js";
import * as n from "../../irc/numerics.js";
import { isRoom } from "../arrivals.js";
import { find } from "../protocol/questions.js";
import { bufferOf, isMe } from "../state/store.js";
import { known } from "../people.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

/** The fields of a person. @type {Record<string, "display_name" | "avatar" | "status" | undefined>} */
const FIELDS = { "display-name": "display_name", avatar: "avatar", status: "status" };
const MOST_KEYS = 100;

/**
 * METADATA <target> <key> <visibility> [:<value>]
 * @type {Handler}
 */
function told(client, line) {
  const [target, key, , value = ""] = line.params;
  return is(client, target, key, value);
}

/**
 * RPL_KEYVALUE, RPL_WHOISKEYVALUE: <target> <key> <visibility> :<value>
 * @type {Handler}
 */
function value(client, line, around) {
  const [, target, key, , text] = line.params;
  const { whois } = client.state;
  if (whois && find(client.questions, around.label)?.kind === "whois") whois.metadata.set(key, text);
  return is(client, target, key, text);
}

/**
 * RPL_KEYNOTSET
 * @type {Handler}
 */
function none(client, line) {
  return is(client, line.params[1], line.params[2], "");
}

/**
 * @param {Client} client
 * @param {string} target
 * @param {string} key
 * @param {string} text
 * @returns {Event[]}
 */
function is(client, target, key, text) {
  const { state } = client;
  if (isRoom(target)) {
    const buffer = bufferOf(state, target);
    if (!buffer || !set(buffer.metadata, key, text)) return [];
    return [{ event: "buffer_changed", buffer: buffer.key, fields: ["metadata"] }];
  }
  /** @type {Event[]} */
  const events = isMe(state, target) && set(state.me.metadata, key, text) ? [{ event: "me_changed", fields: ["metadata"] }] : [];
  const field = FIELDS[key];
  const folded = lower(target);
  if (!field || !(state.people.has(folded) || client.watched.has(folded))) return events;
  known(client, target)[field] = text;
  return [...events, { event: "person_changed", person: folded }];
}

/**
 * Whether it is different now.
 * @param {Map<string, string>} metadata
 * @param {string} key
 * @param {string} text
 */
function set(metadata, key, text) {
  if ((metadata.get(key) ?? "") === text || (!metadata.has(key) && metadata.size >= MOST_KEYS)) return false;
  if (text) metadata.set(key, text);
  else metadata.delete(key);
  return true;
}

/**
 * RPL_METADATASYNCLATER: too many at once; it is asked for when somebody looks at the room.
 * @type {import("./handler.js").Handler}
 */
function later(client, line) {
  client.unsynced.add(lower(line.params[1]));
  return [];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  METADATA: [3, told],
  [n.RPL_KEYVALUE]: [5, value],
  [n.RPL_WHOISKEYVALUE]: [5, value],
  [n.RPL_KEYNOTSET]: [3, none],
  [n.RPL_METADATASYNCLATER]: [2, later],
};
