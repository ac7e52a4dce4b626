/** Saying something, and what one does with what was said. */

import { ACTION, isRoom } from "../arrivals.js";
import { refuse } from "../notes.js";
import * as posting from "../posting.js";
import { EDIT, MESSAGE_REDACTION, MESSAGE_TAGS, REACT_TAG, REPLY_TAGS, TYPING_TAG, UNREACT_TAG } from "../protocol/capabilities.js";
import { clean, hasLabels, hasLeisure, isWord, send, sendBatch } from "../protocol/link.js";
import { expect, question } from "../protocol/questions.js";
import * as sending from "../sending.js";
import { isMessage } from "../state/items.js";
import { bufferOf } from "../state/store.js";
import { command } from "./commands.js";

/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

const TYPING_EVERY = 3000; // milliseconds: "active" is not sent more often (client-tags/typing)

/**
 * Say something in a room or to a person; a conversation begins by it.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, text: string, reply?: string, kind?: "said" | "did" | "notice"}} given
 */
export function say(client, now, { buffer, text, reply = "", kind = "said" }) {
  const found = bufferOf(client.state, buffer);
  const target = found?.name ?? buffer;
  if (!isWord(target)) return refuse(client, "bad_name", now, [target]);
  if (isRoom(target) && !found) return refuse(client, "not_in_room", now, [target]);
  client.typing.delete(found?.key ?? "");
  return posting.post(client, target, text, now, kind, reply);
}

/**
 * Give one's own message another text.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string, text: string}} given
 */
export function edit(client, now, { buffer, id, text }) {
  const { found, message } = messageIn(client, buffer, id);
  if (!found || !message?.own || message.redacted) return refuse(client, "nothing_to_edit", now);
  if (!client.link.caps.has(EDIT)) return refuse(client, "no_edits", now);
  const whole = text.replace(/^\n+|\n+$/g, "");
  if (whole.includes("\n")) return editedInLines(client, now, found, message, whole);
  return edited(client, found, message, text);
}

/**
 * Ask for the other text.
 * @param {Client} client
 * @param {import("../state/store.js").Buffer} buffer
 * @param {import("../state/items.js").Message} message
 * @param {string} text
 * @returns {Event[]}
 */
export function edited(client, buffer, message, text) {
  const words = clean(text.replace(/^\n+|\n+$/g, ""));
  command(client, buffer, "EDIT", buffer.name, message.id, message.kind === "did" ? `${ACTION}${words}\x01` : words);
  return [];
}

/**
 * Ask for another text of several lines.
 * @param {Client} client
 * @param {number} now
 * @param {import("../state/store.js").Buffer} buffer
 * @param {import("../state/items.js").Message} message
 * @param {string} text
 * @returns {Event[]}
 */
function editedInLines(client, now, buffer, message, text) {
  const { link } = client;
  const lines = message.kind === "did" ? null : sending.editOfLines(link, buffer.name, message.id, sending.cleanLines(text));
  if (!lines) return refuse(client, "edit_of_several_lines", now, [], buffer);
  const label = expect(client.questions, question("command", buffer.name), link);
  sendBatch(link, EDIT, [buffer.name, message.id], lines, hasLabels(link) ? { label } : {});
  return [];
}

/**
 * Remove a message: one's own, or as an operator of the room.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string, reason?: string}} given
 */
export function redact(client, now, { buffer, id, reason = "" }) {
  const { found, message } = messageIn(client, buffer, id);
  if (!found || !message || message.redacted) return refuse(client, "no_such_message", now);
  if (!client.link.caps.has(MESSAGE_REDACTION)) return refuse(client, "no_redactions", now);
  command(client, found, "REDACT", found.name, id, ...(reason ? [clean(reason)] : []));
  return [];
}

/**
 * Hold a message up to everybody in the room, as who keeps order there.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string}} given
 */
export function pin(client, now, { buffer, id }) {
  const { found, message } = messageIn(client, buffer, id);
  if (!found || !message || message.redacted) return refuse(client, "no_such_message", now);
  command(client, found, "PIN", found.name, id);
  return [];
}

/**
 * Take a message off again, which may not be loaded.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string}} given
 */
export function unpin(client, now, { buffer, id }) {
  const found = bufferOf(client.state, buffer);
  if (!client.ready || !found?.pins.includes(id)) return refuse(client, "no_such_message", now);
  command(client, found, "UNPIN", found.name, id);
  return [];
}

/**
 * React to a message.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string, text: string}} given
 */
export function react(client, now, given) {
  return reacting(client, now, given, REACT_TAG);
}

/**
 * Take a reaction back.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string, text: string}} given
 */
export function unreact(client, now, given) {
  return reacting(client, now, given, UNREACT_TAG);
}

/**
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, id: string, text: string}} given
 * @param {string} tag
 */
function reacting(client, now, { buffer, id, text }, tag) {
  const { found, message } = messageIn(client, buffer, id);
  if (!found || !message || message.redacted) return refuse(client, "no_such_message", now);
  if (!client.link.caps.has(MESSAGE_TAGS) || !text.trim()) return refuse(client, "no_reactions", now);
  send(client.link, "TAGMSG", [found.name], { [REPLY_TAGS[0]]: id, [tag]: clean(text) });
  return [];
}

/**
 * A message that the server knows; nothing while there is no connection.
 * @param {Client} client
 * @param {string} buffer
 * @param {string} id
 */
function messageIn(client, buffer, id) {
  const found = bufferOf(client.state, buffer);
  const item = client.ready && !id.startsWith("~") ? found?.timeline.byId.get(id) : undefined;
  return { found, message: isMessage(item) ? item : undefined };
}

/**
 * Send a message again that was not accepted.
 * @param {Client} client
 * @param {number} now
 * @param {{id: string}} given
 */
export function retry(client, now, { id }) {
  return posting.retry(client, id, now);
}

/**
 * Throw a message away that was not accepted.
 * @param {Client} client
 * @param {number} _now
 * @param {{id: string}} given
 */
export function discard(client, _now, { id }) {
  return posting.discard(client, id);
}

/**
 * Let the others see that one is writing, or has stopped without sending.
 * @param {Client} client
 * @param {number} now
 * @param {{buffer: string, on: boolean}} given
 * @returns {Event[]}
 */
export function typing(client, now, { buffer, on }) {
  const found = bufferOf(client.state, buffer);
  if (!found || !client.ready || !client.link.caps.has(MESSAGE_TAGS)) return [];
  if (on && now - (client.typing.get(found.key) ?? -TYPING_EVERY) >= TYPING_EVERY && hasLeisure(client.link, now)) {
    client.typing.set(found.key, now);
    send(client.link, "TAGMSG", [found.name], { [TYPING_TAG]: "active" });
  } else if (!on && client.typing.delete(found.key)) {
    send(client.link, "TAGMSG", [found.name], { [TYPING_TAG]: "done" });
  }
  return [];
}

/**
 * Keep what is being written.
 * @param {Client} client
 * @param {number} _now
 * @param {{buffer: string, text: string, reply?: string, edit?: string}} given
 * @returns {Event[]}
 */
export function draft(client, _now, { buffer, text, reply = "", edit: id = "" }) {
  const found = bufferOf(client.state, buffer);
  if (!found) return [];
  const { draft: before } = found;
  if (before.text === text && before.reply === reply && before.edit === id) return [];
  found.draft = { text, reply, edit: id };
  return [{ event: "buffer_changed", buffer: found.key, fields: ["draft"] }];
}
