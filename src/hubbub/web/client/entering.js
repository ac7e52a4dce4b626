/** The end of registration: into the rooms, until everything may be sent. */

import { isRoom } from "./arrivals.js";
import { watch } from "./buffers.js";
import { beginPrivate } from "./catchup.js";
import { release } from "./live.js";
import * as moving from "./moving.js";
import { giveUpSent } from "./outgoing.js";
import { unsure } from "./posting.js";
import { CLIENT_ID, METADATA, UNREAD } from "./protocol/capabilities.js";
import { isWord, packed, READY, send, sendLater } from "./protocol/link.js";
import { find } from "./rooms.js";
import { enterStep } from "./session.js";
import { bufferOf } from "./state/store.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */

/**
 * 001: registration has succeeded; whoever we asked to be, we are who it says.
 * @param {Client} client
 * @param {import("../wire/message.js").Message} line
 * @returns {Event[]}
 */
export function welcomed(client, line) {
  const { me, server } = client.state;
  const before = me.name;
  if (isWord(line.params[0])) [client.registration.name] = line.params;
  client.registration.step = "welcome";
  me.name = client.registration.name;
  [server.name] = line.source.split("!");
  const events = [...enterStep(client, "entering"), { event: "server_changed" }];
  return me.name === before ? events : [...events, { event: "me_changed", fields: ["name"] }];
}

/**
 * The end of the welcome: enter the rooms, then ask for the PONG that says it is all done.
 * @param {Client} client
 * @returns {Event[]}
 */
export function welcomeComplete(client) {
  const { registration, link, state } = client;
  if (registration.step !== "welcome") return [];
  registration.step = "done";
  const lobby = link.supports.get("LOBBY") ?? "";
  state.server.lobby = isRoom(lobby) && isWord(lobby) ? lobby : "";
  if (client.metadata.length && link.caps.has(METADATA)) send(link, "METADATA", ["*", "SUB", ...client.metadata]);
  if (state.server.lobby && !state.connection.been_here && !find(client.rooms, lobby)) send(link, "JOIN", [lobby]);
  send(link, "PING", [READY]);
  return [{ event: "server_changed" }];
}

/**
 * Ask for the rooms that the server has not put us in by itself; once on a connection.
 * @param {Client} client
 */
function rejoin(client) {
  const missing = [...client.rooms.values()].filter((room) => !room.present && isWord(room.name));
  if (client.rejoining || !missing.length) return false;
  client.rejoining = true;
  for (const { name } of missing) send(client.link, "JOIN", [name]);
  send(client.link, "PING", [READY]);
  return true;
}

/**
 * Everything that belongs to entering has been answered.
 * @param {Client} client
 * @param {number} now
 * @returns {Event[]}
 */
export function nowReady(client, now) {
  const { registration, link } = client;
  if (client.ready || registration.step !== "done" || rejoin(client)) return [];
  const again = client.state.connection.been_here;
  for (const { kind, name } of client.state.buffers.values()) if (kind === "person") watch(client, name);
  client.state.connection.been_here = client.ready = true;
  const events = [{ event: "ready", again }, ...enterStep(client, "ready")];
  for (const room of [...client.rooms.values()]) if (!room.present) events.push(...moving.outOf(client, room.name, now));
  if (!registration.resumed || !link.caps.has(CLIENT_ID)) {
    for (const message of giveUpSent(client.queue)) events.push(...unsure(client, message.id));
  }
  askAgain(client);
  if (link.caps.has(UNREAD) && mayHaveMissed(client, again)) sendLater(link, "UNREAD", []);
  return [...events, ...release(client, beginPrivate(client.catchup, registration.resumed, link, client.questions))];
}

/**
 * Whether anything can be unread: to who is nowhere but where they have come in just now, nothing was said yet.
 * @param {Client} client
 * @param {boolean} again
 */
function mayHaveMissed({ registration, state, rooms }, again) {
  const hasRead = (/** @type {import("./rooms.js").Presence} */ { name, joinedAt }) => {
    const at = bufferOf(state, name)?.read_at ?? 0;
    return at > 0 && at < joinedAt;
  };
  return again || registration.resumed || [...rooms.values()].some(hasRead);
}

/**
 * Ask again for what a face wants to know of people.
 * @param {Client} client
 */
function askAgain(client) {
  if (client.watched.size && client.link.supports.has("MONITOR")) {
    for (const names of packed([...client.watched].sort(), ",")) sendLater(client.link, "MONITOR", ["+", names]);
  }
  for (const room of client.rooms.values()) if (room.detailed && room.present) moving.askMembers(client, room);
}
