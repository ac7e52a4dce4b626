/** Long messages: how much of one is in view until somebody opens it. */

const WIDTH = 80; // letters that a line has about room for
const LONG = 40; // such lines: of a longer message the beginning is shown
const BEGUN = 24;
const FIRST_WIDE = "\u1100"; // from here on letters are about twice as wide
const PARTED = 40; // letters looked through for a place where none is parted from its marks
const ASCII = /^[\x00-\x7f]*$/;
const BELONGS = /^[\p{Mn}\p{Me}\p{Mc}\p{Cf}\p{Sk}]/u;
const JOINER = "\u200d";

/**
 * What is shown of it at first.
 * @param {string} text
 * @returns {string} all of it, or its beginning
 */
export function beginning(text) {
  if (isShort(text) && !isHigh(text)) return text;
  let [lines, start, cut] = [0, 0, 0];
  for (const line of text.split("\n")) {
    const high = Math.max(1, Math.ceil(width(line) / WIDTH));
    if (!cut && lines + high > BEGUN) cut = Math.max(1, lines === BEGUN ? start - 1 : start + within(line, BEGUN - lines));
    lines += high;
    start += line.length + 1;
  }
  return lines > LONG ? text.slice(0, cut) : text;
}

/** How many lines to speak of where it is opened; 0: it is long by its letters. @param {string} text */
export function linesOf(text) {
  const lines = text.split("\n").length;
  return lines > BEGUN ? lines : 0;
}

/** How many letters it has. @param {string} text */
export function lettersOf(text) {
  return [...text].length;
}

/** @param {string} text */
function isShort(text) {
  const most = (LONG * WIDTH) / 2;
  return text.length <= most || (text.length <= 2 * most && lettersOf(text) <= most);
}

/** @param {string} text */
function isHigh(text) {
  return text.split("\n", LONG + 1).length > LONG;
}

/** @param {string} line */
function width(line) {
  if (ASCII.test(line)) return line.length;
  let wide = 0;
  for (const letter of line) wide += letter >= FIRST_WIDE ? 2 : 1;
  return wide;
}

/**
 * Where to cut it so that about so many lines are left: at a space where there is one, never within a letter.
 * @param {string} line
 * @param {number} lines
 */
function within(line, lines) {
  const letters = [...line];
  const wide = lines * WIDTH;
  const cut = Math.min(letters.length, ASCII.test(line) ? wide : Math.floor((wide * letters.length) / Math.max(1, width(line))));
  const space = letters.lastIndexOf(" ", cut - 1);
  const place = space > 0 && space >= Math.floor(cut / 2) ? space : whole(letters, cut);
  return letters.slice(0, place).join("").length;
}

/** The last place up to there that parts no letter from its marks. @param {string[]} letters @param {number} cut */
function whole(letters, cut) {
  for (let place = cut; place > Math.max(1, cut - PARTED); place--) {
    if (place >= letters.length || !(letters[place - 1] === JOINER || BELONGS.test(letters[place]))) return place;
  }
  return cut;
}
