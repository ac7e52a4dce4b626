/** Whom the client knows: who shares a room with us, and with whom we talk privately. */

import { lower } from "../irc/casemap.js";
import { createPerson, personOf } from "./state/store.js";

/** @typedef {import("./session.js").Client} Client */

/**
 * The person of that name, who may be new to us.
 * @param {Client} client
 * @param {string} name
 */
export function known(client, name) {
  const person = personOf(client.state, name) ?? createPerson(name);
  client.state.people.set(lower(name), person);
  person.name = name;
  return person;
}

/**
 * The rooms that we share with somebody.
 * @param {Client} client
 * @param {string} key
 */
export function shared(client, key) {
  return [...client.state.buffers.values()].filter((buffer) => buffer.members.has(key));
}

/**
 * Who shares no room with us is remembered only while there is a conversation with them.
 * @param {Client} client
 * @param {string} key
 */
export function forgetIfGone(client, key) {
  const { people, buffers, me } = client.state;
  const person = people.get(key);
  if (!person || key === lower(me.name) || shared(client, key).length) return;
  if (buffers.has(key)) person.online = person.away = null;
  else people.delete(key);
}
