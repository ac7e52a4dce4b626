/** What arrives in a buffer, put in its place in the state, and said as events: one function for each kind of thing. */

import { lower } from "../irc/casemap.js";
import { mentions } from "../irc/mentions.js";
import { isCtcp, isRoom } from "./arrivals.js";
import { addBuffer } from "./buffers.js";
import { shown } from "./catchup.js";
import { firstTime } from "./dedup.js";
import { known } from "./people.js";
import * as reactions from "./reactions.js";
import { isMessage, message as messageOf } from "./state/items.js";
import { bufferOf, isMe } from "./state/store.js";
import * as timeline from "./state/timeline.js";
import { countOne, recount } from "./state/unread.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./arrivals.js").Arrival} Arrival */
/** @typedef {import("./events.js").Event} Event */
/** @typedef {import("./state/items.js").Message} Message */
/** @typedef {import("./state/store.js").Buffer} Buffer */

const SLACK = 100; // items that a timeline may have more, so that not each one drops another
const TAIL = 200; // items kept behind the gap while somebody reads far above

/**
 * The thing is in the state now, unless it was there before.
 * @param {Client} client
 * @param {Arrival} arrival
 * @returns {Event[]}
 */
export function deliver(client, arrival) {
  const { thing } = arrival;
  // some happen in several rooms at once
  const id = thing.type === "happening" ? `${thing.id} ${lower(arrival.target)}` : thing.id;
  if (!firstTime(client.dedup, id)) return accepted(client, thing);
  shown(client.catchup, arrival);
  if (isCtcp(thing)) return [];
  switch (thing.type) {
    case "message":
      return said(client, arrival, thing.message);
    case "happening":
      return happened(client, arrival, thing.happening);
    case "edit":
      return edited(client, arrival, thing);
    case "redaction":
      return redacted(client, arrival, thing);
    case "reacting":
      return reacted(client, arrival, thing);
  }
}

/**
 * A page tells what became of a message that we have: while we were not there, or it was told already.
 * @param {Client} client
 * @param {Arrival} arrival
 * @returns {Event[]}
 */
export function amend(client, arrival) {
  const { thing } = arrival;
  if (thing.type === "message" || thing.type === "happening" || !firstTime(client.dedup, thing.id)) return [];
  if (thing.type === "edit") return edited(client, arrival, thing);
  return thing.type === "redaction" ? redacted(client, arrival, thing) : reacted(client, arrival, thing);
}

/**
 * The echo of a message of ours that had come from history before: nothing new, but it waits no longer.
 * @param {Client} client
 * @param {import("./arrivals.js").Thing} thing
 * @returns {Event[]}
 */
function accepted(client, thing) {
  if (thing.type !== "message" || !thing.message.client_id) return [];
  const { client_id: id, at } = thing.message;
  for (const buffer of client.state.buffers.values()) {
    if (!buffer.unsent.delete(id)) continue;
    return [{ event: "message_changed", buffer: buffer.key, id, change: "sent", by: "", text: "", at, late: false, message: thing.message }];
  }
  return [];
}

/**
 * Whether a message is a mention: it is private, has our name in it, or answers us.
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {Message} message
 */
export function meantForUs(client, buffer, message) {
  if (message.own) return false;
  const answered = message.reply ? buffer.timeline.byId.get(message.reply) : undefined;
  if (message.private || (isMessage(answered) && answered.own)) return true;
  const { name, account } = client.state.me;
  return mentions(message.text, [name, account, ...client.words].map(lower));
}

/**
 * @param {Client} client
 * @param {Arrival} arrival
 * @param {Message} given
 * @returns {Event[]}
 */
function said(client, { target }, given) {
  /** @type {Event[]} */
  const events = [];
  if (!bufferOf(client.state, target) && isRoom(target)) return []; // we have left it
  const buffer = addBuffer(client, target, events);
  const message = { ...given, mention: meantForUs(client, buffer, given) };
  spoke(client, buffer, message);
  if (message.reactions) reactions.snapshot(client.counted, message.id, client.catchup.latest);
  if (message.client_id) for (const other of client.state.buffers.values()) other.unsent.delete(message.client_id);
  const { unread, mentions: before } = buffer;
  const isKnown = buffer.timeline.byId.has(message.id);
  timeline.add(buffer.timeline, message);
  if (isKnown) recount(buffer); // a page had it
  else countOne(buffer, message);
  events.push({ event: "message_added", buffer: buffer.key, id: message.id, message });
  return [...events, ...counts(buffer, unread, before), ...trim(buffer)];
}

/**
 * What a message says of who sent it.
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {Message} message
 */
function spoke(client, buffer, message) {
  buffer.last_at = Math.max(buffer.last_at, message.at);
  const key = lower(message.sender);
  buffer.typing.delete(key);
  const isTheirs = message.private && !message.own;
  const person = isTheirs ? known(client, message.sender) : client.state.people.get(key);
  if (!person || (message.late && !isTheirs)) return;
  person.spoke_at = Math.max(person.spoke_at, message.at);
  person.bot ||= message.bot;
  person.account = message.account || person.account;
}

/**
 * Memory is bounded: the oldest go, or while somebody reads far above what stands between that and the newest.
 * @param {Buffer} buffer
 * @returns {Event[]}
 */
function trim(buffer) {
  const dropped = [{ event: "items_dropped", buffer: buffer.key }];
  if (buffer.far) return timeline.trimTail(buffer.timeline, TAIL, SLACK) ? dropped : [];
  if (buffer.timeline.items.length <= timeline.MOST + SLACK) return [];
  timeline.trim(buffer.timeline);
  buffer.beginning = false;
  return dropped;
}

/**
 * @param {Client} client
 * @param {Arrival} arrival
 * @param {import("./state/items.js").Happening} happening
 * @returns {Event[]}
 */
function happened(client, { target }, happening) {
  const buffer = bufferOf(client.state, target);
  if (!buffer) return [];
  timeline.add(buffer.timeline, happening);
  return [{ event: "happening_added", buffer: buffer.key, id: happening.id, happening }, ...trim(buffer)];
}

/**
 * The buffer that something is said to have happened in, and the message it happened to.
 * @param {Client} client
 * @param {Arrival} arrival
 * @param {string} id
 */
function found(client, { target }, id) {
  const buffer = bufferOf(client.state, target);
  const item = buffer?.timeline.byId.get(id);
  return { buffer, message: isMessage(item) ? item : undefined };
}

/**
 * @param {Arrival} arrival
 * @param {string} change
 * @param {{message: string, by: string, at: number}} thing
 * @param {string} [text]
 * @returns {Event}
 */
function changed({ target, late }, change, { message: id, by, at }, text = "") {
  return { event: "message_changed", buffer: lower(target), id, change, by, text, at, late, message: null };
}

/**
 * @param {Client} client
 * @param {Arrival} arrival
 * @param {import("./arrivals.js").Edit} thing
 * @returns {Event[]}
 */
function edited(client, arrival, thing) {
  const { buffer, message } = found(client, arrival, thing.message);
  const change = changed(arrival, "edited", thing);
  if (!buffer || !message) {
    const given = { id: thing.message, sender: thing.by, text: thing.text, at: 0, kind: thing.kind, edited_at: thing.at };
    const own = isMe(client.state, thing.by);
    return [{ ...change, message: messageOf({ ...given, own, private: !isRoom(arrival.target) }) }];
  }
  if (message.redacted || thing.at < message.edited_at) return [];
  const kind = message.kind === "notice" ? message.kind : thing.kind;
  const now = { ...message, text: thing.text, kind, edited_at: thing.at, files: thing.files };
  return become(buffer, { ...now, mention: meantForUs(client, buffer, now) }, change);
}

/**
 * @param {Client} client
 * @param {Arrival} arrival
 * @param {import("./arrivals.js").Redaction} thing
 * @returns {Event[]}
 */
function redacted(client, arrival, thing) {
  const { buffer, message } = found(client, arrival, thing.message);
  const change = changed(arrival, "redacted", thing, thing.text);
  if (!buffer || !message) return [change];
  const removed = { redacted: true, redacted_by: thing.by, redacted_why: thing.text };
  const events = become(buffer, { ...message, ...removed, text: "", reactions: null, mention: false, files: [] }, change);
  if (!buffer.pins.includes(message.id)) return events;
  buffer.pins = buffer.pins.filter((id) => id !== message.id);
  return [...events, { event: "buffer_changed", buffer: buffer.key, fields: ["pins"] }];
}

/**
 * @param {Client} client
 * @param {Arrival} arrival
 * @param {import("./arrivals.js").Reacting} thing
 * @returns {Event[]}
 */
function reacted(client, arrival, thing) {
  const { buffer, message } = found(client, arrival, thing.message);
  const change = changed(arrival, thing.undone ? "unreacted" : "reacted", thing, thing.text);
  if (!buffer || !message) {
    reactions.keep(client.counted, thing);
    return [change];
  }
  if (message.redacted || !reactions.isNewest(client.counted, thing)) return [];
  const counted = reactions.isCounted(client.counted, thing, arrival);
  return become(buffer, reactions.applied(message, thing, isMe(client.state, thing.by), counted), change);
}

/**
 * The message is another record now.
 * @param {Buffer} buffer
 * @param {Message} message
 * @param {Event} change
 * @returns {Event[]}
 */
function become(buffer, message, change) {
  const was = buffer.timeline.byId.get(message.id);
  timeline.replace(buffer.timeline, message);
  const { unread, mentions: before } = buffer;
  if (isMessage(was) && (was.mention !== message.mention || was.redacted !== message.redacted)) recount(buffer);
  return [{ ...change, message }, ...counts(buffer, unread, before)];
}

/**
 * @param {Buffer} buffer
 * @param {number} unread as it was
 * @param {number} mentioned as it was
 * @returns {Event[]}
 */
function counts(buffer, unread, mentioned) {
  if (buffer.unread === unread && buffer.mentions === mentioned) return [];
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["unread"] }];
}
