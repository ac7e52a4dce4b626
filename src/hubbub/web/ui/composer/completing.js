/** Which word before the cursor may become more, and how it does; pure. */

/**
 * @typedef {{kind: "person"|"room"|"command"|"emoji", from: number, to: number, word: string}} Wanted
 * @typedef {{text: string, label: string, hint: string, key?: string, sign?: string}} Choice  `text` takes the word's place
 */

/**
 * What is wanted at the cursor, or null.
 * @param {string} text
 * @param {number} at
 * @returns {Wanted|null}
 */
export function wantedAt(text, at) {
  const command = /^\/(\w*)$/.exec(text.slice(0, at));
  if (command && !text.startsWith("//")) return { kind: "command", from: 0, to: at, word: command[1] };
  const found = /(?:^|[\s(])([@#:])([^\s@#:()]*)$/u.exec(text.slice(0, at));
  if (!found) return null;
  const [, sign, word] = found;
  if (sign === ":" && !/^[\p{L}\p{N}_+-]{2,}$/u.test(word)) return null;
  const kind = /** @type {const} */ ({ "@": "person", "#": "room", ":": "emoji" })[/** @type {"@"} */ (sign)];
  return { kind, from: at - word.length - 1, to: at, word };
}

/** The bare word before the cursor, for Tab. @param {string} text @param {number} at @returns {Wanted|null} */
export function wordAt(text, at) {
  const found = /(?:^|\s)([^\s@#:/]+)$/u.exec(text.slice(0, at));
  return found ? { kind: "person", from: at - found[1].length, to: at, word: found[1] } : null;
}

/**
 * The text with the choice in the place of the word, and where the cursor is then.
 * @param {string} text @param {Wanted} wanted @param {Choice} choice @param {boolean} [bare]  without the @ of a name
 */
export function taken(text, wanted, choice, bare) {
  const put = bare ? choice.text.replace(/^@/, "") : choice.text;
  const rest = text.slice(wanted.to).replace(/^ /, "");
  return { text: text.slice(0, wanted.from) + put + rest, at: wanted.from + put.length };
}
