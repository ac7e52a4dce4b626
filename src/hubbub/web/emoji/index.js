/** All emoji with their names: in the reader's language and in English. Loaded when first used. */

import { spoken } from "../strings/index.js";
import { signs } from "./signs.js";

/**
 * @typedef {object} Emoji
 * @property {string} sign
 * @property {string} name  in the reader's language
 * @property {string} short  what stands between colons: "wave"
 * @property {string[]} shorts
 * @property {string[]} words  all that it is looked for by
 * @property {string[]} [skins]  five tones, from light to dark
 */

const TONES = ["\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];

/** The tone stands behind the first picture, in the place of its presentation. @param {string} sign @param {string} tone */
function toned(sign, tone) {
  const [first, ...rest] = [...sign];
  return first + tone + rest.join("").replace(/^\ufe0f/, "");
}

const [english, own] = await Promise.all([import("./en.js"), spoken() === "de" ? import("./de.js") : import("./en.js")]);

/** @param {string} line @param {string} localName @param {string} englishName @returns {Emoji} */
function read(line, localName, englishName) {
  const [sign, written = "", tones] = line.split("\t");
  const [name, ...tags] = localName.split("\t");
  const shorts = written.split(" ").filter(Boolean);
  const words = [...shorts, name, ...tags.join(" ").split(" "), ...englishName.split(/\t| /)].map((word) => word.toLowerCase());
  return { sign, name, short: shorts[0] ?? "", shorts, words: [...new Set(words)], skins: tones ? TONES.map((tone) => toned(sign, tone)) : undefined };
}

/** @type {{id: string, emoji: Emoji[]}[]} */
export const groups = [];

const names = { own: own.names.split("\n"), english: english.names.split("\n") };
let at = 0;
for (const line of signs.split("\n")) {
  if (line.startsWith("=")) groups.push({ id: line.slice(1), emoji: [] });
  else groups[groups.length - 1].emoji.push(read(line, names.own[at], names.english[at++]));
}

const all = groups.flatMap((group) => group.emoji);
const byShort = new Map(all.flatMap((emoji) => emoji.shorts.map((short) => [short, emoji.sign])));
const bare = (/** @type {string} */ sign) => sign.replaceAll("\ufe0f", "").replace(/[\u{1f3fb}-\u{1f3ff}]/gu, "");
const known = new Map(all.map((emoji) => [bare(emoji.sign), emoji]));

/** The sign of a name without its colons. @param {string} name */
export function byName(name) {
  return byShort.get(name.toLowerCase());
}

/** An emoji by its sign, in whatever tone. @param {string} sign */
export function bySign(sign) {
  const found = known.get(bare(sign));
  return found && { ...found, sign };
}

/**
 * Those that are called so: first by a name that is it, then by names that begin so, then by other words.
 * @param {string} text
 * @returns {Emoji[]}
 */
export function find(text) {
  const wanted = text.trim().toLowerCase().replace(/[:_]/g, " ").trim().split(/\s+/);
  const first = wanted.join("_");
  const ranked = all.map((emoji) => ({ emoji, rank: rank(emoji, wanted, first) })).filter(({ rank }) => rank);
  return ranked.sort((one, other) => other.rank - one.rank).map(({ emoji }) => emoji);
}

/** @param {Emoji} emoji @param {string[]} wanted @param {string} first */
function rank({ shorts, name, words }, wanted, first) {
  if (shorts.includes(first) || name.toLowerCase() === wanted.join(" ")) return 4;
  if (shorts.some((short) => short.startsWith(first))) return 3;
  if (name.toLowerCase().startsWith(wanted.join(" "))) return 2;
  return wanted.every((part) => words.some((word) => word.startsWith(part))) ? 1 : 0;
}
