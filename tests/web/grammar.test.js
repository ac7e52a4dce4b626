/** The grammar of typed text: every case of spec/commands.json. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { read } from "../../src/hubbub/web/typed/grammar.js";
import { isSecret } from "../../src/hubbub/web/typed/secrets.js";
import { fill } from "../../src/hubbub/web/typed/table.js";
import { fillTable } from "./commands.js";

fillTable();

test("every case of spec/commands.json has its meaning", () => {
  const cases = JSON.parse(readFileSync("spec/commands.json", "utf8"));
  assert.ok(cases.length > 600);
  for (const { place, typed, meaning } of cases) {
    assert.deepEqual(read(typed, place), meaning, `${place}: ${JSON.stringify(typed)}`);
  }
});

test("every case of spec/secrets.json is kept or not, and none while the commands are not known", () => {
  const cases = JSON.parse(readFileSync("spec/secrets.json", "utf8"));
  for (const [text, secret] of cases) assert.equal(isSecret(text), secret, JSON.stringify(text));
  fill([]);
  assert.equal(isSecret("/login alice hunter2"), true);
  assert.equal(isSecret(".login alice hunter2"), true);
  assert.deepEqual(read(".login alice hunter2", "room"), { kind: "Incomplete", usage: "/login", slip: true });
  assert.equal(read("...is that so", "room").kind, "Say");
  assert.equal(read("7pm at the river", "room").kind, "Say");
  fillTable();
});
