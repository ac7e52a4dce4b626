/** How much of a buffer is unread: computed from its marker and its messages, so that it cannot stick. */

import { isMessage } from "./items.js";

const COUNTED = 100; // messages of one place that the server looks at (docs/ext/unread.md)

/** @typedef {import("./store.js").Buffer} Buffer */
/** @typedef {import("./items.js").Message} Message */

/**
 * Whether a message counts: later than what was read, and somebody else's.
 * @param {Buffer} buffer
 * @param {Message} message
 */
export function isUnread(buffer, message) {
  return !message.own && !message.redacted && message.at > buffer.read_at;
}

/**
 * The message has come last: after one of our own nothing is unread.
 * @param {Buffer} buffer
 * @param {Message} message
 */
export function countOne(buffer, message) {
  if (message.own) recount(buffer);
  else if (isUnread(buffer, message)) tally(buffer, message);
}

/**
 * @param {Buffer} buffer
 * @param {Message} message
 */
function tally(buffer, message) {
  buffer.unread += 1;
  buffer.mentions += message.mention ? 1 : 0;
}

/**
 * Count again from the end to our last message, or to what was read; behind a gap there may be more, unless the server has counted all.
 * @param {Buffer} buffer
 */
export function recount(buffer) {
  buffer.unread = buffer.mentions = 0;
  buffer.more_unread = false;
  const { items } = buffer.timeline;
  const told = buffer.told_unread?.read_at === buffer.read_at ? buffer.told_unread : null;
  const allUntil = told && told.messages < COUNTED ? told.at : 0;
  let [later, latelyMentioned] = [0, 0];
  for (let place = items.length - 1; place >= 0; place -= 1) {
    const item = items[place];
    if (item.kind === "gap") buffer.more_unread ||= item.at > Math.max(buffer.read_at, allUntil);
    if (!isMessage(item)) continue;
    if (item.own || item.at <= buffer.read_at) return;
    if (!isUnread(buffer, item)) continue;
    tally(buffer, item);
    if (told && item.at > told.at) {
      later += 1;
      latelyMentioned += item.mention ? 1 : 0;
    }
  }
  buffer.more_unread ||= !allUntil && !buffer.beginning && buffer.unread > 0;
  if (!told) return;
  buffer.unread = Math.max(buffer.unread, told.messages + later);
  buffer.more_unread ||= told.messages >= COUNTED;
  buffer.mentions = Math.max(buffer.mentions, told.mentions + latelyMentioned);
}

/**
 * The server has counted what is unread there, of which not all may be loaded.
 * @param {Buffer} buffer
 * @param {number} messages
 * @param {number} mentions
 * @param {number} at
 */
export function toldUnread(buffer, messages, mentions, at) {
  buffer.told_unread = { messages, mentions, at, read_at: buffer.read_at };
  recount(buffer);
}

/**
 * Read until that time, or (0) until the newest message; whether the marker has moved.
 * @param {Buffer} buffer
 * @param {number} [at]
 */
export function readEverything(buffer, at = 0) {
  const newest = buffer.timeline.items.reduce((latest, item) => (isMessage(item) ? Math.max(latest, item.at) : latest), 0);
  const until = at || Math.max(newest, buffer.last_at);
  if (until <= buffer.read_at) return false;
  buffer.read_at = until;
  recount(buffer);
  return true;
}
