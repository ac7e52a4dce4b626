/** Pages of history that the person asked for: what is asked of the server, and where the answer goes in the timeline. */

import { lower } from "../irc/casemap.js";
import { formatTime } from "../irc/times.js";
import { around, isCtcp, read } from "./arrivals.js";
import { isBehind } from "./catchup.js";
import { amend, meantForUs } from "./deliver.js";
import { messagesOf } from "./protocol/batches.js";
import { CHATHISTORY, REACTIONS } from "./protocol/capabilities.js";
import { number } from "./protocol/isupport.js";
import { isWord, newLabel } from "./protocol/link.js";
import { put } from "./protocol/questions.js";
import { keep, keptFor, named, recounted, snapshot } from "./reactions.js";
import { isMessage } from "./state/items.js";
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

/**
 * Ask for a page, under that label if it has one: at once, or when what was missed there is shown.
 * @param {Client} client
 * @param {Question} question
 * @param {string} [label]
 * @returns {Event[]}
 */
export function ask(client, question, label = newLabel(client.link)) {
  const buffer = bufferOf(client.state, question.target);
  if (!buffer || !isWord(question.target)) return [];
  buffer.fetching = true;
  /** @type {Event} */
  const fetching = { event: "buffer_changed", buffer: buffer.key, fields: ["fetching"] };
  if (isBehind(client.catchup, buffer)) {
    client.catchup.waiting.set(label, question);
    return [fetching];
  }
  const limit = limitFor(client, question.wanted);
  const asked = { ...question, limit, rounds: question.rounds + 1 };
  const [subcommand, point] = pointIn(client, buffer, asked);
  put(label, client.questions, asked, client.link, "CHATHISTORY", [subcommand, question.target, point, String(limit)]);
  return [fetching, ...(["older", "gap"].includes(question.kind) ? makeRoom(buffer, asked, timeline.MOST - limit) : [])];
}

/**
 * Ask for the pages that waited, where nothing is to be fetched any more.
 * @param {Client} client
 */
export function askWhatWaited(client) {
  const waiting = [...client.catchup.waiting];
  client.catchup.waiting.clear();
  return waiting.flatMap(([label, question]) => ask(client, question, label));
}

/**
 * Whether there is little of it to show, and more can be had.
 * @param {Client} client
 * @param {Buffer} buffer
 */
export function lacks({ link }, { timeline: { items }, fetching, beginning }) {
  return items.length < PAGE / 2 && link.caps.has(CHATHISTORY) && !fetching && !beginning;
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
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {Question} question
 * @returns {[string, string]}
 */
function pointIn(client, buffer, question) {
  if (question.kind === "around") return ["AROUND", `msgid=${question.before}`];
  const subcommand = question.before ? "BEFORE" : "AFTER";
  const id = question.before || question.after;
  if (!id) return ["LATEST", "*"];
  return [subcommand, placeOf(buffer, client.cursors.get(cursor(buffer, subcommand, id)) ?? id)];
}

/**
 * The name of a place from which history goes on.
 * @param {Buffer} buffer
 * @param {string} subcommand
 * @param {string} id
 */
function cursor({ key }, subcommand, id) {
  return `${key} ${subcommand} ${id}`;
}

/**
 * How the server finds it.
 * @param {Buffer} buffer
 * @param {string} id
 */
function placeOf(buffer, id) {
  const item = buffer.timeline.byId.get(id);
  return id.startsWith("~") && item ? `timestamp=${formatTime(item.at)}` : `msgid=${id}`;
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
  const items = things.flatMap((thing) => {
    if (thing.type === "message") return isCtcp(thing) ? [] : thing.message;
    return thing.type === "happening" ? thing.happening : [];
  });
  const reactions = things.flatMap((thing) => (thing.type === "reacting" ? [thing] : []));
  const ids = things.map(({ id }) => id);
  const skips = !items.length && isFull(question, batch, ids); // nothing that stands in a timeline, but more may follow
  const fresh = skips ? [] : merge(client, buffer, question, items, reactions);
  const events = amended(client, question, things, new Set(fresh));
  if (["older", "entering", "shown", "newest"].includes(question.kind)) {
    buffer.beginning ||= !batch.items.length || "hubbub.chat/beginning" in batch.opening.tags;
  }
  const found = items.filter(isMessage).map(({ id }) => id);
  if (ids.length) remember(client, buffer, question, ids, items);
  const next = onwards(question, found, fresh, items);
  return [...events, ...((next.before || next.after) && goesOn(next, batch, ids) ? ask(client, next) : loaded(buffer, next))];
}

/**
 * What is still to be asked, beyond this page.
 * @param {Question} question
 * @param {string[]} found
 * @param {string[]} fresh
 * @param {Item[]} items
 * @returns {Question}
 */
function onwards(question, found, fresh, items) {
  const { before, after } = question;
  const joined = (/** @type {string[]} */ earlier, /** @type {string[]} */ now) => (after ? [...earlier, ...now] : [...now, ...earlier]);
  const more = { found: joined(question.found, found), fresh: joined(question.fresh, fresh), wanted: question.wanted - found.length };
  const edge = items[after ? items.length - 1 : 0]?.id;
  return { ...question, ...more, before: (!after && edge) || before, after: (after && edge) || after };
}

/**
 * What a page tells of messages that were there before.
 * @param {Client} client
 * @param {Question} question
 * @param {import("./arrivals.js").Thing[]} things
 * @param {Set<string>} fresh
 * @returns {Event[]}
 */
function amended(client, { target }, things, fresh) {
  return things.flatMap((thing) => {
    if (thing.type === "message" || thing.type === "happening" || fresh.has(thing.message)) return [];
    return amend(client, { target, thing, late: true, seq: client.counted.seq });
  });
}

/**
 * Where to go on: a page may begin and end with what is no item of a timeline.
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {Question} question
 * @param {string[]} ids of all that came
 * @param {Item[]} items
 */
function remember(client, buffer, question, ids, items) {
  const above = items.length ? items[0].id : question.before;
  const below = items.length ? items[items.length - 1].id : question.after;
  for (const [subcommand, item, place] of [["BEFORE", above, ids[0]], ["AFTER", below, ids[ids.length - 1]]]) {
    if (item && place !== item && !place.startsWith("~")) client.cursors.set(cursor(buffer, subcommand, item), place);
  }
}

/**
 * @param {Question} question
 * @param {Batch} batch
 * @param {string[]} ids of all that came
 */
function goesOn(question, batch, ids) {
  const wanted = question.wanted > 0 && question.rounds < MOST_ROUNDS && question.kind !== "around";
  return wanted && isFull(question, batch, ids);
}

/**
 * Whether there is more beyond this page, and known from where.
 * @param {Question} question
 * @param {Batch} batch
 * @param {string[]} ids of all that came
 */
function isFull({ limit, after }, batch, ids) {
  const edge = after ? ids[ids.length - 1] : ids[0];
  return batch.items.length >= limit && ids.length > 0 && !edge.startsWith("~");
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
  const events = makeRoom(buffer, question, timeline.MOST);
  if (question.kind === "newest" || !buffer.timeline.items.some(({ kind }) => kind === "gap")) buffer.far = false;
  recount(buffer);
  events.push({ event: "buffer_changed", buffer: buffer.key, fields: ["fetching", "unread", "beginning"] });
  return [...events, told(buffer, question, false)];
}

/**
 * Let go of what is too much, at the end that is farther from the page. Before it is asked for, for then one reads there:
 * when the answer comes, one may read elsewhere.
 * @param {Buffer} buffer
 * @param {Question} question
 * @param {number} most
 * @returns {Event[]}
 */
function makeRoom(buffer, question, most) {
  const newest = standsAbove(buffer, question);
  if (!timeline.trim(buffer.timeline, most, newest)) return [];
  buffer.far ||= newest;
  buffer.beginning &&= newest;
  return [{ event: "items_dropped", buffer: buffer.key }];
}

/**
 * Whether a page stands in the upper half of the timeline.
 * @param {Buffer} buffer
 * @param {Question} question
 */
function standsAbove(buffer, { before, after, found }) {
  const id = [before, after, ...found].find((one) => buffer.timeline.byId.has(one));
  return id !== undefined && timeline.placeOf(buffer.timeline, id) < Math.floor(buffer.timeline.items.length / 2);
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
  for (const item of items) {
    const known = buffer.timeline.byId.get(item.id);
    if (isMessage(item) && isMessage(known) && !known.redacted) timeline.replace(buffer.timeline, refreshed(client, buffer, known, item));
  }
  const where = { before: kind === "around" ? "" : before, after, last: !before && !after };
  const fresh = timeline.merge(buffer.timeline, items, where);
  for (const item of fresh) {
    if (!isMessage(item)) continue;
    const about = reactions.filter(({ message }) => message === item.id);
    timeline.replace(buffer.timeline, completed(client, buffer, item, about));
  }
  for (const thing of reactions) if (!buffer.timeline.byId.has(thing.message)) keep(client.counted, thing);
  buffer.last_at = fresh.reduce((latest, item) => Math.max(latest, item.at), buffer.last_at);
  return fresh.map(({ id }) => id);
}

/**
 * A message that we have, as the page has it now.
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {Message} known
 * @param {Message} item
 * @returns {Message}
 */
function refreshed(client, buffer, known, item) {
  const { text, edited_at, files } = item;
  const edited = { ...known, text, edited_at, files };
  const now = edited_at > known.edited_at ? { ...edited, mention: meantForUs(client, buffer, edited) } : known;
  if (!client.link.caps.has(REACTIONS)) return now;
  snapshot(client.counted, now.id, client.catchup.latest);
  return recounted(now, item);
}

/**
 * The message as it would be had it come live.
 * @param {Client} client
 * @param {Buffer} buffer
 * @param {Message} message
 * @param {Reacting[]} things
 */
function completed(client, buffer, message, things) {
  const all = [...things, ...keptFor(client.counted, message.id)];
  const counts = client.link.caps.has(REACTIONS);
  if (counts) snapshot(client.counted, message.id, client.catchup.latest);
  const me = lower(client.state.me.name);
  const made = named(message, all, (name) => lower(name) === me, counts);
  return { ...made, mention: meantForUs(client, buffer, made) };
}
