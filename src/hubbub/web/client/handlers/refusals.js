/** What the server says no to: a message, a question, an entry into a room, or anything else. */

import { lower } from "../../irc/casemap.js";
import { localId } from "../identity.js";
import { failed as catchUpFailed } from "../catchup.js";
import * as history from "../history.js";
import { release } from "../live.js";
import * as moving from "../moving.js";
import { notice } from "../notes.js";
import { match } from "../outgoing.js";
import * as posting from "../posting.js";
import { hasLabels } from "../protocol/link.js";
import { answered } from "../protocol/questions.js";
import { isIn, nameRefused, tokenRefused } from "../protocol/registration.js";
import { find } from "../rooms.js";
import * as searching from "../searching.js";
import { bufferOf } from "../state/store.js";
import { noteOf } from "./handler.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("./handler.js").Line} Line */
/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */
/** @typedef {import("../protocol/questions.js").Question} Question */

/**
 * FAIL (https://ircv3.net/specs/extensions/standard-replies)
 * @type {Handler}
 */
function fail(client, line, around) {
  const [command, code, about] = line.params;
  const words = line.params[line.params.length - 1];
  const { registration } = client;
  if (command === "TOKEN" && code === "INVALID_TOKEN") {
    tokenRefused(registration);
    client.token = "";
    return [{ event: "token_refused" }];
  }
  if ((command === "PRIVMSG" || command === "NOTICE") && code === "CLIENT_ID_REUSED" && about) {
    return posting.failed(client, about, failureOf(line));
  }
  const isDoor = code === "ACCOUNT_REQUIRED" || code === "INVITATION_REQUIRED";
  if (command === "*" && isDoor && line.params.length === 3 && !client.state.connection.been_here) {
    return [{ event: "not_admitted", reason: words, invited: code === "INVITATION_REQUIRED" }];
  }
  if (command === "NICK" && !isIn(registration)) {
    nameRefused(registration);
    return [{ event: "name_refused", name: client.state.me.name, reason: words, code }];
  }
  return refused(client, line, around);
}

/** @param {Line} line */
function failureOf(line) {
  const { code, details, text } = noteOf(line, 0);
  return { code, details, text };
}

/**
 * Something was not done.
 * @type {Handler}
 */
export function refused(client, line, around) {
  const command = line.command === "FAIL" ? line.params[0] : "";
  const asks = around.label || command === "CHATHISTORY" || command === "SEARCH";
  const question = asks ? answered(client.questions, around.label, client.link) : undefined;
  const told = question && unanswered(client, question);
  if (told) return told;
  const id = messageOf(client, line, around.label);
  if (id) return posting.failed(client, id, failureOf(line));
  const locked = lockedOut(client, line, around);
  const moved = notEntered(client, line, around.label);
  if (locked.length) return [...moved, ...locked];
  const where = question ? bufferOf(client.state, question.target) : undefined;
  const events = notice(client, noteOf(line, around.now, true), where);
  if (question?.kind === "search") events.push(...searching.failed(client));
  if (question?.kind === "shown") events.push(...history.failed(client, question));
  return [...events, ...moved];
}

/**
 * What becomes of a question to which there is no answer; null: the person is told.
 * @param {Client} client
 * @param {Question} question
 * @returns {Event[] | null}
 */
function unanswered(client, question) {
  if (question.kind === "entering") return history.failed(client, question);
  if (question.gate !== null) return release(client, catchUpFailed(client.catchup, question, client.link, client.questions));
  return ["older", "newest", "gap", "around"].includes(question.kind) ? history.failed(client, question) : null;
}

/**
 * The id of the message that is refused, "" when it is something else.
 * @param {Client} client
 * @param {Line} line
 * @param {string} label
 */
function messageOf(client, line, label) {
  if (label && client.queue.flying.has(label)) return label;
  const command = line.command === "FAIL" ? line.params[0] : "";
  if (hasLabels(client.link) || (command && !["PRIVMSG", "NOTICE", "BATCH"].includes(command))) return "";
  return line.params.map((word) => match(client.queue, word)).find((id) => id) ?? "";
}

/**
 * ERR_BADCHANNELKEY: the room that we want to be in takes who knows its key.
 * @param {Client} client
 * @param {Line} line
 * @param {import("../arrivals.js").Around} around
 * @returns {Event[]}
 */
function lockedOut(client, line, around) {
  const room = line.command === "475" ? enteringBy(client, line, around.label) : undefined;
  const buffer = room === undefined ? undefined : bufferOf(client.state, room);
  if (!buffer) return [];
  const note = { ...noteOf(line, around.now, true), id: localId(client) };
  return [{ event: "key_wanted", room: buffer.name, note, tried: room === client.tried, label: client.answering.label }];
}

/**
 * The room that we said we would be in next is none that we may be in.
 * @param {Client} client
 * @param {Line} line
 * @param {string} label
 * @returns {Event[]}
 */
function notEntered(client, line, label) {
  const room = enteringBy(client, line, label);
  if (room === undefined) return [];
  client.entering.delete(room);
  const events = moving.stepOut(client, room);
  return find(client.rooms, room) ? events : [...events, ...putAway(client, room)];
}

/**
 * The key of the room that we have asked to enter, and that this is about.
 * @param {Client} client
 * @param {Line} line
 * @param {string} label
 */
function enteringBy({ entering }, line, label) {
  const named = new Set(line.params.slice(0, -1).map(lower));
  return [...entering].find(([room, asked]) => asked === label || named.has(room))?.[0];
}

/**
 * A buffer that was made for a room that we are not let into, unless something was said there.
 * @param {Client} client
 * @param {string} key
 */
function putAway(client, key) {
  const buffer = client.state.buffers.get(key);
  if (!buffer || buffer.unsent.size || buffer.timeline.items.some(({ kind }) => kind !== "note")) return [];
  return moving.remove(client, key);
}

/**
 * Numerics from 400 on are errors; everything else that we do not know is not for us.
 * @type {Handler}
 */
export function other(client, line, around) {
  return /^([45][0-9]{2}|691|696|723|734)$/.test(line.command) && line.params.length ? refused(client, line, around) : [];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  FAIL: [2, fail],
};
