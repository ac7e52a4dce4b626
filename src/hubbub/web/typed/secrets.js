/** Which typed texts hold a password or a code, and so are to be kept nowhere. */

import { all, closestCommand, find } from "./table.js";

const SERVICE = "nickserv"; // what is sent to it is a command, such as IDENTIFY

/**
 * Whether one of its lines does, or would if it were not mistyped. As long as the commands are not known, every one
 * with words may.
 * @param {string} text
 */
export function isSecret(text) {
  return text.split("\n").some(lineIsSecret);
}

/** @param {string} line */
function lineIsSecret(line) {
  const [word, rest] = split(line);
  if (!rest) return false;
  if (word.startsWith("@")) return isService(word);
  if (!word.startsWith("/") || word.startsWith("//")) return false;
  const typed = word.slice(1).toLowerCase();
  const command = find(typed) ?? find(closestCommand(typed) ?? "");
  const [first, more] = split(rest);
  if (command?.name === "msg") return isService(first) && more !== "";
  if (command?.name === "account") return first.toLowerCase() === "delete" && more !== "";
  if (command?.name === "join") return more !== "";
  if (command?.name === "mode") return setsKey(first, more);
  return command ? command.secret : all().length === 0;
}

/**
 * Whether modes for a room have a key among them; the room may be named before, as in IRC.
 * @param {string} first
 * @param {string} more
 */
function setsKey(first, more) {
  const [modes, rest] = /^[#&]/.test(first) ? split(more) : [first, more];
  return modes.includes("k") || /(^|\s)[+-][^\s]*k/.test(rest);
}

/** @param {string} name */
function isService(name) {
  return name.toLowerCase().replace(/^[@:]+|[@:]+$/g, "") === SERVICE;
}

/**
 * The first word, and what follows it without the spaces around it. Spaces in front count as none.
 * @param {string} text
 */
function split(text) {
  const [, word, rest] = /** @type {RegExpExecArray} */ (/^[ \t\r]*([^ \t]*)[ \t]*([^]*?)[ \t\r]*$/.exec(text));
  return [word, rest];
}
