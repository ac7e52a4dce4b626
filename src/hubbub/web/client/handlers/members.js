/** Who is in a room, and with which roles. */

import { lower } from "../../irc/casemap.js";
import * as n from "../../irc/numerics.js";
import { read } from "../arrivals.js";
import { arrive } from "../live.js";
import * as isupport from "../protocol/isupport.js";
import { find, MOST_MEMBERS } from "../rooms.js";
import { bufferOf, isMe } from "../state/store.js";
import { recount } from "../state/unread.js";
import { forgetIfGone, known } from "../people.js";
import { ownModes } from "./people.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */
/** @typedef {import("../state/store.js").Buffer} Buffer */

/**
 * RPL_NAMREPLY: names with the signs of their roles in front, perhaps with their addresses behind.
 * @type {Handler}
 */
function names(client, line) {
  const room = find(client.rooms, line.params[2]);
  const written = line.params[3].split(" ");
  if (!room || room.listed.size + written.length > MOST_MEMBERS) return [];
  const { supports } = client.link;
  const roles = isupport.roles(supports);
  for (const one of written) {
    let place = 0;
    while (roles.has(one[place])) place += 1;
    const name = one.slice(place).split("!")[0];
    const letters = [...one.slice(0, place)].map((sign) => roles.get(sign) ?? "");
    if (name) room.listed.set(lower(name), { name, roles: isupport.rank(supports, letters) });
  }
  return [];
}

/** @type {Handler} */
function namesEnd(client, line) {
  const room = find(client.rooms, line.params[1]);
  const buffer = bufferOf(client.state, line.params[1]);
  if (!room || !buffer) return [];
  const gone = [...buffer.members.keys()].filter((key) => !room.listed.has(key));
  buffer.members = room.listed;
  room.listed = new Map();
  for (const { name } of buffer.members.values()) known(client, name).online = true;
  for (const key of gone) forgetIfGone(client, key);
  const { entering, wanted: again, told } = room;
  room.entering = room.wanted = room.told = false;
  /** @type {Event[]} */
  const events = [{ event: "members_changed", buffer: buffer.key, names: [] }];
  if (!entering) return events;
  if (!buffer.read_at) {
    buffer.read_at = room.joinedAt;
    recount(buffer);
  }
  const arriving = !client.state.connection.been_here && buffer.key === lower(client.state.server.lobby);
  events.push({ event: "entered", buffer: buffer.key, again, arriving });
  return told ? [...events, { event: "topic_told", buffer: buffer.key, again: room.again }] : events;
}

/**
 * MODE, of a room or of ourselves.
 * @type {Handler}
 */
function mode(client, line, around) {
  const [target, ...words] = line.params;
  if (around.late) return [];
  if (isMe(client.state, target)) return ownModes(client, words[0]);
  const buffer = bufferOf(client.state, target);
  if (!find(client.rooms, target) || !buffer) return [];
  const events = changed(client, buffer, words);
  const arrival = read(client, line, around);
  return arrival ? [...events, ...arrive(client, arrival)] : events;
}

/**
 * The modes of a room, and the roles in it, are different by these words of a MODE line.
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {string[]} words
 * @returns {Event[]}
 */
export function changed(client, buffer, words) {
  const { supports } = client.link;
  const roles = new Set(isupport.roles(supports).values());
  /** @type {string[]} */
  const names = [];
  let other = false;
  for (const { on, letter, argument } of isupport.modeChanges(supports, words)) {
    const member = roles.has(letter) ? buffer.members.get(lower(argument)) : undefined;
    if (member) {
      const letters = on ? [...member.roles, letter] : [...member.roles].filter((one) => one !== letter);
      buffer.members.set(lower(argument), { ...member, roles: isupport.rank(supports, letters) });
      names.push(lower(argument));
    } else if (!roles.has(letter) && !isupport.isList(supports, letter)) {
      other = set(buffer, on, letter, argument) || other;
    }
  }
  /** @type {Event[]} */
  const events = names.length ? [{ event: "members_changed", buffer: buffer.key, names }] : [];
  return other ? [...events, { event: "buffer_changed", buffer: buffer.key, fields: ["modes"] }] : events;
}

/**
 * Whether it is different now.
 * @param {Buffer} buffer
 * @param {boolean} on
 * @param {string} letter
 * @param {string} argument
 */
function set({ modes }, on, letter, argument) {
  if (!on) return modes.delete(letter);
  const before = modes.get(letter);
  modes.set(letter, argument);
  return before !== argument;
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  [n.RPL_NAMREPLY]: [4, names],
  [n.RPL_ENDOFNAMES]: [2, namesEnd],
  MODE: [2, mode],
};
