/** What is told to this person alone. */

import { localId } from "./identity.js";
import * as timeline from "./state/timeline.js";

/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./events.js").Event} Event */
/** @typedef {import("./state/items.js").Note} Note */
/** @typedef {import("./state/store.js").Buffer} Buffer */

/**
 * What a line answers: the label of the question, whether its answer is for who asked alone, and its record if it is one.
 * @typedef {{label: string, aside: boolean, row: any}} Answering
 */

/** @type {Answering} */
export const NOTHING_ASKED = { label: "", aside: false, row: null };

const MOST_NOTES = 200; // that belong to no buffer

/**
 * @param {string} code
 * @param {number} at
 * @param {Partial<Note>} [more]
 * @returns {Note}
 */
export function note(code, at, more = {}) {
  return { kind: "note", id: "", at, code, details: [], text: "", error: false, command: "", ...more };
}

/**
 * Something is not done, for a reason of ours.
 * @param {Client} client
 * @param {string} code
 * @param {number} now
 * @param {string[]} [details]
 * @param {Buffer | null} [buffer] undefined: where the person is
 * @returns {Event[]}
 */
export function refuse(client, code, now, details = [], buffer = undefined) {
  return notice(client, note(code, now, { details, error: true }), buffer);
}

/**
 * What a view asked for aside does not come, for a reason of ours: told to it alone, in no timeline.
 * @param {Client} client
 * @param {string} code
 * @param {number} now
 * @returns {Event[]}
 */
export function decline(client, code, now) {
  const made = note(code, now, { id: localId(client), error: true });
  return [{ event: "noticed", buffer: "", id: made.id, note: made, label: "" }];
}

/**
 * Something to be told to the person, in a buffer (undefined: where they are).
 * @param {Client} client
 * @param {Note} given
 * @param {Buffer | null} [buffer]
 * @returns {Event[]}
 */
export function notice(client, given, buffer = undefined) {
  const { state } = client;
  const { label, aside, row } = client.answering;
  const made = { ...given, id: localId(client), ...(row && { row }) };
  if (aside) return [{ event: "noticed", buffer: "", id: made.id, note: made, label }];
  const where = buffer ?? state.buffers.get(state.current ?? "");
  if (!where) {
    state.notes.push(made);
    state.notes.splice(0, Math.max(0, state.notes.length - MOST_NOTES));
    return [{ event: "noticed", buffer: "", id: made.id, note: made, label }];
  }
  timeline.add(where.timeline, made);
  return [{ event: "noticed", buffer: where.key, id: made.id, note: made, label }];
}
