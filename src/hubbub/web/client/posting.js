/** Our own messages, from the moment they are written until the server has accepted or refused them. */

import { command } from "./actions/commands.js";
import { around, isRoom, read } from "./arrivals.js";
import { addBuffer } from "./buffers.js";
import { arrive } from "./live.js";
import { note, notice, refuse } from "./notes.js";
import * as outgoing from "./outgoing.js";
import { CLIENT_ID } from "./protocol/capabilities.js";
import { hasLabels } from "./protocol/link.js";
import * as sending from "./sending.js";
import { currentOf } from "./session.js";
import { isService } from "../typed/secrets.js";
import { message as messageOf } from "./state/items.js";
import { bufferOf } from "./state/store.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */
/** @typedef {import("./outgoing.js").Outgoing} Outgoing */
/** @typedef {import("./state/items.js").Failure} Failure */

const MOST_FAILED = 100; // messages that were not accepted and are neither sent again nor thrown away, in one buffer
const UNLIMITED = 1_000_000;

/**
 * Keep a message to be sent: it is in `unsent` until the server has it.
 * @param {Client} client
 * @param {string} target
 * @param {string} text
 * @param {number} now
 * @param {Outgoing["kind"]} [kind]
 * @param {string} [reply]
 * @returns {Event[]}
 */
export function post(client, target, text, now, kind = "said", reply = "") {
  const clean = sending.cleanLines(text);
  if (!clean.trim()) return [];
  if (isService(target)) return askService(client, clean, now);
  /** @type {Event[]} */
  const events = [];
  queue(client, outgoing.add(client.queue, { target, text: clean, kind, reply }), now, events);
  if (client.connected || !client.state.connection.been_here) return events;
  return [...events, ...notice(client, note("sent_later", now), bufferOf(client.state, target))];
}

/**
 * What is said to NickServ are commands, with passwords in them: no message, kept nowhere and never sent again.
 * @param {Client} client
 * @param {string} text
 * @param {number} now
 * @returns {Event[]}
 */
function askService(client, text, now) {
  if (!client.ready) return refuse(client, "no_connection", now);
  for (const line of text.split("\n").filter((one) => one.trim())) command(client, currentOf(client), "NICKSERV", line);
  return [];
}

/**
 * The message waits, for everybody to see who looks at the state.
 * @param {Client} client
 * @param {Outgoing} given
 * @param {number} now
 * @param {Event[]} events
 */
export function queue(client, given, now, events) {
  const buffer = addBuffer(client, given.target, events);
  const message = messageOf({
    id: given.id,
    sender: client.state.me.name,
    text: given.text,
    at: now,
    kind: given.kind,
    account: client.state.me.account,
    own: true,
    private: !isRoom(given.target),
    client_id: given.id,
    status: "sending",
    reply: given.reply,
  });
  buffer.unsent.set(message.id, message);
  events.push({ event: "message_queued", buffer: buffer.key, id: message.id, message });
}

/**
 * Send what may be sent now.
 * @param {Client} client
 * @param {number} now
 * @returns {Event[]}
 */
export function sendDue(client, now) {
  /** @type {Event[]} */
  const events = [];
  for (const message of outgoing.due(client.queue, client.quitting ? UNLIMITED : outgoing.WINDOW)) {
    const texts = message.sentBefore ? [message.text] : sending.partsOf(client.link, message);
    if (texts.length > 1) {
      events.push(...split(client, message, texts, now));
      continue;
    }
    message.text = texts[0];
    sending.send(client.link, message, true);
    if (!hasLabels(client.link) && !client.link.caps.has("echo-message")) events.push(...acceptUnseen(client, message, now));
  }
  return events;
}

/**
 * The message goes out in parts, each of which is one of its own.
 * @param {Client} client
 * @param {Outgoing} message
 * @param {string[]} texts
 * @param {number} now
 * @returns {Event[]}
 */
function split(client, message, texts, now) {
  const events = discard(client, message.id);
  for (const part of outgoing.split(client.queue, message, texts)) queue(client, part, now, events);
  const buffer = bufferOf(client.state, message.target);
  if (buffer) {
    const order = new Map(outgoing.all(client.queue).map(({ id }, place) => [id, place]));
    buffer.unsent = new Map([...buffer.unsent].sort(([one], [other]) => (order.get(one) ?? -1) - (order.get(other) ?? -1)));
  }
  return events;
}

/**
 * This server sends no echo: what was sent counts as said.
 * @param {Client} client
 * @param {Outgoing} message
 * @param {number} now
 */
function acceptUnseen(client, message, now) {
  outgoing.finish(client.queue, message.id);
  const line = {
    tags: { [CLIENT_ID]: message.id },
    source: client.state.me.name,
    command: outgoing.commandOf(message),
    params: [message.target, outgoing.wordsOf(message)],
  };
  const arrival = read(client, line, around(now));
  return arrival ? arrive(client, arrival) : [];
}

/**
 * The echo of one of our messages, found by its id, its label, or its words; our id of it, "" for none.
 * @param {Client} client
 * @param {import("../wire/message.js").Message} line
 * @param {string} label
 */
export function accepted(client, line, label) {
  for (const id of [line.tags[CLIENT_ID] ?? "", label]) if (id && outgoing.finish(client.queue, id)) return id;
  if (hasLabels(client.link) || client.link.caps.has(CLIENT_ID)) return "";
  const id = outgoing.match(client.queue, line.params[0], line.params[1]);
  outgoing.finish(client.queue, id);
  return id;
}

/**
 * The server has refused a message of ours.
 * @param {Client} client
 * @param {string} id
 * @param {Failure} failure
 */
export function failed(client, id, failure) {
  outgoing.finish(client.queue, id);
  return become(client, id, "failed", failure);
}

/**
 * A message may or may not have arrived, and is not sent again.
 * @param {Client} client
 * @param {string} id
 */
export function unsure(client, id) {
  return become(client, id, "unsure", null);
}

/**
 * @param {Client} client
 * @param {string} id
 * @param {"failed" | "unsure" | "sending"} status
 * @param {Failure | null} failure
 * @returns {Event[]}
 */
function become(client, id, status, failure) {
  const { buffer, message } = find(client, id);
  if (!buffer || !message) return [];
  const now = { ...message, status, failure };
  buffer.unsent.set(id, now);
  const over = [...buffer.unsent.values()].filter((one) => one.status !== "sending").slice(0, -MOST_FAILED);
  const change = { event: "message_changed", buffer: buffer.key, id, change: status, by: "", text: "", at: 0, late: false };
  return [{ ...change, message: now }, ...over.flatMap((old) => discard(client, old.id))];
}

/**
 * A message that is not accepted, and where it stands.
 * @param {Client} client
 * @param {string} id
 */
export function find(client, id) {
  for (const buffer of client.state.buffers.values()) {
    const message = buffer.unsent.get(id);
    if (message) return { buffer, message };
  }
  return {};
}

/**
 * Send a message again that was refused, or may not have arrived: as a new one, with an id of its own.
 * @param {Client} client
 * @param {string} id
 * @param {number} now
 * @returns {Event[]}
 */
export function retry(client, id, now) {
  const { buffer, message } = find(client, id);
  if (!buffer || !message || message.status === "sending") return [];
  const events = discard(client, id);
  const { text, kind, reply } = message;
  queue(client, outgoing.add(client.queue, { target: buffer.name, text, kind, reply }), now, events);
  return events;
}

/**
 * Throw a message away that is not accepted.
 * @param {Client} client
 * @param {string} id
 * @returns {Event[]}
 */
export function discard(client, id) {
  const { buffer, message } = find(client, id);
  if (!buffer || !message) return [];
  outgoing.discard(client.queue, id);
  buffer.unsent.delete(id);
  return [{ event: "message_discarded", buffer: buffer.key, id }];
}
