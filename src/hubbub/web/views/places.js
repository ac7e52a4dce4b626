/** The order of rooms and people in the sidebar, and the one sign that a row has at its end. */

import { lower } from "../irc/casemap.js";

/**
 * Rooms (the lobby first, then by name) and people (by their last word).
 * @param {import("../app.js").App} app
 * @returns {{rooms: any[], people: any[]}} buffers
 */
export function order(app) {
  const all = [...app.state.buffers.values()];
  const lobby = lower(app.state.server.lobby ?? "");
  const collator = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });
  const rooms = all.filter((buffer) => buffer.kind === "room");
  const people = all.filter((buffer) => buffer.kind === "person");
  rooms.sort((one, other) => Number(other.key === lobby) - Number(one.key === lobby) || collator.compare(one.name, other.name));
  people.sort((one, other) => other.last_at - one.last_at || collator.compare(one.name, other.name));
  return { rooms, people };
}

/**
 * The sign at the end of a row: what matters most of mention count, unread dot, draft, muted.
 * @param {any} buffer
 * @param {boolean} hasDraft
 * @returns {{sign: "count", n: number}|{sign: "dot"|"draft"|"muted"|""}}
 */
export function sign(buffer, hasDraft) {
  const muted = buffer.notify === "nothing";
  const orange = buffer.kind === "person" ? buffer.unread : buffer.mentions;
  if (orange && !muted) return { sign: "count", n: orange };
  if (isUnread(buffer)) return { sign: "dot" };
  if (hasDraft) return { sign: "draft" };
  return { sign: muted ? "muted" : "" };
}

/** Whether a row is bold; what is muted never is. @param {any} buffer */
export function isUnread(buffer) {
  return buffer.notify !== "nothing" && (buffer.unread > 0 || Boolean(buffer.more_unread));
}

/** Whether not everybody may come in, or see that it is there. @param {any} buffer */
export function isPrivate(buffer) {
  return has(buffer.modes, "i") || has(buffer.modes, "s");
}

/** @param {any} modes  a Map or an object @param {string} letter */
export function has(modes, letter) {
  return modes instanceof Map ? modes.has(letter) : letter in (modes ?? {});
}

/** A room's name without its #, as it stands beside the sign. @param {any} buffer */
export function bare(buffer) {
  return buffer.kind === "room" ? buffer.name.replace(/^#/, "") : buffer.name;
}

/**
 * All that is orange, and whether there is other news: for titles and badges.
 * @param {import("../app.js").App} app
 */
export function news(app) {
  const { rooms, people } = order(app);
  const loud = [...rooms, ...people].filter((buffer) => buffer.notify !== "nothing");
  const orange = loud.reduce((sum, buffer) => sum + (buffer.kind === "person" ? buffer.unread : buffer.mentions), 0);
  return { orange, other: loud.some(isUnread) };
}
