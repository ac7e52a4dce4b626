/** What is said, and what becomes of it: messages, edits, removals, reactions, typing, and how far one has read. */

import { lower } from "../../irc/casemap.js";
import { parseTime } from "../../irc/times.js";
import { isRoom, nameOf, read } from "../arrivals.js";
import { arrive } from "../live.js";
import { note, notice } from "../notes.js";
import { accepted } from "../posting.js";
import { REACT_TAG, TYPING_TAG, UNREACT_TAG } from "../protocol/capabilities.js";
import { number } from "../protocol/isupport.js";
import { bufferOf, isMe } from "../state/store.js";
import { recount, toldUnread } from "../state/unread.js";
import { askedIn } from "./handler.js";

/** @typedef {import("./handler.js").Handler} Handler */

const SERVICES = ["nickserv", "chanserv", "operserv", "memoserv", "botserv", "hostserv", "saslserv", "global"];
/** How long that holds unless it is said again (client-tags/typing), in ms. @type {Record<string, number>} */
const TYPING = { active: 6000, paused: 30_000 };

/** @type {Handler} */
function said(client, line, around) {
  const arrival = read(client, line, around);
  if (arrival?.thing.type !== "message") return [];
  let { message } = arrival.thing;
  if (client.registration.step !== "done" || !line.source.includes("!")) {
    return notice(client, note("server", around.now, { text: message.text })); // the server itself speaks
  }
  if (isService(line) && !message.own) {
    const told = note("service", message.at, { details: [message.sender, line.command], text: message.text });
    return notice(client, told, askedIn(client, around.label));
  }
  if (message.own && !around.late) {
    message = { ...message, client_id: accepted(client, line, around.label) };
    const found = !message.only_for && !message.id.startsWith("~");
    if (found) client.said = { key: lower(arrival.target), message };
  }
  return arrive(client, { ...arrival, thing: { ...arrival.thing, message } });
}

/**
 * Whether one of the server's own services answers us.
 * @param {import("./handler.js").Line} line
 */
function isService(line) {
  return SERVICES.includes(lower(nameOf(line))) && !isRoom(line.params[0]);
}

/**
 * Tags without a text: reactions, and who is writing.
 * @type {Handler}
 */
function tagged(client, line, around) {
  if (line.tags[REACT_TAG] || line.tags[UNREACT_TAG]) return done(client, line, around);
  return TYPING_TAG in line.tags && !around.late ? typing(client, line, around) : [];
}

/**
 * Something was done to a message. What comes late unasked is in the history already.
 * @type {Handler}
 */
function done(client, line, around) {
  const arrival = around.late ? null : read(client, line, around);
  return arrival ? arrive(client, arrival) : [];
}

/** @type {Handler} */
function typing(client, line, around) {
  const name = nameOf(line);
  const buffer = bufferOf(client.state, isRoom(line.params[0]) ? line.params[0] : name);
  if (!buffer || isMe(client.state, name)) return [];
  const holds = TYPING[line.tags[TYPING_TAG]];
  if (holds) buffer.typing.set(lower(name), around.now + holds);
  else if (!buffer.typing.delete(lower(name))) return [];
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["typing"] }];
}

/**
 * MARKREAD: how far we have read, here or on another device (https://ircv3.net/specs/extensions/read-marker).
 * @type {Handler}
 */
function readUntil(client, line) {
  const buffer = bufferOf(client.state, line.params[0]);
  const at = parseTime(line.params[1].replace(/^timestamp=/, ""));
  if (!buffer || !(at > buffer.read_at)) return [];
  buffer.read_at = at;
  recount(buffer);
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["read_at", "unread"] }];
}

/**
 * UNREAD: how much there is that we have not read, most of it not loaded (docs/ext/unread.md).
 * @type {Handler}
 */
function unread(client, line, around) {
  const [name, messages, mentions] = line.params;
  const buffer = bufferOf(client.state, name);
  if (!buffer) return [];
  toldUnread(buffer, number(messages, 0), number(mentions, 0), around.now);
  return [{ event: "buffer_changed", buffer: buffer.key, fields: ["unread"] }];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  UNREAD: [3, unread],
  PRIVMSG: [2, said],
  NOTICE: [2, said],
  EDIT: [3, done],
  REDACT: [2, done],
  TAGMSG: [1, tagged],
  MARKREAD: [2, readUntil],
};
