/**
 * What was missed while the connection was away, fetched without holes or doubles.
 *
 * When a connection is lost, a gate closes for each room, and one for all private conversations. Behind a gate what
 * arrives live waits in its order. Once the room is joined again, the history after the last message seen there is fetched
 * page by page; after the empty page come the messages that waited. The same history may be fetched twice, or overlap with
 * what waited: ids tell what was shown already (`dedup.js`), so a gate never has to know.
 *
 * Which private conversations went on meanwhile is asked of the server (CHATHISTORY TARGETS), since the time of the last
 * thing it told us, less some slack: its clock and its order of commit need not agree to the millisecond.
 *
 * https://ircv3.net/specs/extensions/chathistory
 */

import { lower } from "../irc/casemap.js";
import { formatTime } from "../irc/times.js";
import { isRoom } from "./arrivals.js";
import { CHATHISTORY } from "./protocol/capabilities.js";
import { page as pageOf } from "./protocol/link.js";
import { ask, question, rename as renameQuestions } from "./protocol/questions.js";

/** @typedef {import("./arrivals.js").Arrival} Arrival */
/** @typedef {import("./events.js").Event} Event */
/** @typedef {import("./protocol/link.js").Link} Link */
/** @typedef {import("./protocol/questions.js").Questions} Questions */
/** @typedef {import("./protocol/questions.js").Question} Question */

const SLACK = 60_000; // milliseconds
export const PRIVATE = ""; // the key of the gate of private conversations
const END_OF_TIME = "9999-12-31T23:59:59.999Z";
const MOST_TARGETS = 100;
const MOST_QUIET = 10; // conversations that have not gone on, whose last message the server is asked for

/** The last thing known of a room or conversation: its id, or, where it had none, its time. @typedef {{id: string, at: number}} Anchor */
/**
 * `waiting`: what arrived live, and the PINGs among it that say it was received.
 * @typedef {{waiting: (Arrival | string)[], targets: [string, Anchor][], asked: Set<string>, begun: boolean}} Gate
 */
/** What may be shown now, in this order; the strings are PINGs to answer. @typedef {(Event | Arrival | string)[]} Shown */
/**
 * The gates, and the anchors they start from. `mostPages`: of what was missed in one place; 0: all of them. `waiting`: pages
 * that are asked for, by label, when nothing is to be fetched there.
 * @typedef {{mostPages: number, anchors: Map<string, Anchor>, gates: Map<string, Gate>, latest: number, conversations: Set<string>,
 *   waiting: Questions}} CatchUp
 */

/** @param {number} [mostPages] @returns {CatchUp} */
export function createCatchUp(mostPages = 0) {
  return { mostPages, anchors: new Map(), gates: new Map(), latest: 0, conversations: new Set(), waiting: new Map() };
}

/** @returns {Gate} */
function createGate() {
  return { waiting: [], targets: [], asked: new Set(), begun: false };
}

/**
 * @param {Anchor} anchor
 */
function pointOf({ id, at }) {
  return id ? `msgid=${id}` : `timestamp=${formatTime(at - 1)}`;
}

/**
 * Whether anything is still to be fetched.
 * @param {CatchUp} catchup
 */
export function isBusy(catchup) {
  return catchup.gates.size > 0;
}

/**
 * Whether what was missed there is still to be fetched: a page of what is newer would stand above it.
 * @param {CatchUp} catchup
 * @param {import("./state/store.js").Buffer} buffer
 */
export function isBehind({ gates }, { kind, key }) {
  return gates.has(kind === "person" ? PRIVATE : key);
}

/**
 * A live line told the server's time.
 * @param {CatchUp} catchup
 * @param {number} at
 */
export function heard(catchup, at) {
  catchup.latest = Math.max(catchup.latest, at);
}

/**
 * It is now the last that was seen in its place. What the server gives no id may be in no history, and what is for those
 * with a role in the room is in none.
 * @param {CatchUp} catchup
 * @param {Arrival} arrival
 */
export function shown(catchup, { target, thing }) {
  const key = lower(target);
  if (thing.type === "message" && thing.message.only_for) return;
  if (!thing.id.startsWith("~")) catchup.anchors.set(key, { id: thing.id, at: thing.at });
  else if (thing.type === "message") catchup.anchors.set(key, { id: "", at: thing.at });
  if (thing.type === "message" && !isRoom(target)) catchup.conversations.add(key);
}

/**
 * We entered a room: a new one starts here, one with a gate begins to be fetched.
 * @param {CatchUp} catchup
 * @param {string} room
 * @param {string} id
 * @param {number} at
 */
export function joined(catchup, room, id, at) {
  if (!catchup.anchors.has(lower(room))) catchup.anchors.set(lower(room), { id, at });
}

/**
 * We left: what waited is let through, and nothing more is fetched.
 * @param {CatchUp} catchup
 * @param {string} room
 * @returns {Shown}
 */
export function left(catchup, room) {
  catchup.anchors.delete(lower(room));
  return open(catchup, lower(room));
}

/**
 * The room, or the other person of a conversation, has another name now.
 * @param {CatchUp} catchup
 * @param {string} before
 * @param {string} name
 */
export function rename({ anchors, gates, conversations, waiting }, before, name) {
  const [old, key] = [lower(before), lower(name)];
  move(anchors, old, key);
  move(gates, old, key);
  if (conversations.delete(old)) conversations.add(key);
  for (const gate of gates.values()) {
    gate.targets = gate.targets.map(([one, anchor]) => [lower(one) === old ? name : one, anchor]);
    gate.waiting = gate.waiting.map((item) => (typeof item === "string" || lower(item.target) !== old ? item : { ...item, target: name }));
  }
  renameQuestions(waiting, before, name);
}

/**
 * @template T
 * @param {Map<string, T>} map
 * @param {string} before
 * @param {string} key
 */
function move(map, before, key) {
  const value = map.get(before);
  if (value === undefined) return;
  map.delete(before);
  map.set(key, value);
}

/**
 * The connection is gone. What waits behind gates is dropped, for it will be fetched again.
 * @param {CatchUp} catchup
 * @param {string[]} rooms
 */
export function lost(catchup, rooms) {
  catchup.waiting.clear();
  catchup.gates = new Map([...rooms.map(lower), PRIVATE].map((key) => [key, createGate()]));
}

/**
 * Whether it (or the PING, `target` PRIVATE) has to wait, and now does.
 * @param {CatchUp} catchup
 * @param {string} target
 * @param {Arrival | string} item
 */
export function hold(catchup, target, item) {
  const gate = catchup.gates.get(lower(target));
  gate?.waiting.push(item);
  return gate !== undefined;
}

/**
 * The last that was seen in each place, as plain data.
 * @param {CatchUp} catchup
 */
export function kept({ anchors, latest, conversations }) {
  return { anchors: [...anchors].map(([key, { id, at }]) => [key, id, at]), latest, conversations: [...conversations].sort() };
}

/**
 * Go on with what was kept; what cannot be read is left out.
 * @param {CatchUp} catchup
 * @param {any} data
 */
export function restore(catchup, data) {
  const rows = Array.isArray(data?.anchors) ? data.anchors : [];
  for (const [key, id, at] of rows.filter(Array.isArray)) {
    if (typeof key === "string" && typeof id === "string" && Number.isFinite(at)) catchup.anchors.set(key, { id, at });
  }
  if (Number.isFinite(data?.latest)) catchup.latest = data.latest;
  const names = Array.isArray(data?.conversations) ? data.conversations : [];
  for (const name of names) if (typeof name === "string") catchup.conversations.add(name);
}

/**
 * Fetch what was missed in a room that is joined again.
 * @param {CatchUp} catchup
 * @param {string} room
 * @param {Link} link
 * @param {Questions} questions
 * @returns {Shown}
 */
export function beginRoom(catchup, room, link, questions) {
  const key = lower(room);
  const gate = catchup.gates.get(key);
  if (!gate || gate.begun) return [];
  gate.begun = true;
  const anchor = catchup.anchors.get(key);
  if (!link.caps.has(CHATHISTORY) || !anchor) return [missing(room), ...open(catchup, key)];
  after(question("after", room, { gate: key }), anchor, gate, link, questions);
  return [];
}

/**
 * Ask which private conversations went on. Only a visit taken up again may read what it had before.
 * @param {CatchUp} catchup
 * @param {boolean} resumed
 * @param {Link} link
 * @param {Questions} questions
 * @returns {Shown}
 */
export function beginPrivate(catchup, resumed, link, questions) {
  const gate = catchup.gates.get(PRIVATE);
  if (!gate || gate.begun) return [];
  gate.begun = true;
  if (!link.caps.has(CHATHISTORY) || !resumed) {
    return [...(catchup.conversations.size ? [missing(PRIVATE)] : []), ...open(catchup, PRIVATE)];
  }
  const since = `timestamp=${formatTime(catchup.latest - SLACK)}`;
  const asked = question("targets", PRIVATE, { gate: PRIVATE });
  ask(questions, asked, link, "CHATHISTORY", "TARGETS", since, `timestamp=${END_OF_TIME}`, String(MOST_TARGETS));
  return [];
}

/**
 * The answer to TARGETS: conversations and rooms; the rooms have gates of their own. The latest conversations are asked
 * for in any case: a server that does not know what we have seen of them, because it goes on from a backup, says so.
 * @param {CatchUp} catchup
 * @param {string[]} names
 * @param {Link} link
 * @param {Questions} questions
 * @returns {Shown}
 */
export function targets(catchup, names, link, questions) {
  const gate = catchup.gates.get(PRIVATE);
  if (!gate) return [];
  const since = { id: "", at: catchup.latest - SLACK };
  for (const name of [...names, ...quiet(catchup, names)]) {
    gate.targets.push([name, catchup.anchors.get(lower(name)) ?? since]);
  }
  return nextTarget(catchup, gate, link, questions);
}

/**
 * The latest conversations that are not among these, of which we know a message by its id.
 * @param {CatchUp} catchup
 * @param {string[]} names
 */
function quiet({ anchors, conversations }, names) {
  const asked = new Set(names.map(lower));
  const at = (/** @type {string} */ key) => anchors.get(key)?.at ?? 0;
  const known = [...conversations].filter((key) => !asked.has(key) && anchors.get(key)?.id);
  return known.sort((one, other) => at(one) - at(other)).slice(-MOST_QUIET);
}

/**
 * @param {CatchUp} catchup
 * @param {Gate} gate
 * @param {Link} link
 * @param {Questions} questions
 * @returns {Shown}
 */
function nextTarget(catchup, gate, link, questions) {
  const next = gate.targets.shift();
  if (!next) return open(catchup, PRIVATE);
  gate.asked.clear();
  after(question("after", next[0], { gate: PRIVATE }), next[1], gate, link, questions);
  return [];
}

/**
 * One page of history came: show it, and ask for the next one, until a page brings nothing more.
 * @param {CatchUp} catchup
 * @param {Question} asked
 * @param {Arrival[]} arrivals
 * @param {Link} link
 * @param {Questions} questions
 * @returns {Shown}
 */
export function page(catchup, asked, arrivals, link, questions) {
  const key = asked.gate ?? PRIVATE;
  const gate = catchup.gates.get(key);
  if (!gate) return [];
  const missed = key === PRIVATE ? arrivals : beforeLive(arrivals, gate);
  const shown = key === PRIVATE ? withLive(arrivals, gate, asked.target) : missed;
  const last = arrivals[arrivals.length - 1]?.thing;
  if (missed.length === arrivals.length && asked.kind === "after" && last && !last.id.startsWith("~")) {
    const whole = arrivals.length >= pageOf(link); // else it was the last one, or nearly
    if (whole && catchup.mostPages && gate.asked.size >= catchup.mostPages) return [...shown, ...failed(catchup, asked, link, questions)];
    if (!gate.asked.has(pointOf(last))) {
      after(asked, last, gate, link, questions);
      return shown;
    }
  }
  return [...shown, ...done(catchup, key, gate, link, questions)];
}

/**
 * The server does not know the point we know of: take the newest messages, and say that some may be missing.
 * @param {CatchUp} catchup
 * @param {Question} asked
 * @param {Link} link
 * @param {Questions} questions
 * @returns {Shown}
 */
export function failed(catchup, asked, link, questions) {
  const key = asked.gate ?? PRIVATE;
  const gate = catchup.gates.get(key);
  if (!gate) return [];
  if (asked.kind === "after") {
    const latest = question("latest", asked.target, { gate: asked.gate });
    ask(questions, latest, link, "CHATHISTORY", "LATEST", asked.target, "*", String(pageOf(link)));
    return [missing(asked.target)];
  }
  const told = asked.kind === "targets" ? [missing(PRIVATE)] : [];
  return [...told, ...done(catchup, key, gate, link, questions)];
}

/**
 * @param {CatchUp} catchup
 * @param {string} key
 * @param {Gate} gate
 * @param {Link} link
 * @param {Questions} questions
 */
function done(catchup, key, gate, link, questions) {
  return key === PRIVATE ? nextTarget(catchup, gate, link, questions) : open(catchup, key);
}

/**
 * @param {CatchUp} catchup
 * @param {string} key
 * @returns {Shown}
 */
function open(catchup, key) {
  const gate = catchup.gates.get(key);
  catchup.gates.delete(key);
  return gate?.waiting ?? [];
}

/**
 * @param {string} target
 * @returns {Event}
 */
function missing(target) {
  return { event: "history_loaded", buffer: lower(target), cause: "missed", ids: [], fresh: [], wanted: 0, failed: true };
}

/**
 * A room's page up to the first thing that came live: from there on nothing was missed. In private it may be, behind
 * what one said oneself on coming back.
 * @param {Arrival[]} arrivals
 * @param {Gate} gate
 */
function beforeLive(arrivals, gate) {
  const live = new Set(gate.waiting.flatMap((item) => (typeof item === "string" ? [] : [item.thing.id])));
  const place = arrivals.findIndex(({ thing }) => live.has(thing.id));
  return place < 0 ? arrivals : arrivals.slice(0, place);
}

/**
 * A page of a conversation, and in front of what came live what had come live before that and is not on the page.
 * @param {Arrival[]} arrivals
 * @param {Gate} gate
 * @param {string} target
 */
function withLive(arrivals, { waiting }, target) {
  const live = waiting.flatMap((item) => (typeof item === "string" || lower(item.target) !== lower(target) ? [] : [item]));
  const page = new Set(arrivals.map(({ thing }) => thing.id));
  return arrivals.flatMap((arrival) => {
    const place = live.findIndex(({ thing }) => thing.id === arrival.thing.id);
    return [...live.splice(0, place + 1).filter(({ thing }) => !page.has(thing.id)), arrival];
  });
}

/**
 * @param {Question} asked
 * @param {Anchor} anchor
 * @param {Gate} gate
 * @param {Link} link
 * @param {Questions} questions
 */
function after(asked, anchor, gate, link, questions) {
  gate.asked.add(pointOf(anchor));
  ask(questions, asked, link, "CHATHISTORY", "AFTER", asked.target, pointOf(anchor), String(pageOf(link)));
}
