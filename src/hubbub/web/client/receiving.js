/** Received lines and batches: which are answers to questions, which came earlier, and which are news. */

import { parse } from "../wire/message.js";
import { around, isRoom, read, timeOf } from "./arrivals.js";
import { heard, page, targets } from "./catchup.js";
import * as lists from "./handlers/lists.js";
import { handle } from "./handlers/table.js";
import * as history from "./history.js";
import { release } from "./live.js";
import { NOTHING_ASKED, refuse } from "./notes.js";
import { again } from "./outgoing.js";
import * as batches from "./protocol/batches.js";
import { EDIT, MULTILINE, ROW_TAG } from "./protocol/capabilities.js";
import { hasLabels, isWord } from "./protocol/link.js";
import { answered, BY_LABEL, find, put } from "./protocol/questions.js";
import * as searching from "./searching.js";
import { bufferOf } from "./state/store.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */
/** @typedef {import("../wire/message.js").Message} Line */
/** @typedef {import("./protocol/batches.js").Batch} Batch */
/** @typedef {import("./protocol/questions.js").Question} Question */

const PAGES = ["older", "newest", "gap", "around", "entering", "shown"];
/** @type {Record<string, string[]>} */
const QUESTIONS_BY_BATCH = {
  chathistory: ["after", "latest", ...PAGES],
  "draft/chathistory-targets": ["targets", "conversations"],
  search: ["search"],
  "soju.im/search": ["search"],
};
const CHANGES = ["EXPIRE", "MODE", "RETENTION", "TBAN"]; // what has nothing to say to them has changed nothing
const NOT_THERE = ["401", "403", "441"]; // ERR_NOSUCHNICK, ERR_NOSUCHCHANNEL, ERR_USERNOTINCHANNEL
const EARLIER = ["chathistory", "znc.in/playback"]; // batches whose lines are no news, even unasked

/**
 * One received line, which may belong to a batch that is not complete.
 * @param {Client} client
 * @param {string} text
 * @param {number} now
 * @returns {Event[]}
 */
export function take(client, text, now) {
  const message = parse(text);
  if (!message) return [];
  try {
    if (batches.collect(client.batches, message)) return [];
    if (message.command === "BATCH") {
      const batch = batches.command(client.batches, message);
      return batch ? ofBatch(client, batch, now) : [];
    }
  } catch (error) {
    if (!(error instanceof batches.TooMuch)) throw error;
    client.failed = "the server opened batches without an end";
    return [];
  }
  const label = message.tags.label ?? "";
  if (isAskedAgain(client, label, [message])) return [];
  const events = ofLine(client, message, now, { label });
  closed(client, label);
  return events;
}

/**
 * A complete batch: the answer to a question, an answer of several lines, or lines that belong together.
 * @param {Client} client
 * @param {Batch} batch
 * @param {number} now
 * @returns {Event[]}
 */
function ofBatch(client, batch, now) {
  const { label } = batch;
  if (batch.type === "labeled-response") return ofResponse(client, batch, now);
  if (batch.type === MULTILINE || batch.type === EDIT) {
    const events = ofLine(client, batches.saidIn(batch), now, { label });
    closed(client, label);
    return events;
  }
  const kinds = QUESTIONS_BY_BATCH[batch.type];
  const question = kinds && answered(client.questions, label, client.link, kinds);
  if (question) return answer(client, question, batch, now);
  const late = EARLIER.includes(batch.type);
  return batches.messagesOf(batch).flatMap((line) => ofLine(client, line, now, { label, late }));
}

/**
 * Whether the answer says that nobody and nothing has a name whose owner has taken another one since: then it is asked, or
 * sent, again, once, under the same label.
 * @param {Client} client
 * @param {string} label
 * @param {Line[]} answer
 */
function isAskedAgain(client, label, answer) {
  if (!answer.some((line) => NOT_THERE.includes(line.command))) return false;
  const question = find(client.questions, label);
  if (!question?.again) return again(client.queue, label);
  const [command, ...params] = question.words;
  put(label, client.questions, { ...question, again: false }, client.link, command, params);
  return true;
}

/**
 * @param {Client} client
 * @param {Batch} batch
 * @param {number} now
 * @returns {Event[]}
 */
function ofResponse(client, batch, now) {
  const lines = batches.messagesOf(batch);
  if (isAskedAgain(client, batch.label, lines)) return [];
  const held = lines.some((line) => line.command === "NOTE" && line.params[1] === "HELD");
  const events = batch.items.flatMap((item) =>
    batches.isBatch(item) ? ofBatch(client, item, now) : ofLine(client, item, now, { label: batch.label, held }),
  );
  const question = hasLabels(client.link) && answered(client.questions, batch.label, client.link);
  return question ? [...events, ...answer(client, question, batch, now)] : events;
}

/**
 * A line with a label is the whole answer.
 * @param {Client} client
 * @param {string} label
 */
function closed(client, label) {
  const question = find(client.questions, label);
  if (question && BY_LABEL.includes(question.kind)) answered(client.questions, label, client.link);
}

/**
 * One line of the server.
 * @param {Client} client
 * @param {Line} line
 * @param {number} now
 * @param {{label?: string, late?: boolean, held?: boolean}} given
 * @returns {Event[]}
 */
function ofLine(client, line, now, given) {
  if (line.command === "ACK") {
    // a labelled command that has nothing to say
    const question = given.label && answered(client.questions, given.label, client.link);
    return question ? answer(client, question, { ...NOTHING, opening: line }, now) : [];
  }
  if (!given.late) heard(client.catchup, timeOf(line, 0));
  const label = given.label ?? "";
  const aside = find(client.questions, label)?.kind === "asked";
  client.answering = { label, aside, row: aside ? recordOf(line) : null };
  const events = handle(client, line, around(now, given));
  client.answering = NOTHING_ASKED;
  return events;
}

/**
 * What a line of an answer is as a record (docs/ext/rows.md), null when it is none.
 * @param {Line} line
 */
function recordOf(line) {
  try {
    const record = JSON.parse(line.tags[ROW_TAG] ?? "null");
    return typeof record?.row === "string" ? record : null;
  } catch {
    return null;
  }
}

const NOTHING = { type: "", params: [], label: "", items: [], outer: null, place: 0 };

/**
 * @param {Client} client
 * @param {Question} question
 * @param {Batch} batch
 * @param {number} now
 * @returns {Event[]}
 */
function answer(client, question, batch, now) {
  const { kind } = question;
  if (kind === "targets" || kind === "conversations") return toTargets(client, question, batch);
  if (kind === "search") return searching.answered(client, batch, now);
  if (PAGES.includes(kind)) return history.answered(client, question, batch, now);
  if (kind === "command" && !batch.items.length && CHANGES.includes(question.words[0])) {
    return refuse(client, "so_already", now, [], bufferOf(client.state, question.target));
  }
  if (kind !== "after" && kind !== "latest") return [];
  const given = around(now, { late: true });
  const placed = batches.messagesOf(batch).flatMap((line) => {
    const arrival = read(client, line, given);
    return arrival ? [lists.inBuffer(question.target, arrival)] : [];
  });
  return release(client, page(client.catchup, question, placed, client.link, client.questions));
}

/**
 * The answer to CHATHISTORY TARGETS.
 * @param {Client} client
 * @param {Question} question
 * @param {Batch} batch
 * @returns {Event[]}
 */
function toTargets(client, question, batch) {
  const rows = batches.messagesOf(batch).filter((line) => line.command === "CHATHISTORY" && line.params.length > 2);
  if (question.kind === "conversations") return lists.conversations(client, rows);
  const people = rows.map((row) => row.params[1]).filter((name) => isWord(name) && !isRoom(name));
  return release(client, targets(client.catchup, people, client.link, client.questions));
}

/**
 * Who has not been seen to write for a while has stopped.
 * @param {Client} client
 * @param {number} now
 * @returns {Event[]}
 */
export function forgetTyping(client, now) {
  return [...client.state.buffers.values()].flatMap((buffer) => {
    const over = [...buffer.typing].filter(([, until]) => until <= now);
    for (const [key] of over) buffer.typing.delete(key);
    return over.length ? [{ event: "buffer_changed", buffer: buffer.key, fields: ["typing"] }] : [];
  });
}

/**
 * The connection is gone: we are in no room, and nobody is seen to write.
 * @param {Client} client
 * @returns {Event[]}
 */
export function forgetPresence(client) {
  /** @type {Event[]} */
  const events = [];
  for (const person of client.state.people.values()) person.online = null;
  for (const buffer of client.state.buffers.values()) {
    if (!buffer.joined && !buffer.typing.size && !buffer.fetching) continue;
    buffer.joined = buffer.fetching = false;
    buffer.typing.clear();
    events.push({ event: "buffer_changed", buffer: buffer.key, fields: ["joined", "typing", "fetching"] });
  }
  return events;
}
