/** Questions to the server: what was asked, found again by its label or by the order of asking. */

import { lower } from "../../irc/casemap.js";
import { hasLabels, newLabel, send } from "./link.js";

/**
 * `kind` says what to do with the answer; `target` is the room or person it is about; what else is needed is in `more`.
 * @typedef {{kind: string, target: string, more: Record<string, any>}} Question
 */
/** The open questions of one connection, oldest first. @typedef {Map<string, Question>} Questions */

/** @returns {Questions} */
export function createQuestions() {
  return new Map();
}

/**
 * Send the command that asks it; returns its label.
 * @param {Questions} open
 * @param {Question} question
 * @param {import("./link.js").Link} link
 * @param {string} command
 * @param {...string} params
 */
export function ask(open, question, link, command, ...params) {
  const label = newLabel(link);
  open.set(label, question);
  send(link, command, params, hasLabels(link) ? { label } : {});
  return label;
}

/**
 * What was asked of that room is about the same one under its other name.
 * @param {Questions} open
 * @param {string} before
 * @param {string} name
 */
export function renameRoom(open, before, name) {
  for (const question of open.values()) if (lower(question.target) === lower(before)) question.target = name;
}

/**
 * The question that an answer belongs to; it is closed. Without labels: the oldest (of these kinds).
 * @param {Questions} open
 * @param {string} label
 * @param {import("./link.js").Link} link
 * @param {readonly string[]} [kinds]
 * @returns {Question | null}
 */
export function answered(open, label, link, kinds) {
  for (const [key, question] of open) {
    if (hasLabels(link) ? key === label : !kinds || kinds.includes(question.kind)) {
      open.delete(key);
      return question;
    }
  }
  return null;
}
