/** Who is here and who is away. */

import { lower } from "../../irc/casemap.js";
import * as n from "../../irc/numerics.js";
import { nameOf } from "../arrivals.js";
import { find } from "../protocol/questions.js";
import { isMe, personOf } from "../state/store.js";
import { tell } from "./handler.js";
import * as lists from "./lists.js";
import { known } from "../people.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */

const SOMEHOW_AWAY = ""; // the words of who is away without our knowing them

/**
 * @param {string} name
 * @returns {Event}
 */
function personChanged(name) {
  return { event: "person_changed", person: lower(name) };
}

/**
 * AWAY (https://ircv3.net/specs/extensions/away-notify)
 * @type {Handler}
 */
function away(client, line, around) {
  const name = nameOf(line);
  const text = line.params[0] ?? null;
  /** @type {Event[]} */
  const events = [];
  if (isMe(client.state, name)) {
    client.state.me.away = text;
    events.push({ event: "me_changed", fields: ["away"] });
  }
  const person = personOf(client.state, name);
  if (!person || around.late) return events;
  person.away = text;
  return [...events, personChanged(name)];
}

/** @type {Handler} */
function isAway(client, line, around) {
  const [, name, text] = line.params;
  const person = personOf(client.state, name);
  if (person) person.away = text;
  if (find(client.questions, around.label)?.kind === "whois") {
    if (client.state.whois) client.state.whois.away = text;
    return [];
  }
  return [...(person ? [personChanged(name)] : []), ...tell(client, line, around)];
}

/**
 * We are away now, or back; with away-notify the words came before.
 * @type {Handler}
 */
function own(client, line, around) {
  const { me } = client.state;
  me.away = line.command === n.RPL_UNAWAY ? null : (me.away ?? SOMEHOW_AWAY);
  return [{ event: "me_changed", fields: ["away"] }, ...tell(client, line, around)];
}

/** @type {Handler} */
function whoRow(client, line) {
  if (client.collected.has("who")) {
    lists.row(client, "who", line);
    return [];
  }
  const [, , , host, , name, flags, written = ""] = line.params;
  return described(client, name, flags, undefined, written.replace(/^[^ ]* ?/, ""), host);
}

/**
 * RPL_WHOSPCRPL for `%tnfar`: token, name, flags, account, real name.
 * @type {Handler}
 */
function whoSpecial(client, line) {
  const [, token, name, flags, account, realname] = line.params;
  return token === "1" ? described(client, name, flags, account === "0" ? "" : account, realname, "") : [];
}

/**
 * @param {Client} client
 * @param {string} name
 * @param {string} flags
 * @param {string | undefined} account
 * @param {string} realname
 * @param {string} host
 * @returns {Event[]}
 */
function described(client, name, flags, account, realname, host) {
  const person = personOf(client.state, name);
  if (!person) return [];
  person.online = true;
  person.away = flags.startsWith("G") ? (person.away ?? SOMEHOW_AWAY) : null;
  person.bot ||= flags.includes(client.link.supports.get("BOT") ?? "\0");
  person.realname = realname || person.realname;
  person.host = host || person.host;
  person.account = account ?? person.account;
  return [personChanged(name)];
}

/** @type {Handler} */
function whoEnd(client, line) {
  const rows = line.params[1] === "*" ? client.collected.get("who") : undefined;
  if (!rows) return [];
  client.collected.delete("who");
  return lists.people(rows);
}

/**
 * MONITOR: who of those we watch is here, or is not.
 * @type {Handler}
 */
function monitored(client, line) {
  return line.params[1].split(",").flatMap((target) => {
    const [name] = target.split("!");
    if (!client.watched.has(lower(name))) return [];
    const person = known(client, name);
    person.online = line.command === n.RPL_MONONLINE;
    if (!person.online) person.away = null;
    return [personChanged(name)];
  });
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  AWAY: [0, away],
  [n.RPL_AWAY]: [3, isAway],
  [n.RPL_UNAWAY]: [1, own],
  [n.RPL_NOWAWAY]: [1, own],
  [n.RPL_WHOREPLY]: [7, whoRow],
  [n.RPL_WHOSPCRPL]: [6, whoSpecial],
  [n.RPL_ENDOFWHO]: [1, whoEnd],
  [n.RPL_MONONLINE]: [2, monitored],
  [n.RPL_MONOFFLINE]: [2, monitored],
};
