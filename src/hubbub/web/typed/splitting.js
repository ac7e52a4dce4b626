/** A text too long for one line, split at words into parts that fit. */

import { bytes } from "../wire/message.js";

const SMALLEST_LIMIT = 4; // bytes: the longest character in UTF-8

/**
 * Parts of at most `limit` bytes of UTF-8 each; none for an empty text. The one space at which the text is split is
 * dropped, every other character is in exactly one part. A word that is too long for a part is split between
 * characters, and where possible not before a combining one.
 * @param {string} text
 * @param {number} limit
 */
export function splitAtWords(text, limit) {
  if (limit < SMALLEST_LIMIT) throw new RangeError(`limit is ${limit}, at least ${SMALLEST_LIMIT} bytes are needed`);
  const letters = Array.from(text);
  const parts = [];
  let start = 0;
  while (start < letters.length) {
    const end = reach(letters, start, limit);
    const place = end === letters.length ? end : cut(letters, start, end);
    parts.push(letters.slice(start, place).join(""));
    start = place < letters.length && isWordEnd(letters, place) ? place + 1 : place;
  }
  return parts;
}

/**
 * The end of the longest piece from `start` that fits.
 * @param {string[]} letters
 * @param {number} start
 * @param {number} limit
 */
function reach(letters, start, limit) {
  let size = 0;
  let end = start;
  while (end < letters.length && (size += bytes(letters[end])) <= limit) end += 1;
  return end;
}

/**
 * The last place up to `end` where the text may be cut: at a word, else between characters, else at `end`.
 * @param {string[]} letters
 * @param {number} start
 * @param {number} end
 */
function cut(letters, start, end) {
  for (let place = end; place > start; place -= 1) if (isWordEnd(letters, place)) return place;
  for (let place = end; place > start; place -= 1) if (!goesWithPrevious(letters, place)) return place;
  return end;
}

/**
 * Whether the space at `place` may be dropped: an accent put on it must not move to another letter.
 * @param {string[]} letters
 * @param {number} place
 */
function isWordEnd(letters, place) {
  return letters[place] === " " && (place + 1 === letters.length || !goesWithPrevious(letters, place + 1));
}

/**
 * Accents, joiners with what they join, variation selectors and skin tones (a part of Unicode's UAX 29).
 * @param {string[]} letters
 * @param {number} place
 */
function goesWithPrevious(letters, place) {
  const letter = letters[place];
  const joined = letter === "\u200d" || letters[place - 1] === "\u200d";
  return joined || /^\p{M}$/u.test(letter) || /^[\u{1f3fb}-\u{1f3ff}]$/u.test(letter);
}
