/** Files over HTTP, where the server cannot now. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Refused, Sharing } from "../../src/hubbub/web/connection/sharing.js";

const FILE = { id: "1", name: "sea.png", type: "image/png", size: 5, width: 1, height: 1, preview: false };

/**
 * A page whose time passes as it is waited for, before a server that answers with these, the last one again and again.
 * @param {any} t
 * @param {{status: number, later?: string}[]} answers
 */
function page(t, answers) {
  let now = 1_000_000;
  /** @type {number[]} */
  const asked = [];
  t.mock.method(Date, "now", () => now);
  t.mock.method(globalThis, "setTimeout", (/** @type {() => void} */ go, /** @type {number} */ ms) => {
    now += ms;
    queueMicrotask(go);
  });
  t.mock.method(globalThis, "fetch", async () => {
    const { status, later = null } = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(now - 1_000_000);
    return { ok: status === 200, status, text: async () => "busy", headers: { get: () => later }, blob: async () => new Blob(["x"]) };
  });
  const sharing = new Sharing(/** @type {any} */ ({ base: "http://here/", do: async () => ({ ok: true }) }));
  return { sharing, asked };
}

for (const status of [429, 503]) {
  test(`where it says ${status} for ten minutes it is asked no more, and what is told says so`, async (t) => {
    const { sharing, asked } = page(t, [{ status, later: "60" }]);
    await assert.rejects(sharing.picture(FILE), (error) => {
      assert.ok(error instanceof Refused);
      assert.deepEqual(error.note, { code: "not_now", details: ["busy"] });
      return true;
    });
    assert.deepEqual(asked, Array.from({ length: 11 }, (_, minute) => minute * 60_000));
    await assert.rejects(sharing.picture(FILE));
    assert.equal(asked.length, 22, "who wants it once more has it asked for once more");
  });
}

test("in a moment it is asked again, and later than a minute never", async (t) => {
  const { sharing, asked } = page(t, [{ status: 503, later: "0" }, { status: 429, later: "7" }, { status: 200 }]);
  assert.match(await sharing.picture(FILE), /^blob:/);
  assert.deepEqual(asked, [0, 1_000, 8_000]);
  for (const later of ["61", "soon", undefined]) {
    const never = page(t, [{ status: 503, later }]);
    await assert.rejects(never.sharing.picture(FILE));
    assert.equal(never.asked.length, 1);
    t.mock.restoreAll();
  }
});
