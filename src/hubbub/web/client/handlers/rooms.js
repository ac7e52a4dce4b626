/** Coming and going in rooms, and what is changed about them. */

import { lower } from "../../irc/casemap.js";
import * as n from "../../irc/numerics.js";
import { isRoom, nameOf, read, timeOf } from "../arrivals.js";
import { addBuffer } from "../buffers.js";
import { joined } from "../catchup.js";
import { deliver } from "../deliver.js";
import * as history from "../history.js";
import { arrive } from "../live.js";
import * as moving from "../moving.js";
import { CHATHISTORY } from "../protocol/capabilities.js";
import { question } from "../protocol/questions.js";
import * as rooms from "../rooms.js";
import { bufferOf, isMe } from "../state/store.js";
import { addGap } from "../state/timeline.js";
import { tell } from "./handler.js";
import { changed } from "./members.js";
import { forgetIfGone, known } from "../people.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("./handler.js").Line} Line */
/** @typedef {import("./handler.js").Around} Around */
/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

const AT_THE_DOOR = 10; // messages that who enters a room wants to see
const MOST_INVITATIONS = 100;

/** @type {Handler} */
function join(client, line, around) {
  const [name] = line.params;
  if (around.late || !isRoom(name)) return [];
  if (isMe(client.state, nameOf(line))) return entered(client, line, around);
  const buffer = bufferOf(client.state, name);
  const key = lower(nameOf(line));
  if (!rooms.find(client.rooms, name) || !buffer || buffer.members.size >= rooms.MOST_MEMBERS) return [];
  buffer.members.set(key, { name: nameOf(line), roles: "" });
  extended(client, line);
  return [
    { event: "members_changed", buffer: buffer.key, names: [key] },
    { event: "person_changed", person: key },
    ...happened(client, line, around),
  ];
}

/**
 * What a JOIN says of who joins (https://ircv3.net/specs/extensions/extended-join).
 * @param {Client} client
 * @param {Line} line
 */
function extended(client, line) {
  const person = known(client, nameOf(line));
  const [, account, realname] = line.params;
  person.online = true;
  person.host = line.source.split("@").slice(1).join("@");
  if (realname === undefined) return;
  person.account = account === "*" ? "" : account;
  person.realname = realname;
  if (isMe(client.state, person.name)) Object.assign(client.state.me, { account: person.account, realname });
}

/**
 * We are in a room; a new one, or one that we were in before the connection was lost.
 * @type {Handler}
 */
function entered(client, line, around) {
  const [name] = line.params;
  const at = timeOf(line, around.now);
  const again = rooms.find(client.rooms, name) !== undefined;
  const room = rooms.add(client.rooms, name);
  const arrival = read(client, line, around);
  if (!room || !arrival) return [];
  Object.assign(room, { name, present: true, joinedAt: at });
  /** @type {Event[]} */
  const events = [];
  const buffer = addBuffer(client, name, events);
  buffer.name = name;
  buffer.joined = true;
  const me = client.state.me.name;
  buffer.members.set(lower(me), { name: me, roles: "" });
  extended(client, line);
  events.push({ event: "buffer_changed", buffer: buffer.key, fields: ["joined"] });
  joined(client.catchup, name, line.tags.msgid ?? "", at);
  if (!again) addGap(buffer.timeline, at); // since we were here before, if ever
  events.push(...arrive(client, arrival), ...moving.entered(client, name));
  return again ? events : [...events, ...askBefore(client, name, arrival.thing.id)];
}

/**
 * Ask for the last messages before our entry into a room.
 * @param {Client} client
 * @param {string} room
 * @param {string} id
 */
function askBefore(client, room, id) {
  if (!client.link.caps.has(CHATHISTORY)) return [];
  return history.ask(client, question("entering", room, { before: id, wanted: AT_THE_DOOR }));
}

/** @type {Handler} */
function happened(client, line, around) {
  const arrival = read(client, line, around);
  return arrival ? arrive(client, arrival) : [];
}

/** @type {Handler} */
function part(client, line, around) {
  const room = rooms.find(client.rooms, line.params[0]);
  const arrival = read(client, line, around);
  if (around.late || !room || !arrival) return [];
  if (!isMe(client.state, nameOf(line))) {
    return [...without(client, line.params[0], nameOf(line)), ...arrive(client, arrival)];
  }
  rooms.forget(client.rooms, line.params[0]);
  const events = [...deliver(client, arrival), ...moving.letGo(client, room.name)];
  const back = client.entering.has(lower(room.name));
  return [...events, ...(back ? moving.notJoined(client, room.name) : goneWithUs(client, room.name))];
}

/**
 * A room that we have left is put away, and who is nowhere else with us.
 * @param {Client} client
 * @param {string} room
 */
function goneWithUs(client, room) {
  const members = [...(bufferOf(client.state, room)?.members.keys() ?? [])];
  const events = moving.remove(client, lower(room));
  for (const key of members) forgetIfGone(client, key);
  return events;
}

/** @type {Handler} */
function kick(client, line, around) {
  const [name, who] = line.params;
  const room = rooms.find(client.rooms, name);
  const arrival = read(client, line, around);
  if (around.late || !room || !arrival) return [];
  if (!isMe(client.state, who)) return [...without(client, name, who), ...arrive(client, arrival)];
  rooms.forget(client.rooms, name);
  return [...deliver(client, arrival), ...moving.letGo(client, room.name), ...moving.notJoined(client, room.name)];
}

/**
 * Somebody is no longer in a room.
 * @param {Client} client
 * @param {string} room
 * @param {string} name
 * @returns {Event[]}
 */
function without(client, room, name) {
  const buffer = bufferOf(client.state, room);
  const key = lower(name);
  if (!buffer?.members.delete(key)) return [];
  buffer.typing.delete(key);
  forgetIfGone(client, key);
  return [{ event: "members_changed", buffer: buffer.key, names: [key] }];
}

/** @type {Handler} */
function topic(client, line, around) {
  const [room, text] = line.params;
  const buffer = bufferOf(client.state, room);
  if (around.late || !buffer || !rooms.find(client.rooms, room)) return [];
  buffer.topic = { text, by: nameOf(line), at: timeOf(line, around.now) };
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["topic"] }, ...happened(client, line, around)];
}

/**
 * RPL_TOPIC, RPL_NOTOPIC: on entering it is told after the names.
 * @type {Handler}
 */
function topicIs(client, line) {
  const room = rooms.find(client.rooms, line.params[1]);
  const buffer = bufferOf(client.state, line.params[1]);
  if (!room || !buffer) return [];
  const text = line.command === n.RPL_TOPIC ? line.params[2] : "";
  room.again = room.entering && room.wanted && buffer.topic.text === text;
  if (buffer.topic.text !== text) buffer.topic = { text, by: "", at: 0 };
  room.told = room.entering;
  const change = { event: "buffer_changed", buffer: buffer.key, fields: ["topic"] };
  return room.entering ? [change] : [change, { event: "topic_told", buffer: buffer.key, again: false }];
}

/**
 * RPL_TOPICWHOTIME
 * @type {Handler}
 */
function topicBy(client, line) {
  const [, room, by, seconds] = line.params;
  const buffer = bufferOf(client.state, room);
  if (!buffer) return [];
  const at = /^[0-9]{1,11}$/.test(seconds) ? Number(seconds) * 1000 : 0;
  buffer.topic = { text: buffer.topic.text, by: by.split("!")[0], at };
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["topic"] }];
}

/**
 * RPL_CHANNELMODEIS
 * @type {Handler}
 */
function modesAre(client, line, around) {
  const buffer = bufferOf(client.state, line.params[1]);
  /** @type {Event[]} */
  let events = [];
  if (buffer) {
    buffer.modes.clear();
    events = changed(client, buffer, line.params.slice(2));
    if (!events.length) events = [{ event: "buffer_changed", buffer: buffer.key, fields: ["modes"] }];
  }
  return [...events, ...tell(client, line, around)];
}

/**
 * RENAME (https://ircv3.net/specs/extensions/channel-rename)
 * @type {Handler}
 */
function renamed(client, line, around) {
  const [before, name] = line.params;
  if (around.late || !isRoom(name) || !rooms.find(client.rooms, before)) return [];
  return [...moving.renameRoom(client, before, name), ...happened(client, line, around)];
}

/**
 * INVITE: of us, or of somebody else into a room where we are (https://ircv3.net/specs/extensions/invite-notify).
 * @type {Handler}
 */
function invite(client, line, around) {
  const [who, room] = line.params;
  if (around.late) return [];
  if (!isMe(client.state, who)) return rooms.find(client.rooms, room) ? happened(client, line, around) : [];
  const invitation = { room, by: nameOf(line), at: timeOf(line, around.now) };
  const others = client.state.invitations.filter((one) => lower(one.room) !== lower(room));
  client.state.invitations = [...others, invitation].slice(-MOST_INVITATIONS);
  return [{ event: "invitations_changed", ...invitation }];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  JOIN: [1, join],
  PART: [1, part],
  KICK: [2, kick],
  TOPIC: [2, topic],
  RENAME: [2, renamed],
  INVITE: [2, invite],
  [n.RPL_TOPIC]: [3, topicIs],
  [n.RPL_NOTOPIC]: [2, topicIs],
  [n.RPL_TOPICWHOTIME]: [4, topicBy],
  [n.RPL_CHANNELMODEIS]: [3, modesAre],
  [n.RPL_INVITING]: [3, tell],
  [n.RPL_BANLIST]: [3, tell],
  [n.RPL_EXCEPTLIST]: [3, tell],
  [n.RPL_INVEXLIST]: [3, tell],
  [n.RPL_ENDOFBANLIST]: [2, tell],
  [n.RPL_ENDOFEXCEPTLIST]: [2, tell],
  [n.RPL_ENDOFINVEXLIST]: [2, tell],
};
