/** What the word before the cursor may become: people, rooms, commands, emoji; pure. */

const MOST = 8;

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

/** Whether a name begins with the word, or a part of it does. @param {string} name @param {string} word */
function fits(name, word) {
  const lower = name.toLowerCase();
  return lower.startsWith(word) || lower.split(/[-_.]/).some((part) => part.startsWith(word));
}

/**
 * People whose name begins so: who spoke here lately first, then members, then others.
 * @param {{name: string, key: string, spoke: number, member: boolean, hint: string}[]} people
 * @param {string} word
 * @param {boolean} first  at the start of the text: a name there addresses somebody
 * @returns {Choice[]}
 */
export function people(people, word, first) {
  const begun = word.toLowerCase();
  const found = people.filter((one) => fits(one.name, begun));
  found.sort((one, other) => Number(other.member) - Number(one.member) || other.spoke - one.spoke || one.name.localeCompare(other.name));
  return found.slice(0, MOST).map(({ name, key, hint }) => ({ text: `@${name}${first ? ": " : " "}`, label: name, hint, key }));
}

/** @param {{name: string, hint: string}[]} rooms @param {string} word @returns {Choice[]} */
export function rooms(rooms, word) {
  const begun = word.toLowerCase();
  return rooms.filter((room) => fits(room.name.replace(/^#/, ""), begun)).slice(0, MOST).map(({ name, hint }) => ({ text: `${name} `, label: name, hint }));
}

/** @param {{name: string, usage: string, help: string, aliases: string[]}[]} commands @param {string} word @returns {Choice[]} */
export function commands(commands, word) {
  const begun = word.toLowerCase();
  const found = commands.filter((one) => [one.name, ...one.aliases].some((name) => name.startsWith(begun)));
  found.sort((one, other) => Number(other.name.startsWith(begun)) - Number(one.name.startsWith(begun)));
  return found.slice(0, MOST).map(({ name, usage, help }) => ({ text: `/${name} `, label: usage.replace(/^\/\S+ ?/, ""), hint: help, sign: `/${name}` }));
}

/** @param {{sign: string, name: string, short: string}[]} found @returns {Choice[]} */
export function emoji(found) {
  return found.slice(0, MOST).map(({ sign, short, name }) => ({ text: `${sign} `, label: `:${short}:`, hint: name, sign }));
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
