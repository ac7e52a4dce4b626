/** What a handler is: a function of the client, one line, and what surrounds it, that changes the state and tells how. */

import { note, notice } from "../notes.js";
import { find } from "../protocol/questions.js";
import { bufferOf } from "../state/store.js";

/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */
/** @typedef {import("../arrivals.js").Around} Around */
/** @typedef {import("../../wire/message.js").Message} Line */
/** @typedef {(client: Client, line: Line, around: Around) => Event[]} Handler */
/** The fewest parameters that make sense of a command, and its handler. @typedef {Record<string, [number, Handler]>} Handlers */

/**
 * A standard reply or numeric as data: its code, what it is about, and the server's words.
 * @param {Line} line
 * @param {number} now
 * @param {boolean} [error]
 */
export function noteOf({ command, params }, now, error = false) {
  const text = params[params.length - 1] ?? "";
  if (command === "FAIL" || command === "WARN" || command === "NOTE") {
    const code = params.length > 2 ? params[1] : "";
    return note(code, now, { details: params.slice(2, -1), text, error, command: params[0] });
  }
  return note(command, now, { details: params.slice(1), text, error });
}

/**
 * The buffer in which was asked what has that label.
 * @param {Client} client
 * @param {string} label
 */
export function askedIn(client, label) {
  const question = find(client.questions, label);
  return question ? bufferOf(client.state, question.target) : undefined;
}

/**
 * An answer that is for eyes as it is.
 * @type {Handler}
 */
export function tell(client, line, around) {
  return notice(client, noteOf(line, around.now), askedIn(client, around.label));
}
