/** What is remembered of rooms goes along when they are renamed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { rekey, remembered } from "../../src/hubbub/web/remembered.js";

test("what is remembered of a room is so by its other name, and of no other room", () => {
  const [places, files] = [remembered(), remembered()];
  places.set("#tea", { key: "m1", top: 12 });
  places.set("#coffee", { key: "m2", top: 0 });
  files.set("#tea", ["a.png"]);
  rekey("#tea", "#milk");
  assert.deepEqual([...places], [["#coffee", { key: "m2", top: 0 }], ["#milk", { key: "m1", top: 12 }]]);
  assert.deepEqual([...files], [["#milk", ["a.png"]]]);
});
