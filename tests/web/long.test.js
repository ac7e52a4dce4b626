/** How much of a long message is in view at first: as in every other face. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { beginning, lettersOf, linesOf } from "../../src/hubbub/web/views/long.js";

/** @typedef {{name: string, text: [string, number][], shown: number, opens: {lines?: number, letters?: number}}} Case */

test("every case of spec/long.json", () => {
  /** @type {Case[]} */
  const cases = JSON.parse(readFileSync("spec/long.json", "utf8"));
  for (const { name, text, shown, opens } of cases) {
    const whole = text.map(([piece, times]) => piece.repeat(times)).join("");
    const begun = beginning(whole);
    assert.ok(whole.startsWith(begun), name);
    assert.equal(lettersOf(begun), shown, name);
    const lines = linesOf(whole);
    if (begun !== whole) assert.deepEqual(lines ? { lines } : { letters: lettersOf(whole) }, opens, name);
  }
});
