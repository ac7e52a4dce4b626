/** The words: both languages complete, the same parameters in both, plurals and pieces. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { amid, brief, moment } from "../../src/hubbub/web/strings/formats.js";
import { loadWords, parts, speak, t, TABLES } from "../../src/hubbub/web/strings/index.js";
import { signs } from "../../src/hubbub/web/ui/keys.js";

/** @param {import("../../src/hubbub/web/strings/index.js").Sentence} sentence */
function params(sentence) {
  const texts = typeof sentence === "string" ? [sentence] : Object.values(sentence);
  return new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1])));
}

for (const language of Object.keys(TABLES)) await Promise.all([loadWords(language, "first"), loadWords(language, "more")]);

test("German has every sentence that English has, with the same names in it, and no other", () => {
  assert.deepEqual(Object.keys(TABLES.de).sort(), Object.keys(TABLES.en).sort());
  for (const [key, sentence] of Object.entries(TABLES.en)) {
    assert.deepEqual(params(TABLES.de[key]), params(sentence), key);
    assert.equal(typeof TABLES.de[key], typeof sentence, key);
  }
});

test("every plural form that a language has is there", () => {
  for (const [language, table] of Object.entries(TABLES)) {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, sentence] of Object.entries(table)) {
      if (typeof sentence !== "string") assert.deepEqual(Object.keys(sentence).sort(), [...forms].sort(), `${language} ${key}`);
    }
  }
});

test("plurals, numbers and nodes are put in", () => {
  TABLES.en["test.rooms"] = { one: "{n} room", other: "{n} rooms" };
  TABLES.en["test.typing"] = "{who} is typing";
  speak("en");
  assert.equal(t("test.rooms", { n: 1 }), "1 room");
  assert.equal(t("test.rooms", { n: 1234 }), "1,234 rooms");
  const node = { bold: "bob" };
  assert.deepEqual(parts("test.typing", { who: node }), [node, " is typing"]);
  speak("auto", ["fr-FR", "de-AT", "en"]);
  assert.equal(t("test.typing", { who: "bob" }), "bob is typing"); // where German lacks words, English has them
  delete TABLES.en["test.rooms"];
  delete TABLES.en["test.typing"];
});

const WEB = new URL("../../src/hubbub/web/", import.meta.url);

/** A module's text. @param {string} name */
const read = (name) => readFileSync(new URL(name, WEB), "utf8");

/** The modules that the page begins with, `main.js` first. */
function first() {
  const found = ["main.js"];
  for (const name of found) {
    for (const [, path] of read(name).matchAll(/^(?:import|export)\b[^"';]*?(?:from\s*)?"(\.{1,2}\/[^"]+)"/gm)) {
      const other = new URL(path, new URL(name, WEB)).href.slice(WEB.href.length);
      if (!found.includes(other)) found.push(other);
    }
  }
  return found;
}

/** The keys that a module names. @param {string} name */
const keysIn = (name) => [...read(name).matchAll(/\b(?:t|parts)\("([^"]+)"/g)].map((found) => found[1]);

test("every sentence that a module asks for is there, and those of the first modules at once", async () => {
  const all = readdirSync(WEB, { recursive: true }).map((name) => String(name).replaceAll("\\", "/")).filter((name) => name.endsWith(".js") && !name.startsWith("vendor/"));
  const missing = all.flatMap((name) => keysIn(name).filter((key) => !(key in TABLES.en)).map((key) => `${name}: ${key}`));
  assert.deepEqual(missing, []);
  const { en: views } = await import("../../src/hubbub/web/strings/en.views.js");
  const { en } = await import("../../src/hubbub/web/strings/en.js");
  const late = first().flatMap((name) => keysIn(name).filter((key) => !(key in views) && !(key in en)).map((key) => `${name}: ${key}`));
  assert.deepEqual(late, []);
  const { en: more } = await import("../../src/hubbub/web/strings/en.more.js");
  const families = first().flatMap((name) => [...read(name).matchAll(/\b(?:t|parts)\(`([^`$]+)\$/g)].map((found) => found[1]));
  assert.deepEqual(families.flatMap((begin) => Object.keys(more).filter((key) => key.startsWith(begin))), [], "made at run time");
});

test("a time of today says so at the beginning of a line, amid a sentence, and not in a column", () => {
  const now = new Date(2026, 10, 21, 13, 47).getTime();
  const [today, before] = [new Date(2026, 10, 21, 9, 5).getTime(), new Date(2026, 9, 3, 9, 5).getTime()];
  for (const [language, variety, said] of [["en", "en-GB", ["Today, 09:05", "today 09:05", "09:05", "3 Oct"]], ["de", "de", ["Heute, 09:05", "heute 09:05", "09:05", "3. Okt."]]]) {
    speak(String(language), [String(variety)]);
    assert.deepEqual([moment(today, now), amid(today, now), brief(today, now), amid(before, now)], said);
  }
});

test("keys are called as they are on the reader’s own", () => {
  speak("de");
  assert.deepEqual(signs("Ctrl+Shift+Delete", false), ["Strg", "Umschalt", "Entf"]);
  assert.deepEqual(signs("Ctrl+Delete", true), ["⌘", "Entf"]);
  speak("en");
  assert.deepEqual(signs("Shift+PageUp", false), ["Shift", "PgUp"]);
});
