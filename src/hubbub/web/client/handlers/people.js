/** People: their names, their going, what they say of themselves; and our own modes. */

import { lower } from "../../irc/casemap.js";
import * as n from "../../irc/numerics.js";
import { nameOf, read, timeOf } from "../arrivals.js";
import { renamed as weAre } from "../identity.js";
import { arrive } from "../live.js";
import * as moving from "../moving.js";
import { forgetIfGone, shared } from "../people.js";
import { isWord } from "../protocol/link.js";
import { isIn, NAME_REFUSALS, nameRefused as refused } from "../protocol/registration.js";
import { rename } from "../reactions.js";
import { isMe, personOf } from "../state/store.js";
import * as refusals from "./refusals.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */
/** @typedef {import("../arrivals.js").Arrival} Arrival */

/** @type {Handler} */
function quit(client, line, around) {
  const name = nameOf(line);
  const key = lower(name);
  const arrival = read(client, line, around);
  const rooms = shared(client, key);
  if (around.late || isMe(client.state, name) || !arrival || !rooms.length) return [];
  const person = client.state.people.get(key);
  /** @type {Event[]} */
  const events = [];
  for (const buffer of rooms) {
    buffer.members.delete(key);
    buffer.typing.delete(key);
    events.push({ event: "members_changed", buffer: buffer.key, names: [key] }, ...happens(client, buffer.name, arrival));
  }
  forgetIfGone(client, key);
  if (person) {
    person.online = false;
    events.push({ event: "person_changed", person: key });
  }
  const text = line.params[0] ?? "";
  return [...events, { event: "person_gone", name, buffers: rooms.map((room) => room.key), at: arrival.thing.at, text }];
}

/**
 * The same thing in one of several rooms.
 * @param {Client} client
 * @param {string} room
 * @param {Arrival} arrival
 */
function happens(client, room, arrival) {
  return arrive(client, { ...arrival, target: room });
}

/** @type {Handler} */
function nick(client, line, around) {
  const before = nameOf(line);
  const [name] = line.params;
  const [old, key] = [lower(before), lower(name)];
  const at = timeOf(line, around.now);
  const own = isMe(client.state, before);
  const arrival = read(client, line, around);
  if (around.late || !arrival || !isWord(name)) return [];
  if (own) weAre(client, name, at);
  const rooms = shared(client, old);
  /** @type {Event[]} */
  const events = own ? [{ event: "me_changed", fields: ["name"] }] : [];
  for (const buffer of rooms) {
    buffer.members = new Map([...buffer.members].map(([one, member]) => (one === old ? [key, { ...member, name }] : [one, member])));
    buffer.typing.delete(old);
    rename(buffer.timeline, before, name);
    events.push({ event: "members_changed", buffer: buffer.key, names: [old, key] }, ...happens(client, buffer.name, arrival));
  }
  events.push(...personRenamed(client, before, name));
  return rooms.length || own ? [...events, { event: "name_changed", before, name, at, own }] : events;
}

/**
 * What we know of somebody, and the conversation with them, goes on under the other name.
 * @param {Client} client
 * @param {string} before
 * @param {string} name
 * @returns {Event[]}
 */
function personRenamed(client, before, name) {
  const [old, key] = [lower(before), lower(name)];
  const events = moving.rename(client, before, name);
  const { whois } = client.state;
  if (whois && lower(whois.name) === old && client.collected.has("whois")) whois.name = name;
  const person = client.state.people.get(old);
  if (!person) return events;
  client.state.people.delete(old);
  person.name = name;
  client.state.people.set(key, person);
  return [...events, { event: "person_renamed", before: old, person: key }];
}

/** @type {Handler} */
function setname(client, line, around) {
  return changed(client, line, around, "realname", line.params[0]);
}

/** @type {Handler} */
function chghost(client, line, around) {
  return changed(client, line, around, "host", line.params[1]);
}

/**
 * Somebody whom we know says something else of themselves.
 * @param {Client} client
 * @param {import("./handler.js").Line} line
 * @param {import("./handler.js").Around} around
 * @param {"realname" | "host"} field
 * @param {string} value
 * @returns {Event[]}
 */
function changed(client, line, around, field, value) {
  const name = nameOf(line);
  /** @type {Event[]} */
  const events = [];
  if (isMe(client.state, name) && field === "realname") {
    client.state.me.realname = value;
    events.push({ event: "me_changed", fields: ["realname"] });
  }
  const person = personOf(client.state, name);
  if (!person || around.late) return events;
  person[field] = value;
  return [...events, { event: "person_changed", person: lower(name) }];
}

/**
 * RPL_UMODEIS: our modes.
 * @type {Handler}
 */
function modeIs(client, line) {
  client.state.me.modes = "";
  return ownModes(client, `+${line.params[1].replace(/^\+/, "")}`);
}

/**
 * Changes of our own modes, as in a MODE line.
 * @param {Client} client
 * @param {string} changes
 * @returns {Event[]}
 */
export function ownModes(client, changes) {
  const letters = new Set(client.state.me.modes);
  let on = true;
  for (const letter of changes) {
    if (letter === "+" || letter === "-") on = letter === "+";
    else if (on) letters.add(letter);
    else letters.delete(letter);
  }
  client.state.me.modes = [...letters].sort().join("");
  client.state.me.operator = letters.has("o");
  return [{ event: "me_changed", fields: ["modes"] }];
}

/** @type {Handler} */
function nameRefused(client, line, around) {
  if (isIn(client.registration)) return refusals.refused(client, line, around);
  refused(client.registration);
  const reason = line.params[line.params.length - 1] ?? "";
  return [{ event: "name_refused", name: client.state.me.name, reason, code: line.command }];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  QUIT: [0, quit],
  NICK: [1, nick],
  SETNAME: [1, setname],
  CHGHOST: [2, chghost],
  [n.RPL_UMODEIS]: [2, modeIs],
  ...Object.fromEntries(NAME_REFUSALS.map((command) => [command, [1, nameRefused]])),
};
