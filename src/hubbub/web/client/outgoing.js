/** The outgoing messages: each is kept, under its own id, until the server has accepted or refused it. */

import { lower } from "../irc/casemap.js";
import { ACTION } from "./arrivals.js";

export const WINDOW = 8; // messages under way at once: a server that slows a fast sender down is never handed a long queue

/**
 * One message that is not accepted yet. `text`: without the frame of a /me; lines are separated by LF. `reply`: the id of
 * what it answers. `sent`: it was sent at least once, perhaps on an earlier connection; `sentBefore`: that was before this
 * time. `again`: whom it is for has another name since.
 * @typedef {{id: string, target: string, text: string, kind: "said" | "did" | "notice", reply: string, sent: boolean, sentBefore: boolean,
 *   again?: boolean}} Outgoing
 */
/**
 * Messages in the order they were typed. `nonce`: what makes this client's ids its own; letters and digits.
 * @typedef {{nonce: string, number: number, waiting: Outgoing[], flying: Map<string, Outgoing>}} Queue
 */

/**
 * @param {string} nonce
 * @returns {Queue}
 */
export function createQueue(nonce) {
  return { nonce, number: 0, waiting: [], flying: new Map() };
}

/**
 * All of them, in order.
 * @param {Queue} queue
 */
export function all(queue) {
  return [...queue.flying.values(), ...queue.waiting];
}

/**
 * The text as one line carries it.
 * @param {Outgoing} message
 */
export function wordsOf({ kind, text }) {
  return kind === "did" ? `${ACTION}${text}\x01` : text;
}

/** @param {Outgoing} message */
export function commandOf({ kind }) {
  return kind === "notice" ? "NOTICE" : "PRIVMSG";
}

/**
 * Keep one more message.
 * @param {Queue} queue
 * @param {{target: string, text: string, kind?: Outgoing["kind"], reply?: string}} message
 */
export function add(queue, message) {
  const kept = numbered(queue, message);
  queue.waiting.push(kept);
  return kept;
}

/**
 * @param {Queue} queue
 * @param {{target: string, text: string, kind?: Outgoing["kind"], reply?: string}} message
 * @returns {Outgoing}
 */
function numbered(queue, { target, text, kind = "said", reply = "" }) {
  queue.number += 1;
  return { id: `${queue.nonce}-${queue.number}`, target, text, kind, reply, sent: false, sentBefore: false };
}

/**
 * The message with that id.
 * @param {Queue} queue
 * @param {string} id
 */
export function find(queue, id) {
  return all(queue).find((message) => message.id === id);
}

/**
 * A message under way that cannot be sent whole: these parts, in its place, are next.
 * @param {Queue} queue
 * @param {Outgoing} message
 * @param {string[]} texts
 */
export function split(queue, message, texts) {
  queue.flying.delete(message.id);
  const parts = texts.map((text) => numbered(queue, { ...message, text }));
  queue.waiting.unshift(...parts);
  return parts;
}

/**
 * The message is not to be sent (again).
 * @param {Queue} queue
 * @param {string} id
 */
export function discard(queue, id) {
  queue.flying.delete(id);
  queue.waiting = queue.waiting.filter((message) => message.id !== id);
}

/**
 * What a later start goes on with, as plain data.
 * @param {Queue} queue
 */
export function kept(queue) {
  const messages = all(queue).map((m) => [m.id, m.target, m.text, m.kind, m.reply, m.sent]);
  return { number: queue.number, messages };
}

/**
 * Go on with what was kept; whether it was anything that could have been.
 * @param {Queue} queue
 * @param {any} data
 */
export function restore(queue, data) {
  const rows = data?.messages;
  if (!Number.isInteger(data?.number) || !Array.isArray(rows)) return false;
  if (!rows.every((row) => Array.isArray(row) && row.slice(0, 5).every((part) => typeof part === "string"))) return false;
  queue.number = Math.max(queue.number, data.number); // new ones have the nonce of this start
  queue.waiting = rows.map(([id, target, text, kind, reply, sent]) => ({ id, target, text, kind, reply, sent: Boolean(sent), sentBefore: false }));
  return true;
}

/**
 * The messages to send now; each one is then under way.
 * @param {Queue} queue
 * @param {number} [window]
 */
export function* due(queue, window = WINDOW) {
  while (queue.waiting.length && queue.flying.size < window) {
    const [message] = queue.waiting.splice(0, 1);
    message.sentBefore = message.sent;
    message.sent = true;
    queue.flying.set(message.id, message);
    yield message;
  }
}

/**
 * The message under way with that id was accepted or refused; undefined when it was not under way.
 * @param {Queue} queue
 * @param {string} id
 */
export function finish(queue, id) {
  const message = queue.flying.get(id);
  queue.flying.delete(id);
  return message;
}

/**
 * The id of the oldest message under way to that target (with that text); "" if there is none.
 * @param {Queue} queue
 * @param {string} target
 * @param {string} [text]
 */
export function match(queue, target, text) {
  for (const message of queue.flying.values()) {
    if (message.target === target && (text === undefined || text === wordsOf(message))) return message.id;
  }
  return "";
}

/**
 * What was to be said to that room or person is for the same one under its other name.
 * @param {Queue} queue
 * @param {string} before
 * @param {string} name
 */
export function rename(queue, before, name) {
  for (const message of all(queue)) if (lower(message.target) === lower(before)) Object.assign(message, { target: name, again: queue.flying.has(message.id) });
}

/**
 * Whether the message of that id, which found nobody, is to be sent once more, by the name that they have now.
 * @param {Queue} queue
 * @param {string} id
 */
export function again(queue, id) {
  const message = queue.flying.get(id);
  if (!message?.again) return false;
  message.again = false;
  queue.flying.delete(id);
  queue.waiting.unshift(message);
  return true;
}

/**
 * The connection is gone: what was under way is first in the queue again.
 * @param {Queue} queue
 */
export function lost(queue) {
  queue.waiting.unshift(...queue.flying.values());
  queue.flying.clear();
}

/**
 * Take out what was sent before and must not be sent again, because the server could not know its id.
 * @param {Queue} queue
 */
export function giveUpSent(queue) {
  const unsure = queue.waiting.filter((message) => message.sent);
  queue.waiting = queue.waiting.filter((message) => !message.sent);
  return unsure;
}
