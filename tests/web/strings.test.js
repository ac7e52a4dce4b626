/** The words: both languages complete, the same parameters in both, plurals and pieces. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { loadWords, parts, speak, t, TABLES } from "../../src/hubbub/web/strings/index.js";

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
