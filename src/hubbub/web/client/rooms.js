/** Which rooms we are in on this connection, and which we want to be in on the next one. */

import { lower } from "../irc/casemap.js";

export const MOST_ROOMS = 10_000; // and
export const MOST_MEMBERS = 1_000_000; // in each: past these numbers a server's claims are not believed

/**
 * `wanted`: we were in it when the connection was lost; `present`: we are in it on this connection; `entering`: its names
 * are not complete yet; `leaving`: our PART is on its way; `listed`: the names so far; `joinedAt`: when we came in;
 * `told`: the topic was told meanwhile, and (`again`) is the one that we knew; `detailed`: a face has asked for more than
 * the names.
 * @typedef {{name: string, wanted: boolean, present: boolean, entering: boolean, leaving: boolean, joinedAt: number,
 *   told: boolean, again: boolean, detailed: boolean, listed: Map<string, import("./state/store.js").Member>}} Presence
 */
/** The rooms, in the order we joined them, by folded name. @typedef {Map<string, Presence>} Rooms */

/**
 * The room of that name, if we are in it (or were, when the connection was lost).
 * @param {Rooms} rooms
 * @param {string} name
 */
export function find(rooms, name) {
  return rooms.get(lower(name));
}

/**
 * A room that we come into, perhaps again; null when there are too many.
 * @param {Rooms} rooms
 * @param {string} name
 */
export function add(rooms, name) {
  const found = find(rooms, name);
  if (found || rooms.size >= MOST_ROOMS) return found ?? null;
  /** @type {Presence} */
  const made = {
    name,
    wanted: false,
    present: false,
    entering: true,
    leaving: false,
    joinedAt: 0,
    told: false,
    again: false,
    detailed: false,
    listed: new Map(),
  };
  rooms.set(lower(name), made);
  return made;
}

/**
 * The connection is gone; we want to be in the same rooms again.
 * @param {Rooms} rooms
 */
export function lost(rooms) {
  for (const room of rooms.values()) {
    room.wanted = room.entering = true;
    room.present = room.leaving = room.told = room.again = false;
    room.listed.clear();
  }
}

/**
 * @param {Rooms} rooms
 * @param {string} name
 */
export function forget(rooms, name) {
  const found = find(rooms, name);
  rooms.delete(lower(name));
  return found;
}

/**
 * The order of the rooms stays.
 * @param {Rooms} rooms
 * @param {string} before
 * @param {string} name
 */
export function rename(rooms, before, name) {
  const room = find(rooms, before);
  if (!room) return;
  room.name = name;
  const all = [...rooms.values()];
  rooms.clear();
  for (const one of all) rooms.set(lower(one.name), one);
}
