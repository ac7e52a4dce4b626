/** Whether a text has somebody's name in it, as a word, outside of code and links. */

import { stripFormatting } from "../wire/sanitize.js";
import { lower } from "./casemap.js";

/** What may be a link; `views/links.js` says where it leads. */
export const LINK = /(?<![\p{L}\p{N}+.-])(?:https?:\/\/|ircs?:\/\/|mailto:)[^\s<>"\x00-\x1f\x7f]{1,2000}/giu;

/**
 * Whether it mentions one of these names or words (folded) as a whole word, outside of code and links.
 * @param {string} text
 * @param {string[]} words
 */
export function mentions(text, words) {
  const wanted = words.filter((word) => word);
  if (!wanted.length) return false;
  const bare = lower(stripFormatting(text)).replace(/```[^]*?(?:```|$)|`[^`\n]*`/g, " ").replace(LINK, " ");
  return wanted.some((word) => hasWord(bare, word));
}

/**
 * @param {string} text
 * @param {string} word
 */
function hasWord(text, word) {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isInWord(text, at) && !isInWord(text, at + word.length)) return true;
  }
  return false;
}

/**
 * Whether the place is between two signs of one word.
 * @param {string} text
 * @param {number} place
 */
function isInWord(text, place) {
  return /[\p{L}\p{M}\p{N}_]$/u.test(text.slice(Math.max(0, place - 2), place)) && /^[\p{L}\p{M}\p{N}_]/u.test(text.slice(place, place + 2));
}
