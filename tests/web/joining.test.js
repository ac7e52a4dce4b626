/** What the form says, whatever becomes of the connection meanwhile. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Joining } from "../../src/hubbub/web/connection/joining.js";

/** Somebody whose name, asked for, is on its way. */
function asked() {
  const given = { up: 0 };
  const app = {
    engine: { client: { ready: false } },
    knowCommands: async () => true,
    share: { giveUp: () => void (given.up += 1), tellConnection() {} },
    store: { touch() {} },
  };
  const joining = new Joining(/** @type {any} */ (app));
  joining.begins({ name: "kofi", password: "", code: "" });
  return { joining, given };
}

const LOST = { event: "disconnected", reason: "" };

test("who thinks about another name reads on why, though the server waits no longer", () => {
  const { joining, given } = asked();
  joining.see([{ event: "name_refused", name: "kofi", reason: "in use", code: "433" }]);
  joining.see([LOST]);
  assert.deepEqual([joining.step, joining.error?.code, given.up], ["form", "taken", 1]);
});

test("a connection that is lost, or never comes to stand, is said", () => {
  for (const happens of [(/** @type {Joining} */ joining) => joining.see([LOST]), (/** @type {Joining} */ joining) => joining.unreachable()]) {
    const { joining } = asked();
    happens(joining);
    assert.deepEqual([joining.step, joining.error?.code], ["form", "no_connection"]);
  }
});

test("who comes back is not sent to the form by a server that is away", () => {
  const { joining } = asked();
  joining.resuming = true;
  joining.unreachable();
  joining.see([LOST]);
  assert.deepEqual([joining.step, joining.error], ["joining", null]);
});
