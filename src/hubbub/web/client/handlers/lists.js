/** The answers that are lists: rooms, people, conversations. */

import { lower } from "../../irc/casemap.js";
import * as n from "../../irc/numerics.js";
import { parseTime } from "../../irc/times.js";
import { isRoom } from "../arrivals.js";
import { addBuffer } from "../buffers.js";
import { number } from "../protocol/isupport.js";
import { isWord } from "../protocol/link.js";
import { bufferOf } from "../state/store.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */
/** @typedef {import("../../wire/message.js").Message} Line */

const MOST_ROWS = 100_000; // of one list

/**
 * One more row of a list that was asked for.
 * @param {Client} client
 * @param {string} kind
 * @param {Line} line
 */
export function row(client, kind, line) {
  const rows = client.collected.get(kind);
  if (rows && rows.length < MOST_ROWS) rows.push(line.params);
}

/**
 * Who is online (RPL_WHOREPLY).
 * @param {string[][]} rows
 * @returns {Event[]}
 */
export function people(rows) {
  const names = [...new Set(rows.map((one) => one[5]))].sort(byFold);
  const away = rows.filter((one) => one[6].startsWith("G")).map((one) => one[5]);
  return [{ event: "people_listed", names, away: [...new Set(away)].sort() }];
}

/**
 * @param {string} one
 * @param {string} other
 */
function byFold(one, other) {
  const [a, b] = [lower(one), lower(other)];
  return a < b ? -1 : Number(a > b);
}

/**
 * With whom we have talked, and where something was said last (CHATHISTORY TARGETS).
 * @param {Client} client
 * @param {Line[]} rows
 * @returns {Event[]}
 */
export function conversations(client, rows) {
  /** @type {Event[]} */
  const events = [];
  for (const { params } of rows) {
    const [, name, time] = params;
    if (!isWord(name) || (isRoom(name) && !bufferOf(client.state, name))) continue;
    const buffer = addBuffer(client, name, events);
    buffer.last_at = Math.max(buffer.last_at, parseTime(time) || 0);
    if (!buffer.timeline.items.length && buffer.last_at > buffer.read_at) buffer.more_unread = true;
    events.push({ event: "buffer_changed", buffer: buffer.key, fields: ["last_at", "unread"] });
  }
  return events;
}

/**
 * What a page of that room or conversation has arrives there, whatever its line says.
 * @param {string} target
 * @param {import("../arrivals.js").Arrival} arrival
 */
export function inBuffer(target, arrival) {
  return { ...arrival, target };
}

/** @type {Handler} */
function listRow(client, line) {
  row(client, "rooms", line);
  return [];
}

/** @type {Handler} */
function listEnd(client) {
  const rows = client.collected.get("rooms");
  if (!rows) return [];
  client.collected.delete("rooms");
  client.state.rooms = rows.map(([, name, members, topic]) => ({ name, members: number(members, 0), topic }));
  return [{ event: "rooms_listed" }];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  [n.RPL_LIST]: [4, listRow],
  [n.RPL_LISTEND]: [0, listEnd],
};
