/** What was asked of the server and is not answered yet, found again by its label or by the order of asking. */

import { lower } from "../../irc/casemap.js";
import { drop as dropWaiting, hasLabels, newLabel, send, sendLater } from "./link.js";

/**
 * @typedef {"after" | "latest" | "targets" | "older" | "newest" | "gap" | "around" | "entering" | "shown" | "conversations"
 *   | "search" | "members" | "whois" | "command" | "asked"} Kind
 */
/**
 * "asked": its answer is for who asked alone, and stands in no timeline.
 *
 * `target`: the room or person it is about, or where the answer is to be shown. `gate`: the key of the gate that waits
 * for the answer (catchup.js). Of history that a person asked for: `before` and `after`, the ids of the items that the
 * page stands between; `wanted`, how many messages are still to be found; `found`, the ids of those that were, oldest
 * first, and `fresh`, of all items that are new; `limit`, how many were asked for. `words`: the command that asks it and
 * its parameters; `again`: whom it names has another name since, which stands there now.
 * @typedef {{kind: Kind, target: string, gate: string | null, before: string, after: string, wanted: number,
 *   limit: number, rounds: number, found: string[], fresh: string[], words: string[],
 *   again: boolean}} Question
 */
/** The open questions of one connection, oldest first. @typedef {Map<string, Question>} Questions */

export const BY_LABEL = ["asked", "command", "members", "whois"]; // whose answers are found by their labels alone

/** @returns {Questions} */
export function createQuestions() {
  return new Map();
}

/**
 * @param {Kind} kind
 * @param {string} target
 * @param {Partial<Question>} [more]
 * @returns {Question}
 */
export function question(kind, target, more = {}) {
  return { kind, target, gate: null, before: "", after: "", wanted: 0, limit: 0, rounds: 0, found: [], fresh: [], words: [], again: false, ...more };
}

/**
 * How many of them have to do with history.
 * @param {Questions} open
 */
export function busy(open) {
  return [...open.values()].filter(({ kind }) => kind !== "command" && kind !== "asked").length;
}

/**
 * Send the command that asks it; returns its label.
 * @param {Questions} open
 * @param {Question} asked
 * @param {import("./link.js").Link} link
 * @param {string} command
 * @param {...string} params
 */
export function ask(open, asked, link, command, ...params) {
  return put(newLabel(link), open, asked, link, command, params);
}

/**
 * The same, under that label.
 * @param {string} label
 * @param {Questions} open
 * @param {Question} asked
 * @param {import("./link.js").Link} link
 * @param {string} command
 * @param {string[]} params
 */
export function put(label, open, asked, link, command, params) {
  expect(open, { ...asked, words: [command, ...params] }, link, label);
  send(link, command, params, hasLabels(link) ? { label } : {});
  return label;
}

/**
 * The same, of what nobody waits for.
 * @param {Questions} open
 * @param {Question} asked
 * @param {import("./link.js").Link} link
 * @param {string} command
 * @param {string[]} params
 */
export function askLater(open, asked, link, command, ...params) {
  const label = expect(open, asked, link);
  sendLater(link, command, params, hasLabels(link) ? { label } : {}, label); // each is sent: each has its answer
  return label;
}

/**
 * What is sent next asks it; returns its label.
 * @param {Questions} open
 * @param {Question} asked
 * @param {import("./link.js").Link} link
 * @param {string} [label]
 */
export function expect(open, asked, link, label = newLabel(link)) {
  if (!BY_LABEL.includes(asked.kind) || hasLabels(link)) open.set(label, asked);
  return label;
}

/**
 * Of a room that we are not in, or are about to leave, nothing more is asked that nobody waits for.
 * @param {Questions} open
 * @param {string} room
 * @param {import("./link.js").Link} link
 */
export function drop(open, room, link) {
  for (const label of dropWaiting(link, room)) open.delete(label);
}

/**
 * What was asked of that room or person is about the same one under its other name.
 * @param {Questions} open
 * @param {string} before
 * @param {string} name
 */
export function rename(open, before, name) {
  const [old, key] = [lower(before), lower(name)];
  for (const [label, asked] of open) {
    if (lower(asked.target) === old) open.set(label, { ...asked, target: name, gate: asked.gate === old ? key : asked.gate });
  }
}

/**
 * What was asked about somebody by that name may have to be asked again by another.
 * @param {Questions} open
 * @param {string} before
 * @param {string} name
 */
export function follow(open, before, name) {
  for (const asked of open.values()) {
    const place = asked.words.findIndex((word, at) => at && lower(word) === lower(before));
    if (place > 0) {
      asked.words[place] = name;
      asked.again = true;
    }
  }
}

/**
 * The question with that label, which stays open.
 * @param {Questions} open
 * @param {string} label
 */
export function find(open, label) {
  return label ? open.get(label) : undefined;
}

/**
 * The question that an answer belongs to; it is closed. Without labels: the oldest (of these kinds).
 * @param {Questions} open
 * @param {string} label
 * @param {import("./link.js").Link} link
 * @param {readonly string[]} [kinds]
 */
export function answered(open, label, link, kinds) {
  for (const [key, asked] of open) {
    if (hasLabels(link) ? key === label : !kinds || kinds.includes(asked.kind)) {
      open.delete(key);
      return asked;
    }
  }
  return undefined;
}
