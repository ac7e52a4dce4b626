/** Pages of history that the person asked for: what is asked of the server, and where the answer goes in the timeline. */

import { lower } from "../irc/casemap.js";
import { formatTime } from "../irc/times.js";
import { around, read } from "./arrivals.js";
import { meantForUs } from "./deliver.js";
import { messagesOf } from "./protocol/batches.js";
import { REACTIONS } from "./protocol/capabilities.js";
import { number } from "./protocol/isupport.js";
import { isWord } from "./protocol/link.js";
import { ask as put } from "./protocol/questions.js";
import { keptFor, named, snapshot } from "./reactions.js";
import { isLocal, isMessage } from "./state/items.js";
import { bufferOf } from "./state/store.js";
import * as timeline from "./state/timeline.js";
import { recount } from "./state/unread.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */
/** @typedef {import("./protocol/questions.js").Question} Question */
/** @typedef {import("./protocol/batches.js").Batch} Batch */
/** @typedef {import("./state/store.js").Buffer} Buffer */
/** @typedef {import("./state/items.js").Item} Item */
/** @typedef {import("./state/items.js").Message} Message */
/** @typedef {import("./arrivals.js").Reacting} Reacting */

export const PAGE = 50; // messages, where no number was given
const MOST_ROUNDS = 5; // questions for what one act asks for, when there is more coming and going than talk
const BACKWARDS = ["older", "entering", "shown", "newest", "gap"];

/**
 * Ask for a page.
 * @param {Client} client
 * @param {Question} question
 * @returns {Event[]}
 */
export function ask(client, question) {
  const buffer = bufferOf(client.state, question.target);
  if (!buffer || !isWord(question.target)) return [];
  const limit = limitFor(client, question.wanted);
  buffer.fetching = true;
  const asked = { ...question, limit, rounds: question.rounds + 1 };
  const [subcommand, point] = pointIn(buffer, asked);
  put(client.questions, asked, client.link, "CHATHISTORY", subcommand, question.target, point, String(limit));
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["fetching"] }];
}

/**
 * How many lines to ask for, so that so many messages are likely to be among them.
 * @param {Client} client
 * @param {number} wanted
 */
function limitFor(client, wanted) {
  const most = number(client.link.supports.get("CHATHISTORY") ?? "", 100);
  return Math.max(1, Math.min(most, wanted + Math.floor(wanted / 2) + 20));
}

/**
 * The subcommand, and the message or time that it is about.
 * @param {Buffer} buffer
 * @param {Question} question
 * @returns {[string, string]}
 */
function pointIn(buffer, question) {
  if (question.kind === "around") return ["AROUND", `msgid=${question.before}`];
  const before = buffer.timeline.byId.get(question.before);
  if (before) return ["BEFORE", pointOf(before)];
  const after = buffer.timeline.byId.get(question.after);
  return after ? ["AFTER", pointOf(after)] : ["LATEST", "*"];
}

/**
 * How the server finds the item.
 * @param {Item} item
 */
export function pointOf(item) {
  return item.id.startsWith("~") ? `timestamp=${formatTime(item.at)}` : `msgid=${item.id}`;
}

/**
 * A page came: it is in the timeline now. Where too few messages are among it, the next one is asked for.
 * @param {Client} client
 * @param {Question} question
 * @param {Batch} batch
 * @param {number} now
 * @returns {Event[]}
 */
export function answered(client, question, batch, now) {
  const buffer = bufferOf(client.state, question.target);
  if (!buffer) return [];
  const given = around(now, { late: true });
  const things = messagesOf(batch).flatMap((line) => read(client, line, given)?.thing ?? []);
  /** @type {Item[]} */
  const items = things.flatMap((thing) => (thing.type === "message" ? thing.message : thing.type === "happening" ? thing.happening : []));
  const reactions = things.flatMap((thing) => (thing.type === "reacting" ? [thing] : []));
  const fresh = merge(client, buffer, question, items, reactions);
  if (!batch.items.length && ["older", "entering", "shown", "newest"].includes(question.kind)) buffer.beginning = true;
  const found = items.filter(isMessage).map(({ id }) => id);
  const next = {
    ...question,
    found: [...found, ...question.found],
    fresh: [...fresh, ...question.fresh],
    wanted: question.wanted - found.length,
  };
  return goesOn(next, batch, items) ? ask(client, { ...next, before: items[0].id }) : loaded(buffer, next);
}

/**
 * @param {Question} question
 * @param {Batch} batch
 * @param {Item[]} items
 */
function goesOn(question, batch, items) {
  const wanted = question.wanted > 0 && question.rounds < MOST_ROUNDS;
  const backwards = BACKWARDS.includes(question.kind) && !question.after;
  return wanted && backwards && batch.items.length >= question.limit && items.length > 0 && !isLocal(items[0]);
}

/**
 * The server has no such page.
 * @param {Client} client
 * @param {Question} question
 * @returns {Event[]}
 */
export function failed(client, question) {
  const buffer = bufferOf(client.state, question.target);
  if (!buffer) return [];
  buffer.fetching = false;
  return [told(buffer, question, true)];
}

/**
 * @param {Buffer} buffer
 * @param {Question} question
 * @param {boolean} isFailed
 * @returns {Event}
 */
function told(buffer, { kind, found, fresh, wanted }, isFailed) {
  const cause = kind === "newest" ? "latest" : kind;
  const asked = { cause, ids: found, fresh, wanted: wanted + found.length, failed: isFailed };
  return { event: "history_loaded", buffer: buffer.key, ...asked };
}

/**
 * @param {Buffer} buffer
 * @param {Question} question
 * @returns {Event[]}
 */
function loaded(buffer, question) {
  buffer.fetching = false;
  /** @type {Event[]} */
  const events = [];
  if (buffer.timeline.items.length > timeline.MOST) {
    const newest = ["older", "around", "gap"].includes(question.kind);
    buffer.far = newest;
    timeline.trim(buffer.timeline, timeline.MOST, newest);
    buffer.beginning &&= newest;
    events.push({ event: "items_dropped", buffer: buffer.key });
  } else if (question.kind === "newest") {
    buffer.far = false;
  }
  recount(buffer);
  events.push({ event: "buffer_changed", buffer: buffer.key, fields: ["fetching", "unread", "beginning"] });
  return [...events, told(buffer, question, false)];
}

/**
 * Put the items in their place; the ids of those that are new.
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {Question} question
 * @param {Item[]} items
 * @param {Reacting[]} reactions
 */
function merge(client, buffer, { kind, before, after }, items, reactions) {
  const where = { before: kind === "around" ? "" : before, after, last: !before && !after };
  const fresh = timeline.merge(buffer.timeline, items, where);
  for (const item of fresh) {
    if (!isMessage(item)) continue;
    const about = reactions.filter(({ message }) => message === item.id);
    timeline.replace(buffer.timeline, completed(client, buffer, item, about));
  }
  buffer.last_at = fresh.reduce((latest, item) => Math.max(latest, item.at), buffer.last_at);
  return fresh.map(({ id }) => id);
}

/**
 * The message as it would be had it come live.
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {Message} message
 * @param {Reacting[]} things
 */
function completed(client, buffer, message, things) {
  const all = [...things, ...keptFor(client.counted, buffer.key, message.id)];
  const counts = client.link.caps.has(REACTIONS);
  if (counts) snapshot(client.counted, buffer.key, message.id, client.catchup.latest);
  const me = lower(client.state.me.name);
  const made = named(message, all, (name) => lower(name) === me, counts);
  return { ...made, mention: meantForUs(client, buffer, made) };
}
