/** Logging in and out, the token of the visit, and who else logs in. */

import { lower } from "../../irc/casemap.js";
import * as n from "../../irc/numerics.js";
import { nameOf } from "../arrivals.js";
import { notice } from "../notes.js";
import * as registration from "../protocol/registration.js";
import * as sasl from "../protocol/login.js";
import { send } from "../protocol/link.js";
import { isMe, personOf } from "../state/store.js";
import { noteOf } from "./handler.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

/**
 * The server asks who we are, then (SCRAM) to prove that we know the password, then proves that it does.
 * @type {Handler}
 */
function authenticate(client, line) {
  const { login, step } = client.registration;
  if (step !== "login" || !login) return [];
  if (login.step === 0) registration.identify(client.registration, client.link);
  else if (login.mechanism === "PLAIN") abort(client);
  else challenged(client, line.params[0], login);
  return [];
}

/**
 * @param {Client} client
 * @param {string} part
 * @param {sasl.Login} login
 */
function challenged(client, part, login) {
  let text;
  try {
    text = sasl.receive(login, part);
  } catch {
    return abort(client);
  }
  if (text === null) return;
  login.step += 1;
  if (login.step === 2) client.tasks.push({ task: "prove", challenge: text });
  else if (sasl.isProven(login, text)) send(client.link, "AUTHENTICATE", ["+"]);
  else abort(client);
}

/**
 * The server is not the one that knows the password, or does not speak as it should: it gets nothing more of us.
 * @param {Client} client
 */
function abort(client) {
  send(client.link, "AUTHENTICATE", ["*"]);
}

/** @type {Handler} */
function loggedIn(client) {
  registration.loginOver(client.registration, client.link, true);
  return [];
}

/**
 * What was typed is right: it brings us back after a lost connection.
 * @type {Handler}
 */
function loggedInAs(client, line) {
  const { trying } = client;
  const [, , name] = line.params;
  if (client.registration.step === "done" && trying && lower(trying.account) === lower(name)) {
    client.login = trying;
    client.trying = null;
  }
  return account(client, name);
}

/** @type {Handler} */
function loggedOut(client) {
  client.login = null;
  return account(client, "");
}

/** @type {Handler} */
function notLoggedIn(client, line, around) {
  const joining = client.registration.step === "login";
  registration.loginOver(client.registration, client.link, false);
  client.login = null;
  const told = notice(client, noteOf(line, around.now, true));
  return joining ? [...told, { event: "login_refused", reason: line.params[line.params.length - 1] }] : told;
}

/**
 * Ourselves, as the server knows us now.
 * @param {Client} client
 * @param {string} name
 * @returns {Event[]}
 */
function account(client, name) {
  if (client.state.me.account === name) return [];
  client.state.me.account = name;
  return [{ event: "me_changed", fields: ["account"] }];
}

/** @type {Handler} */
function token(client, line) {
  [client.token] = line.params;
  return [];
}

/**
 * SESSION TICKET: with which this browser is given a cookie (docs/ext/session.md).
 * @type {Handler}
 */
function ticket(_client, line) {
  return line.params[0] === "TICKET" ? [{ event: "session_ticket", ticket: line.params[1] }] : [];
}

/**
 * ACCOUNT (https://ircv3.net/specs/extensions/account-notify)
 * @type {Handler}
 */
function somebody(client, line, around) {
  const name = nameOf(line);
  const theirs = line.params[0] === "*" ? "" : line.params[0];
  const events = isMe(client.state, name) ? account(client, theirs) : [];
  const person = personOf(client.state, name);
  if (!person || person.account === theirs || around.late) return events;
  person.account = theirs;
  return [...events, { event: "person_changed", person: lower(name) }];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  AUTHENTICATE: [1, authenticate],
  SESSION: [2, ticket],
  TOKEN: [1, token],
  ACCOUNT: [1, somebody],
  [n.RPL_LOGGEDIN]: [3, loggedInAs],
  [n.RPL_LOGGEDOUT]: [0, loggedOut],
  [n.RPL_SASLSUCCESS]: [0, loggedIn],
  [n.ERR_SASLFAIL]: [1, notLoggedIn],
  [n.ERR_SASLABORTED]: [1, notLoggedIn],
};
