/** The words of the page in the reader's language: one table each, plurals by Intl, sentences never glued from pieces. */

/**
 * A sentence with `{names}` of what is put in, or one for each plural form of `n`.
 * @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Sentence
 */
/** @typedef {Record<string, Sentence>} Table */
/** @typedef {Record<string, any>} Params */

/** The words that are here: those of a language come when it is spoken. @type {Record<string, Table>} */
export const TABLES = { en: {}, de: {} };

/** What is loaded: with a language (the page names it beforehand: `server/http/words.py`), and with the dialogs in it. @type {Record<string, {first: () => Promise<any>[], more: () => Promise<any>[]}>} */
const PACKS = {
  en: { first: () => [import("./en.js"), import("./en.views.js")], more: () => [import("./en.more.js")] },
  de: { first: () => [import("./de.js"), import("./de.views.js")], more: () => [import("./de.more.js")] },
};

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/**
 * Load words, once.
 * @param {string} name of a language
 * @param {"first" | "more"} part
 */
export function loadWords(name, part) {
  const key = `${name} ${part}`;
  const known = loading.get(key);
  if (known) return known;
  const come = Promise.all(PACKS[name][part]()).then(
    (modules) => modules.forEach((module) => Object.assign(TABLES[name], module[name])),
    (problem) => {
      loading.delete(key);
      throw problem;
    },
  );
  loading.set(key, come);
  return come;
}

let wantsMore = false; // something was loaded late

/** The words of what is loaded late, in the language that is spoken: every language has all of them. */
export async function moreWords() {
  wantsMore = true;
  await loadWords(language, "more");
}

let language = "en";
let variety = "en"; // of the language, as the browser has it: "en-GB"
let table = TABLES.en;
let plurals = new Intl.PluralRules(language);
let numbers = new Intl.NumberFormat(language);

/**
 * Speak that language from now on; "auto": the first of the reader's that there is.
 * @param {string} chosen
 * @param {readonly string[]} [preferred] the reader's languages, as `navigator.languages` has them
 */
export function speak(chosen, preferred = []) {
  language = chosenLanguage(chosen, preferred);
  table = TABLES[language];
  variety = preferred.find((name) => name.toLowerCase().split("-")[0] === language) ?? language;
  plurals = new Intl.PluralRules(language);
  numbers = new Intl.NumberFormat(variety);
}

/**
 * Which language that is.
 * @param {string} chosen
 * @param {readonly string[]} preferred
 */
function chosenLanguage(chosen, preferred) {
  const wanted = (chosen === "auto" ? preferred : [chosen]).map((name) => name.toLowerCase().split("-")[0]);
  return wanted.find((name) => name in TABLES) ?? "en";
}

/**
 * The same, when the words are there.
 * @param {string} chosen
 * @param {readonly string[]} [preferred]
 */
export async function speakSoon(chosen, preferred = []) {
  const next = chosenLanguage(chosen, preferred);
  await Promise.all([loadWords(next, "first"), wantsMore && loadWords(next, "more")]);
  speak(chosen, preferred);
}

/** The language that is spoken: "en" or "de". */
export function spoken() {
  return language;
}

/** The variety of it that the reader has, by which times, numbers and lists are written: "en-GB". */
export function locale() {
  return variety;
}

/**
 * Whether there are words for it.
 * @param {string} key
 */
export function has(key) {
  return key in table || key in TABLES.en;
}

/**
 * The sentence of that key with `params` put in; numbers are written as the language writes them.
 * @param {string} key
 * @param {Params} [params]
 * @returns {string}
 */
export function t(key, params = {}) {
  return parts(key, params).join("");
}

/**
 * The same in pieces, where `params` may be nodes: a name in bold inside a sentence.
 * @param {string} key
 * @param {Params} [params]
 * @returns {any[]}
 */
export function parts(key, params = {}) {
  return sentence(key, params)
    .split(/\{(\w+)\}/)
    .map((piece, place) => (place % 2 ? written(params[piece]) : piece))
    .filter((piece) => piece !== "");
}

/**
 * @param {string} key
 * @param {Params} params
 */
function sentence(key, params) {
  const found = table[key] ?? TABLES.en[key] ?? key;
  if (typeof found === "string") return found;
  return found[plurals.select(Number(params.n))] ?? found.other ?? key;
}

/** @param {any} value */
function written(value) {
  return typeof value === "number" ? numbers.format(value) : (value ?? "");
}
