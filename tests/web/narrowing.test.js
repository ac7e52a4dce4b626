/** What narrows a search: every case of spec/narrowing.json. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { narrowed } from "../../src/hubbub/web/typed/narrowing.js";

test("every case of spec/narrowing.json has its meaning", () => {
  for (const [text, meant] of JSON.parse(readFileSync("spec/narrowing.json", "utf8"))) {
    const found = Object.entries(narrowed(text)).filter(([name, value]) => value || name === "words");
    assert.deepEqual(Object.fromEntries(found), meant, text);
  }
});
