/** Which typed texts hold a password or a code, and so are to be kept nowhere. */

import { stripFormatting } from "../wire/sanitize.js";
import { all, closestCommand, find } from "./table.js";

const UNSEEN = /^[\p{Z}\p{Cf}\p{Cc}]+/u; // in front of a slash nobody sees them
const SIGNS = /^(?:(?!["'#@*_~`])[\p{Pc}\p{Pd}\p{Po}\p{Sm}\p{Sk}7]|[\p{Z}\p{Cf}\p{Cc}])*/u; // no brackets, no pictures; 7: a slash without Shift
const COMMAND = /^(\/(?!\/)|@)/;
const ENDS = /[\p{Z}\p{Cf}\p{Cc}]$|\.\.\.$/u; // what stands behind is a word like any other
const SERVICE = "nickserv"; // what is sent to it is a command, such as IDENTIFY
const ELSEWHERE = /^(auth|ghost|id|recover|regain|release)$/i; // of such services, with passwords
const MESSAGES = /^(privmsg|notice|query|squery)$/; // of IRC, to the service too
/** @type {Record<string, string>} */
const OURS = { identify: "login", pass: "login", passwd: "msg", password: "register" }; // what that is with us
/** @type {Record<string, number>} */
const OF_IRC = { identify: 1, pass: 1, passwd: 1, password: 1, oper: 2, ns: 2, [SERVICE]: 2 }; // as other programs have them, and how many words they take

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
  const text = stripFormatting(line).normalize("NFKC"); // numbers of colours are no signs
  const bare = text.replace(UNSEEN, "");
  if (COMMAND.test(bare)) return lineIsSecret(bare) ? bare : "";
  const [signs] = /** @type {RegExpExecArray} */ (SIGNS.exec(text));
  if (!signs || signs.replace(UNSEEN, "") === "" || ENDS.test(signs)) return "";
  const meant = `/${text.slice(signs.length)}`;
  const [word, rest] = begun(meant);
  if (!all().length) return /^[\s7]*$/.test(signs) ? "" : rest && meant; // 7pm
  const name = word.slice(1).toLowerCase();
  const needs = find(name)?.needs ?? OF_IRC[name] ?? (MESSAGES.test(name) ? 2 : Infinity);
  return rest.split(/\s+/).filter(Boolean).length >= needs && lineIsSecret(meant) ? meant : "";
}

/**
 * The name of the command that such a line was to be, as we have it.
 * @param {string} line
 */
export function nameOf(line) {
  const [word, rest] = begun(line);
  const typed = word.slice(1).toLowerCase();
  const name = ["ns", SERVICE].includes(typed) ? split(rest)[0].toLowerCase() : typed;
  return ELSEWHERE.test(name) ? "login" : MESSAGES.test(name) ? "msg" : (OURS[name] ?? name);
}

/**
 * @param {string} line
 * @returns {boolean}
 */
function lineIsSecret(line) {
  const [word, rest] = begun(line);
  if (!rest) return false;
  if (word.startsWith("@")) return isService(word);
  if (!word.startsWith("/") || word.startsWith("//")) return slipped(line) !== "";
  const typed = word.slice(1).toLowerCase();
  const [first, more] = split(rest);
  if (OF_IRC[typed] === 1) return true;
  if (OF_IRC[typed]) return more !== "" && (typed === "oper" || ELSEWHERE.test(first) || lineIsSecret(`/${rest}`));
  if (MESSAGES.test(typed)) return isService(first) && more !== "";
  const command = find(typed) ?? find(closestCommand(typed) ?? "");
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

/**
 * Whether it means NickServ, whatever server that is said to be at, alone or beside others.
 * @param {string} name
 */
export function isService(name) {
  return /(^|,)[@:]*nickserv(@[^,]*|:)*(,|$)/i.test(name);
}

/**
 * The command as it is meant, and what follows it: without a space behind the slash, and without `/quote`.
 * @param {string} line
 * @returns {string[]}
 */
function begun(line) {
  const [word, rest] = split(line);
  return rest && /^\/(quote|raw)?$/i.test(word) ? split(`/${rest}`) : [word, rest];
}

/**
 * The first word, and what follows it without the spaces around it. Spaces in front count as none.
 * @param {string} text
 */
function split(text) {
  const [, word, rest] = /** @type {RegExpExecArray} */ (/^[ \t\r]*([^ \t]*)[ \t]*([^]*?)[ \t\r]*$/.exec(text));
  return [word, rest];
}
