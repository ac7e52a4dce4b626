/**
 * Who reacted to a message, and how many: counts that history told, and what was seen since.
 *
 * A server tells of a message of history how often it was reacted to until then (docs/ext/reactions.md), and may play the
 * reactions themselves back as well: those that are in the count already only say whose it is.
 */

import { lower } from "../irc/casemap.js";
import { isMessage } from "./state/items.js";
import { replace } from "./state/timeline.js";

/** @typedef {import("./arrivals.js").Reacting} Reacting */
/** @typedef {import("./state/items.js").Message} Message */
/** @typedef {import("./state/items.js").Reaction} Reaction */

const MOST_KEPT = 1000; // reactions to messages that are not loaded
const MOST_COUNTED = 20_000;
const MOST_DIFFERENT = 100; // reactions to one message

/**
 * Until when the counts of messages hold, and reactions to messages that are not loaded. `seq`: of the received line.
 * @typedef {{seq: number, until: Map<string, {seq: number, at: number}>, kept: Reacting[], newest: Map<string, number>}} Counted
 */

/** @returns {Counted} */
export function createCounted() {
  return { seq: 0, until: new Map(), kept: [], newest: new Map() };
}

/**
 * The message has just come with its counts; `at`: the newest time of the server that we know.
 * @param {Counted} counted
 * @param {string} id
 * @param {number} at
 */
export function snapshot(counted, id, at) {
  counted.until.set(id, { seq: counted.seq, at });
  if (counted.until.size > MOST_COUNTED) counted.until.delete(counted.until.keys().next().value ?? "");
}

/**
 * Whether the reaction is in the count of its message already.
 * @param {Counted} counted
 * @param {Reacting} thing
 * @param {{late: boolean, seq: number}} arrival
 */
export function isCounted(counted, thing, arrival) {
  const told = counted.until.get(thing.message);
  if (!told) return false;
  return arrival.late ? thing.at <= told.at : arrival.seq <= told.seq;
}

/**
 * Whether nothing later of the same person is known about that reaction to that message.
 * @param {Counted} counted
 * @param {Reacting} thing
 */
export function isNewest({ newest }, thing) {
  const about = [thing.message, thing.account ? `${thing.account}!` : lower(thing.by), thing.text].join(" ");
  if (thing.at < (newest.get(about) ?? 0)) return false;
  newest.set(about, thing.at);
  if (newest.size > MOST_COUNTED) newest.delete(newest.keys().next().value ?? "");
  return true;
}

/**
 * The message may be loaded later.
 * @param {Counted} counted
 * @param {Reacting} thing
 */
export function keep(counted, thing) {
  counted.kept.push(thing);
  if (counted.kept.length > MOST_KEPT) counted.kept.splice(0, MOST_KEPT / 10);
}

/**
 * What was kept for a message, in the order it happened.
 * @param {Counted} counted
 * @param {string} id
 */
export function keptFor(counted, id) {
  const found = new Map(counted.kept.filter(({ message }) => message === id).map((thing) => [thing.id, thing]));
  return [...found.values()].sort((one, other) => one.at - other.at);
}

/**
 * The message after one more reaction, or one less. `counted`: its number is told already.
 * @param {Message} message
 * @param {Reacting} thing
 * @param {boolean} own
 * @param {boolean} [counted]
 * @returns {Message}
 */
export function applied(message, thing, own, counted = false) {
  const reactions = new Map(message.reactions ?? []);
  const before = reactions.get(thing.text) ?? { count: 0, names: [], own: false };
  const after = thing.undone ? without(before, thing, own, counted) : withOne(before, thing, own, counted);
  if (after.count <= 0) reactions.delete(thing.text);
  else if (reactions.has(thing.text) || reactions.size < MOST_DIFFERENT) reactions.set(thing.text, after);
  return { ...message, reactions: reactions.size ? reactions : null };
}

/**
 * Somebody who may have reacted has another name now.
 * @param {import("./state/timeline.js").Timeline} timeline
 * @param {string} before
 * @param {string} name
 */
export function rename(timeline, before, name) {
  for (const item of [...timeline.items]) {
    if (!isMessage(item) || ![...(item.reactions?.values() ?? [])].some(({ names }) => names.some((one) => isSame(one, before)))) continue;
    const reactions = new Map([...(item.reactions ?? [])].map(([text, one]) => [text, { ...one, names: one.names.map((each) => (isSame(each, before) ? name : each)) }]));
    replace(timeline, { ...item, reactions });
  }
}

/**
 * A message of history with the names of who reacted. `counts`: it came with the numbers, which hold.
 * @param {Message} message
 * @param {Reacting[]} things
 * @param {(name: string) => boolean} isOwn
 * @param {boolean} counts
 * @returns {Message}
 */
export function named(message, things, isOwn, counts) {
  /** @type {Message} */
  let found = { ...message, reactions: null };
  for (const thing of things) found = applied(found, thing, isOwn(thing.by));
  if (!counts) return found;
  const told = [...(message.reactions ?? [])].map(
    ([text, one]) => /** @type {[string, Reaction]} */ ([text, clipped(one, found.reactions?.get(text))]),
  );
  return { ...message, reactions: told.length ? new Map(told) : null };
}

/**
 * A message that we have, with the numbers that a page of history tells of it now.
 * @param {Message} message
 * @param {Message} told
 * @returns {Message}
 */
export function recounted(message, told) {
  const now = [...(told.reactions ?? [])].map(
    ([text, one]) => /** @type {[string, Reaction]} */ ([text, clipped(one, message.reactions?.get(text))]),
  );
  return { ...message, reactions: now.length ? new Map(now) : null };
}

/**
 * The number that was told, with the names that were found.
 * @param {Reaction} told
 * @param {Reaction | undefined} found
 * @returns {Reaction}
 */
function clipped(told, found) {
  if (!found) return told;
  const people = new Map([...peopleOf(told), ...peopleOf(found)].map(({ name, account }) => [name, account]));
  const [names, accounts] = [[...people.keys()].slice(0, told.count), [...people.values()].slice(0, told.count)];
  return { count: told.count, names, own: told.own || found.own, accounts };
}

/**
 * The names, each with the account, or "" where that is not known.
 * @param {Reaction} reaction
 */
function peopleOf({ names, accounts }) {
  return names.map((name, place) => ({ name, account: accounts?.[place] ?? "" }));
}

/**
 * Where whoever reacts stands among them, or -1. Whose account is known is not one by the name.
 * @param {{name: string, account: string}[]} people
 * @param {Reacting} thing
 */
function placeOf(people, { by, account }) {
  return people.findIndex((one) => (one.account && account ? one.account === account : isSame(one.name, by)));
}

/**
 * @param {number} count
 * @param {{name: string, account: string}[]} people
 * @param {boolean} own
 * @returns {Reaction}
 */
function made(count, people, own) {
  return { count, names: people.map(({ name }) => name), own, accounts: people.map(({ account }) => account) };
}

/**
 * @param {string} one
 * @param {string} other
 */
function isSame(one, other) {
  return lower(one) === lower(other);
}

/**
 * @param {Reaction} before
 * @param {Reacting} thing
 * @param {boolean} own
 * @param {boolean} counted
 * @returns {Reaction}
 */
function withOne(before, thing, own, counted) {
  const people = peopleOf(before);
  const place = placeOf(people, thing);
  if (place < 0 && own && before.own) return before; // under another name of ours
  const { name, account } = people[place] ?? { name: thing.by, account: "" };
  people.splice(place < 0 ? people.length : place, 1, { name: isSame(name, thing.by) ? name : thing.by, account: thing.account || account });
  const more = counted ? Math.max(before.count, people.length) : before.count + 1;
  return made(place < 0 ? more : before.count, people, before.own || own);
}

/**
 * @param {Reaction} before
 * @param {Reacting} thing
 * @param {boolean} own
 * @param {boolean} counted
 * @returns {Reaction}
 */
function without(before, thing, own, counted) {
  const people = peopleOf(before);
  const place = placeOf(people, thing);
  const gone = place >= 0 || before.count > people.length;
  if (place >= 0) people.splice(place, 1);
  return made(before.count - (gone && !counted ? 1 : 0), people, before.own && !own);
}
