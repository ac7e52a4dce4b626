/** Modes of a room in words: what "+o kofi" did. */

import { parts, t } from "../strings/index.js";
import { duration } from "../strings/formats.js";

const ROLES = { q: "owner", a: "admin", o: "operator", h: "moderator", v: "voice" };
const TAKES_WORD = new Set(["q", "a", "o", "h", "v", "b", "e", "I", "k"]);
const TAKES_WHEN_SET = new Set(["l", "W"]);

/**
 * What a line of modes changed, one by one.
 * @param {string} text  "+o-v kofi wen"
 * @returns {{on: boolean, letter: string, word: string}[]}
 */
export function changes(text) {
  const [letters = "", ...words] = text.split(" ");
  const made = [];
  let on = true;
  for (const letter of letters) {
    if (letter === "+" || letter === "-") on = letter === "+";
    else made.push({ on, letter, word: TAKES_WORD.has(letter) || (on && TAKES_WHEN_SET.has(letter)) || letter === "f" ? words.shift() ?? "" : "" });
  }
  return made;
}

/**
 * The sentences of a happening of modes.
 * @param {any} item
 * @param {(name: string) => any} bold
 */
export function modesWords(item, bold) {
  return changes(item.text).map((change, at) => [at > 0 && "; ", words(change, item.by, bold)]);
}

/** Whom a mask means, as short as it can be said: "m:wen!*@*" is wen, "a:wen" the account. @param {string} mask */
export function shortMask(mask) {
  return mask.replace(/^m:/, "").replace(/^a:/, "").replace(/!\*@\*$/, "");
}

function words({ on, letter, word }, by, bold) {
  const params = { by: bold(by), name: bold(word) };
  if (ROLES[letter]) return parts(on ? "mode.role" : "mode.role.off", { ...params, role: t(`mode.a.${ROLES[letter]}`) });
  if (letter === "b") return parts(`mode.${word.startsWith("m:") ? "mute" : "ban"}${on ? "" : ".off"}`, { ...params, name: bold(shortMask(word)) });
  if (letter === "W") return parts(on ? "mode.W" : "mode.W.off", { ...params, time: duration(Number(word)) });
  const known = ["i", "m", "n", "t", "s", "k", "l"].includes(letter);
  if (known) return parts(`mode.${letter}${on ? "" : ".off"}`, params);
  return parts("mode.other", { ...params, mode: `${on ? "+" : "-"}${letter}${word ? ` ${word}` : ""}` });
}
