/** A message where there is no room for cards: its files by their names. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { beside, said } from "../../src/hubbub/web/views/files.js";

const link = (/** @type {string} */ id) => `https://chat.example/files/${id}/gauge.png`;

test("the links of files are their names, and other links stay", () => {
  const files = [{ id: "a-b_1", name: "gauge.png" }, { id: "c", name: "log.txt" }];
  const message = { text: `look ${link("a-b_1")} ${link("c")} and ${link("other")}`, files };
  assert.equal(beside(message), `look and ${link("other")}`);
  assert.equal(said(message), `look and ${link("other")} [gauge.png, log.txt]`);
  assert.equal(said({ text: link("c"), files: files.slice(1) }), "[log.txt]");
  assert.equal(said({ text: link("c") }), link("c"));
});
