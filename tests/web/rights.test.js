/** Which acts are offered: what the server would refuse is not. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { may, rolesToGive } from "../../src/hubbub/web/views/rights.js";

/** A room with these members, seen by alice. @param {Record<string, string>} members  roles by name */
function room(members) {
  const all = new Map(Object.entries(members).map(([name, roles]) => [name, { name, roles }]));
  const buffer = { key: "#tea", kind: "room", joined: true, modes: new Map(), members: all };
  return /** @type {any} */ ({ state: { buffers: new Map([["#tea", buffer]]), me: { name: "alice", operator: false }, server: { lobby: "#lobby" } }, link: { caps: new Set() }, ready: true });
}

/** @param {Record<string, string>} members @param {string} name */
const about = (members, name) => ["role", "mute", "kick", "ban"].filter((act) => may(room(members), act, "#tea", name));

test("one keeps order among equals, and not over those above", () => {
  for (const [mine, theirs, offered] of /** @type {[string, string, string[]][]} */ ([
    ["", "", []], ["v", "", []], ["h", "", ["role", "mute", "kick", "ban"]], ["h", "v", ["role", "mute", "kick", "ban"]],
    ["h", "h", ["mute", "kick", "ban"]], ["h", "o", []], ["o", "o", ["role", "mute", "kick", "ban"]], ["o", "q", []], ["q", "q", ["role", "mute", "kick", "ban"]],
  ])) assert.deepEqual(about({ alice: mine, bob: theirs }, "bob"), offered, `${mine} about ${theirs}`);
  assert.deepEqual(about({ alice: "o" }, "alice"), ["role"], "one may step down");
});

test("the roles that are offered are those that one may give", () => {
  const given = ["", "v", "h", "o", "a", "q"].map((mine) => rolesToGive(room({ alice: mine }), "#tea").join(""));
  assert.deepEqual(given, ["", "", "v", "vho", "vho", "vhoaq"]);
});
