/** What narrows a search, as it is typed among its words: `in:garden from:bob after:2026-01-31 before:2026-02-28`. */

import { person } from "./grammar.js";

const WORD = /(?:"[^"]*"?|[^\s"])+/g; // what stands in quotes is a phrase

/**
 * The words, and what narrows them; what is no day is a word. `after`: from the beginning of that day on; `before`: until then.
 * @param {string} text
 * @returns {{words: string, place: string, sender: string, after: string, before: string}}
 */
export function narrowed(text) {
  const words = [];
  const found = { place: "", sender: "", after: "", before: "" };
  for (const word of text.match(WORD) ?? []) {
    const [, name = "", value = ""] = /^(in|from|after|before):(.+)$/s.exec(word) ?? [];
    if (name === "in") found.place = value;
    else if (name === "from" && person(value)) found.sender = person(value);
    else if ((name === "after" || name === "before") && isDay(value)) found[name] = value;
    else words.push(word);
  }
  return { words: words.join(" "), ...found };
}

/** @param {string} text */
function isDay(text) {
  const then = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? new Date(`${text}T00:00Z`) : null;
  return Boolean(then && !Number.isNaN(then.getTime()) && then.toISOString().startsWith(text));
}
