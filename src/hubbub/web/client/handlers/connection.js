/** How a connection begins and lives: capabilities, the welcome, pings, the server's last words. */

import * as n from "../../irc/numerics.js";
import { hold, PRIVATE } from "../catchup.js";
import * as entering from "../entering.js";
import { note, notice, refuse } from "../notes.js";
import { learn, READY, send, SETTLED } from "../protocol/link.js";
import { cap as take, isIn } from "../protocol/registration.js";
import { settled } from "../session.js";
import { isMe } from "../state/store.js";
import { noteOf } from "./handler.js";
import * as refusals from "./refusals.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("../events.js").Event} Event */

const SERVER_CHANGED = { event: "server_changed" };

/** @type {Handler} */
function cap(client, line, around) {
  const { registration, link, state } = client;
  const before = [...link.caps].join(" ");
  take(registration, link, line.params);
  const { complaint } = registration;
  registration.complaint = "";
  /** @type {Event[]} */
  const events = [];
  if ([...link.caps].join(" ") !== before) {
    state.server.capabilities = new Set(link.caps);
    events.push(SERVER_CHANGED);
  }
  return complaint ? [...events, ...refuse(client, complaint, around.now)] : events;
}

/**
 * Held messages are followed by a PING: its PONG says that they were shown, so it waits with them.
 * @type {Handler}
 */
function ping(client, line) {
  const [text] = line.params;
  if (!(text.startsWith("held") && hold(client.catchup, PRIVATE, text))) send(client.link, "PONG", [text]);
  return [];
}

/** @type {Handler} */
function pong(client, line, around) {
  const text = line.params[line.params.length - 1];
  if (text === READY) return entering.nowReady(client, around.now);
  return text === SETTLED ? settled(client) : [];
}

/** @type {Handler} */
function welcome(client, line) {
  if (isIn(client.registration)) return [];
  const events = entering.welcomed(client, line);
  const { me, connection } = client.state;
  return [...events, { event: "welcomed", name: me.name, again: connection.been_here }];
}

/** @type {Handler} */
function isupport(client, line) {
  const { link, state } = client;
  learn(link, line.params.slice(1, -1));
  state.server.supports = new Map(link.supports);
  state.server.network = link.supports.get("NETWORK") ?? "";
  state.server.icon = link.supports.get("draft/ICON") ?? "";
  return [SERVER_CHANGED];
}

/** @type {Handler} */
function motd(client, line, around) {
  if (client.state.connection.been_here) return [];
  const text = line.params[line.params.length - 1].replace(/^- /, "");
  return notice(client, note(line.command, around.now, { details: [text], text }));
}

/** @type {Handler} */
function welcomeComplete(client) {
  return entering.welcomeComplete(client);
}

/**
 * The server's last words on a connection; to who was in they are said where they are, and stay when they are back.
 * @type {Handler}
 */
function error(client, line, around) {
  client.lastError = line.params[line.params.length - 1];
  if (!client.ready || client.quitting || client.killed) return [];
  return refuse(client, "closed", around.now, [client.lastError.replace(/\.+$/, "")]);
}

/**
 * Somebody's connections are ended by an operator; that it was we is said where we are, and stays when we are back.
 * @type {Handler}
 */
function killed(client, line, around) {
  const [name, why = ""] = line.params;
  if (!isMe(client.state, name)) return [];
  client.killed = true;
  const by = line.source.split("!")[0];
  return refuse(client, why ? "killed" : "killed_silently", around.now, [by, why]);
}

/**
 * Not let in. Who is in has only been refused another name or account.
 * @type {Handler}
 */
function banned(client, line, around) {
  if (isIn(client.registration)) return refusals.refused(client, line, around);
  return [{ event: "banned", reason: line.params[line.params.length - 1] }];
}

/** @type {Handler} */
function passwordRefused(_client, line) {
  return [{ event: "password_refused", reason: line.params[line.params.length - 1] }];
}

/** @type {Handler} */
function told(client, line, around) {
  return notice(client, noteOf(line, around.now));
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  CAP: [3, cap],
  PING: [1, ping],
  PONG: [1, pong],
  ERROR: [1, error],
  KILL: [1, killed],
  WARN: [2, told],
  NOTE: [2, told],
  [n.RPL_WELCOME]: [1, welcome],
  [n.RPL_ISUPPORT]: [2, isupport],
  [n.RPL_MOTD]: [2, motd],
  [n.RPL_ENDOFMOTD]: [0, welcomeComplete],
  [n.ERR_NOMOTD]: [0, welcomeComplete],
  [n.ERR_YOUREBANNEDCREEP]: [1, banned],
  [n.ERR_PASSWDMISMATCH]: [1, passwordRefused],
};
