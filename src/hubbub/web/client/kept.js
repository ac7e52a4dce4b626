/** What a client keeps over a reload of the page, as plain data: unsent messages, places, how far it was. Nothing secret. */

import { isRoom } from "./arrivals.js";
import { addBuffer } from "./buffers.js";
import * as catchup from "./catchup.js";
import * as outgoing from "./outgoing.js";
import * as posting from "./posting.js";
import { isWord } from "./protocol/link.js";
import * as rooms from "./rooms.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */

const VERSION = 1;

/**
 * Everything that is to be kept.
 * @param {Client} client
 */
export function keptOf(client) {
  const { state } = client;
  return {
    version: VERSION,
    name: state.me.name,
    outbox: outgoing.kept(client.queue),
    unsure: [...state.buffers.values()].flatMap((buffer) =>
      [...buffer.unsent.values()]
        .filter(({ status }) => status !== "sending")
        .map(({ id, text, kind, at, failure }) => [buffer.key, id, text, kind, at, failure]),
    ),
    buffers: [...state.buffers.values()].map((buffer) => ({
      name: buffer.name,
      joined: rooms.find(client.rooms, buffer.name) !== undefined,
      draft: [buffer.draft.text, buffer.draft.reply, buffer.draft.edit],
      notify: buffer.notify,
      read_at: buffer.read_at,
      last_at: buffer.last_at,
    })),
    current: state.current,
    seen: catchup.kept(client.catchup),
    words: client.words,
  };
}

/**
 * Go on with what was kept; before the first connection. What cannot be read is left out.
 * @param {Client} client
 * @param {any} data
 * @param {number} [now] what waits is shown with this time until the server gives it one
 * @returns {Event[]}
 */
export function restore(client, data, now = 0) {
  /** @type {Event[]} */
  const events = [];
  if (isList(data?.words)) client.words = data.words.filter(isText);
  for (const row of list(data?.buffers)) bufferFrom(client, row, events);
  if (outgoing.restore(client.queue, data?.outbox)) {
    for (const message of outgoing.all(client.queue)) posting.queue(client, message, now, events);
  }
  for (const row of list(data?.unsure)) unsureFrom(client, row, events);
  catchup.restore(client.catchup, data?.seen);
  catchup.lost(client.catchup, [...client.rooms.values()].map(({ name }) => name));
  if (client.state.buffers.has(data?.current)) client.state.current = data.current;
  return events;
}

/**
 * @param {Client} client
 * @param {any} row
 * @param {Event[]} events
 */
function bufferFrom(client, row, events) {
  if (!isText(row?.name) || !isWord(row.name) || !Number.isFinite(row.read_at) || !Number.isFinite(row.last_at)) return;
  const buffer = addBuffer(client, row.name, events);
  buffer.read_at = row.read_at;
  buffer.last_at = row.last_at;
  if (["all", "mentions", "nothing"].includes(row.notify)) buffer.notify = row.notify;
  const [text = "", reply = "", edit = ""] = list(row.draft).filter(isText);
  buffer.draft = { text, reply, edit };
  if (!row.joined || !isRoom(row.name)) return;
  const room = rooms.add(client.rooms, row.name);
  if (room) room.wanted = true;
}

/**
 * @param {Client} client
 * @param {any} row
 * @param {Event[]} events
 */
function unsureFrom(client, row, events) {
  if (!isList(row) || !row.slice(0, 4).every(isText) || !Number.isFinite(row[4])) return;
  const [target, , text, kind, at, failure] = row;
  const message = outgoing.add(client.queue, { target, text, kind });
  outgoing.discard(client.queue, message.id);
  posting.queue(client, message, at, events);
  events.push(...(isFailure(failure) ? posting.failed(client, message.id, failure) : posting.unsure(client, message.id)));
}

/**
 * Why the server has refused it.
 * @param {any} value
 * @returns {value is import("./state/items.js").Failure}
 */
function isFailure(value) {
  return isText(value?.code) && isText(value.text) && isList(value.details) && value.details.every(isText);
}

/**
 * @param {any} value
 * @returns {value is any[]}
 */
function isList(value) {
  return Array.isArray(value);
}

/**
 * @param {any} value
 * @returns {any[]}
 */
function list(value) {
  return isList(value) ? value : [];
}

/**
 * @param {any} value
 * @returns {value is string}
 */
function isText(value) {
  return typeof value === "string";
}
