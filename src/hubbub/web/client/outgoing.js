/** The outgoing messages: each is kept, under its own id, until the server has accepted or refused it. */

import { lower } from "../irc/casemap.js";

export const WINDOW = 8; // messages under way at once: a server that slows a fast sender down is never handed a long queue

/**
 * One message that is not accepted yet. `sent`: it was sent at least once, perhaps on an earlier connection.
 * @typedef {{id: string, target: string, text: string, kind: "said" | "did" | "notice", reply: string, sent: boolean}} Outgoing
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
 * Keep one more message.
 * @param {Queue} queue
 * @param {Omit<Outgoing, "id" | "sent">} message
 */
export function add(queue, message) {
  queue.number += 1;
  const kept = { ...message, id: `${queue.nonce}-${queue.number}`, sent: false };
  queue.waiting.push(kept);
  return kept;
}

/**
 * The messages to send now; each one is then under way.
 * @param {Queue} queue
 * @param {number} [window]
 */
export function due(queue, window = WINDOW) {
  const found = queue.waiting.splice(0, Math.max(0, window - queue.flying.size));
  for (const message of found) {
    message.sent = true;
    queue.flying.set(message.id, message);
  }
  return found;
}

/**
 * The message with that id was accepted or refused; undefined when it was not under way.
 * @param {Queue} queue
 * @param {string} id
 */
export function finish(queue, id) {
  const message = queue.flying.get(id);
  queue.flying.delete(id);
  return message;
}

/**
 * Throw a message away, wherever it is.
 * @param {Queue} queue
 * @param {string} id
 */
export function discard(queue, id) {
  queue.waiting = queue.waiting.filter((message) => message.id !== id);
  queue.flying.delete(id);
}

/**
 * The id of the oldest message under way to that target (with that text); "" if there is none.
 * @param {Queue} queue
 * @param {string} target
 * @param {string} [text]
 */
export function match(queue, target, text) {
  for (const message of queue.flying.values()) {
    if (lower(message.target) === lower(target) && (text === undefined || message.text === text)) return message.id;
  }
  return "";
}

/**
 * What was to be said there is for the same room, or person, under its other name.
 * @param {Queue} queue
 * @param {string} before
 * @param {string} name
 */
export function rename(queue, before, name) {
  for (const message of all(queue)) if (lower(message.target) === lower(before)) message.target = name;
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
