/** Entering and leaving rooms, and what can be changed about them. */

import { lower } from "../../irc/casemap.js";
import { isRoom } from "../arrivals.js";
import { addBuffer } from "../buffers.js";
import * as history from "../history.js";
import * as moving from "../moving.js";
import { refuse } from "../notes.js";
import { discard } from "../outgoing.js";
import { READ_MARKER } from "../protocol/capabilities.js";
import { clean, isWord, send, sendLater } from "../protocol/link.js";
import { drop, question } from "../protocol/questions.js";
import { find } from "../rooms.js";
import { currentOf } from "../session.js";
import { bufferOf } from "../state/store.js";
import { about, command } from "./commands.js";
import * as people from "./people.js";

/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

/**
 * Enter a room, which may be made by that; it becomes the current one.
 * @param {Client} client
 * @param {number} now
 * @param {{room: string, key?: string}} given
 */
export function join(client, now, { room, key = "" }) {
  const name = isRoom(room) ? room : `#${room}`;
  if (!isWord(name) || (key && !isWord(key))) return refuse(client, "bad_room_name", now, [withoutKey(name)]);
  if (!client.ready) return refuse(client, "no_connection", now);
  const known = find(client.rooms, name);
  if (known && !known.leaving) return [...moving.go(client, lower(name)), { event: "members_listed", buffer: lower(name) }];
  const label = command(client, bufferOf(client.state, name), "JOIN", name, ...(key ? [key] : []));
  client.tried = key ? lower(name) : "";
  return moving.enter(client, name, label);
}

/**
 * Of what was typed as a room's name the first word: in IRC a key follows it, which is to be shown nowhere.
 * @param {string} name
 */
function withoutKey(name) {
  const [first, more] = name.split(/\s+/);
  return more ? `${first} …` : first;
}

/**
 * Leave a room; of a person's, the conversation is put away.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, reason?: string}} given
 */
export function leave(client, now, { buffer, reason = "" }) {
  if (!isRoom(buffer)) return close(client, now, { buffer });
  const room = find(client.rooms, buffer);
  const found = bufferOf(client.state, buffer);
  if (!client.ready) return refuse(client, "no_connection", now);
  if (!room && !found) return refuse(client, "not_in_room", now, [buffer]);
  if (!room) {
    send(client.link, "PART", [found?.name ?? buffer]); // our JOIN may be under way
    return client.entering.size ? moving.stepOut(client, buffer) : close(client, now, { buffer });
  }
  room.leaving = true;
  command(client, found, "PART", room.name, ...(reason ? [clean(reason)] : []));
  drop(client.questions, room.name, client.link);
  return moving.stepOut(client, room.name);
}

/**
 * Look at a room that we are in, or at a conversation, which may begin by it; what it lacks is asked for.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string}} given
 * @returns {Event[]}
 */
export function open(client, now, { buffer }) {
  if (isRoom(buffer) && !bufferOf(client.state, buffer)) return refuse(client, "not_in_room", now, [buffer]);
  if (!isWord(buffer)) return refuse(client, "bad_name", now, [buffer]);
  /** @type {Event[]} */
  const events = [];
  const found = addBuffer(client, buffer, events);
  return [...events, ...moving.go(client, found.key), ...complete(client, now, found)];
}

/**
 * Ask for what a face shows of a buffer, and we do not have.
 * @param {Client} client
 * @param {number} now
 * @param {import("../state/store.js").Buffer} buffer
 * @returns {Event[]}
 */
export function complete(client, now, buffer) {
  const { caps } = client.link;
  if (!client.ready) return [];
  if (buffer.kind === "person") {
    if (!buffer.read_at && caps.has(READ_MARKER)) sendLater(client.link, "MARKREAD", [buffer.name]);
    people.watch(client, now, { name: buffer.name });
  } else {
    people.load_members(client, now, { buffer: buffer.key });
    if (client.unsynced.delete(buffer.key)) sendLater(client.link, "METADATA", [buffer.name, "SYNC"]);
  }
  if (!history.lacks(client, buffer)) return [];
  return history.ask(client, question("newest", buffer.name, { wanted: history.PAGE }));
}

/**
 * Put a conversation away, or a room that we are not in any more.
 * @param {Client} client
 * @param {number} _now
 * @param {{buffer: string}} given
 * @returns {Event[]}
 */
export function close(client, _now, { buffer }) {
  const found = bufferOf(client.state, buffer);
  if (!found || find(client.rooms, buffer)) return [];
  for (const id of found.unsent.keys()) discard(client.queue, id);
  return [...moving.stepOut(client, found.name), ...moving.remove(client, found.key)];
}

/**
 * Set what a room is about.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, text: string}} given
 */
export function topic(client, now, { buffer, text }) {
  return about(client, now, "TOPIC", buffer, clean(text));
}

/**
 * Give a room another name.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, name: string, reason?: string}} given
 */
export function rename_room(client, now, { buffer, name, reason = "" }) {
  const other = isRoom(name) ? name : `#${name}`;
  if (!isWord(other)) return refuse(client, "bad_room_name", now, [other]);
  return about(client, now, "RENAME", buffer, other, ...(reason ? [clean(reason)] : []));
}

/**
 * Let somebody into a room.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, name: string}} given
 * @returns {Event[]}
 */
export function invite(client, now, { buffer, name }) {
  const found = bufferOf(client.state, buffer);
  if (!isWord(name)) return refuse(client, "bad_name", now, [name]);
  if (!client.ready || !found) return refuse(client, found ? "no_connection" : "not_in_room", now, [buffer]);
  command(client, found, "INVITE", name, found.name);
  return [];
}

/**
 * Ask which rooms there are: `state.rooms`.
 * @param {Client} client
 * @param {number} now
 * @returns {Event[]}
 */
export function list_rooms(client, now) {
  if (!client.ready) return refuse(client, "no_connection", now);
  client.collected.set("rooms", []);
  command(client, currentOf(client), "LIST");
  return [];
}

/**
 * What one wants to be told of.
 * @param {Client} client
 * @param {number} _now
 * @param {{buffer: string, level: import("../state/store.js").Notify}} given
 * @returns {Event[]}
 */
export function notify(client, _now, { buffer, level }) {
  const found = bufferOf(client.state, buffer);
  if (!found || found.notify === level) return [];
  found.notify = level;
  return [{ event: "buffer_changed", buffer: found.key, fields: ["notify"] }];
}
