/** Which typed texts hold a password or a code, and so are to be kept nowhere. */

import { all, closestCommand, find } from "./table.js";

const UNSEEN = /^[ \t\u00a0\u200b\u3000\ufeff]+/; // in front of a slash nobody sees them
const SIGNS = /^(?:(?!["'#@])[\p{Pc}\p{Pd}\p{Po}\p{Sm}\p{Sk}\p{Sc}]|[ \t\u00a0\u200b\u3000\ufeff])*/u; // no brackets, no pictures
const COMMAND = /^(\/(?!\/)|@)/;
const ENDS = /[ \t\u00a0\u200b\u3000\ufeff]$|\.\.\.$/; // what stands behind is a word like any other
const SERVICE = "nickserv"; // what is sent to it is a command, such as IDENTIFY

/**
 * Whether one of its lines does, or would if it were not mistyped. As long as the commands are not known, every one
 * with words may.
 * @param {string} text
 */
export function isSecret(text) {
  return text.split("\n").some(lineIsSecret);
}

/**
 * The command with a password or a code that a line was to be, in which something else stands in front of the slash or
 * in its place: a space, a dot, a second slash, signs of full width. Empty: it is none.
 * @param {string} line
 * @returns {string}
 */
export function slipped(line) {
  if (COMMAND.test(line)) return "";
  const text = line.normalize("NFKC");
  const begun = text.replace(UNSEEN, "");
  if (COMMAND.test(begun)) return lineIsSecret(begun) ? begun : "";
  const [signs] = /** @type {RegExpExecArray} */ (SIGNS.exec(text));
  if (!signs || signs.replace(UNSEEN, "") === "" || ENDS.test(signs)) return "";
  const meant = `/${text.slice(signs.length)}`;
  const [word, rest] = split(meant);
  if (!all().length) return rest && meant;
  const command = find(word.slice(1));
  return command && rest.split(/\s+/).filter(Boolean).length >= command.needs && lineIsSecret(meant) ? meant : "";
}

/**
 * @param {string} line
 * @returns {boolean}
 */
function lineIsSecret(line) {
  const [word, rest] = split(line);
  if (!rest) return false;
  if (word.startsWith("@")) return isService(word);
  if (!word.startsWith("/") || word.startsWith("//")) return slipped(line) !== "";
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
  return name.toLowerCase().replace(/^[@:]+|@.*$|:+$/g, "") === SERVICE; // whatever server it is said to be at
}

/**
 * The first word, and what follows it without the spaces around it. Spaces in front count as none.
 * @param {string} text
 */
function split(text) {
  const [, word, rest] = /** @type {RegExpExecArray} */ (/^[ \t\r]*([^ \t]*)[ \t]*([^]*?)[ \t\r]*$/.exec(text));
  return [word, rest];
}
