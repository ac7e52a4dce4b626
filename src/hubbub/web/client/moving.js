/** Which buffer the person is in: entering rooms, leaving them, and where they are then. */

import { lower } from "../irc/casemap.js";
import { addBuffer, follow, rekey } from "./buffers.js";
import * as catchup from "./catchup.js";
import { deliver } from "./deliver.js";
import { localId } from "./identity.js";
import { release } from "./live.js";
import * as outgoing from "./outgoing.js";
import { forgetIfGone } from "./people.js";
import { isWord, rename as renameWaiting } from "./protocol/link.js";
import * as questions from "./protocol/questions.js";
import * as rooms from "./rooms.js";
import { happening } from "./state/items.js";
import { bufferOf } from "./state/store.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */

/**
 * The person wants to be in that room next, and has asked for it; what they type from now on is for it.
 * @param {Client} client
 * @param {string} room
 * @param {string} label
 */
export function enter(client, room, label) {
  /** @type {Event[]} */
  const events = [];
  client.entering.set(lower(room), label);
  addBuffer(client, room, events);
  return [...events, ...go(client, lower(room))];
}

/**
 * We are in the room, perhaps again.
 * @param {Client} client
 * @param {string} room
 * @returns {Event[]}
 */
export function entered(client, room) {
  const key = lower(room);
  const { state } = client;
  client.entering.delete(key);
  const done = state.invitations.filter((one) => lower(one.room) === key);
  state.invitations = state.invitations.filter((one) => lower(one.room) !== key);
  /** @type {Event[]} */
  const events = done.map(() => ({ event: "invitations_changed", room: "", by: "", at: 0 }));
  if (state.current === null) events.push(...go(client, key));
  return [...events, ...release(client, catchup.beginRoom(client.catchup, room, client.link, client.questions))];
}

/**
 * The current buffer is another one than that room: the lobby, or the last room that was joined.
 * @param {Client} client
 * @param {string} room
 */
export function stepOut(client, room) {
  const key = lower(room);
  if (client.state.current !== key) return [];
  const others = [...client.rooms.values()].map(({ name }) => lower(name)).filter((other) => other !== key);
  const lobby = lower(client.state.server.lobby);
  return go(client, others.includes(lobby) ? lobby : (others[others.length - 1] ?? null));
}

/**
 * We are no longer in a room that we wanted to be in: it could not be joined again.
 * @param {Client} client
 * @param {string} room
 * @param {number} now
 * @returns {Event[]}
 */
export function outOf(client, room, now) {
  if (!rooms.forget(client.rooms, room)) return [];
  const events = letGo(client, room);
  const gone = happening({ kind: "left", id: localId(client), at: now, name: client.state.me.name, own: true, text: "rejoin_failed" });
  const thing = { type: /** @type {const} */ ("happening"), happening: gone, id: gone.id, at: now };
  return [...events, ...deliver(client, { target: room, thing, late: false, seq: client.counted.seq }), ...notJoined(client, room)];
}

/**
 * What waited of a room that was left is let through; the lobby, or another room, is the current one then.
 * @param {Client} client
 * @param {string} room
 */
export function letGo(client, room) {
  questions.drop(client.questions, room, client.link);
  const events = release(client, catchup.left(client.catchup, room));
  return client.entering.has(lower(room)) ? events : [...events, ...stepOut(client, room)];
}

/**
 * We are not in the room; what was said there can still be read.
 * @param {Client} client
 * @param {string} room
 * @returns {Event[]}
 */
export function notJoined(client, room) {
  const buffer = bufferOf(client.state, room);
  if (!buffer) return [];
  buffer.joined = false;
  buffer.members.clear();
  buffer.typing.clear();
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["joined", "typing"] }];
}

/**
 * The buffer is put away; what was not accepted there is thrown away with it.
 * @param {Client} client
 * @param {string} key
 * @returns {Event[]}
 */
export function remove(client, key) {
  if (!client.state.buffers.delete(key)) return [];
  forgetIfGone(client, key);
  const events = client.state.current === key ? go(client, null) : [];
  return [...events, { event: "buffer_removed", buffer: key }];
}

/**
 * A room or a person has another name: all that we remember of the buffer, or are about to ask, is about that.
 * @param {Client} client
 * @param {string} before
 * @param {string} name
 * @returns {Event[]}
 */
export function rename(client, before, name) {
  const { state } = client;
  const [old, key] = [lower(before), lower(name)];
  outgoing.rename(client.queue, before, name);
  renameWaiting(client.link, before, name);
  questions.follow(client.questions, before, name);
  if (old !== key && state.buffers.has(key)) return []; // there is one of that name, which goes on
  catchup.rename(client.catchup, before, name);
  questions.rename(client.questions, before, name);
  follow(client, before, name);
  const buffer = state.buffers.get(old);
  if (!buffer) return [];
  if (old !== key) {
    state.buffers = new Map([...state.buffers].map(([one, other]) => [one === old ? key : one, other]));
    rekey(client, old, key);
  }
  buffer.key = key;
  buffer.name = name;
  return [{ event: "buffer_renamed", before: old, buffer: key }];
}

/**
 * RENAME
 * @param {Client} client
 * @param {string} before
 * @param {string} name
 * @returns {Event[]}
 */
export function renameRoom(client, before, name) {
  const [old, key] = [lower(before), lower(name)];
  const events = old !== key && !rooms.find(client.rooms, name) ? remove(client, key) : []; // of another room, left behind
  rooms.rename(client.rooms, before, name);
  client.entering.delete(old);
  const was = client.state.current === old;
  events.push(...rename(client, before, name));
  return was ? [...events, { event: "current_changed", buffer: client.state.current }] : events;
}

/**
 * Make a buffer the current one.
 * @param {Client} client
 * @param {string | null} key
 * @returns {Event[]}
 */
export function go(client, key) {
  if (client.state.current === key) return [];
  client.state.current = key;
  return [{ event: "current_changed", buffer: key }];
}

/**
 * Ask who is away, logged in, a bot: more than the names say.
 * @param {Client} client
 * @param {import("./rooms.js").Presence} room
 */
export function askMembers(client, room) {
  if (!isWord(room.name)) return;
  const fields = client.link.supports.has("WHOX") ? ["%tnfar,1"] : [];
  questions.askLater(client.questions, questions.question("members", room.name), client.link, "WHO", room.name, ...fields);
}
