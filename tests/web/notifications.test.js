/** What one is told of, when, and what the title says. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { excerpt, isLate, isQuiet, isWanted, titleOf, waiting } from "../../src/hubbub/web/notifications/rules.js";

const message = (more = {}) => /** @type {any} */ ({ own: false, redacted: false, mention: false, late: false, at: 0, ...more });
const room = (more = {}) => /** @type {any} */ ({ notify: "mentions", unread: 0, mentions: 0, ...more });

test("mentions are told of, the rest where one wants all, nothing where one wants nothing", () => {
  const usual = { notify: /** @type {"mentions"} */ ("mentions") };
  assert.equal(isWanted(message({ mention: true }), room(), usual), true);
  assert.equal(isWanted(message(), room(), usual), false);
  assert.equal(isWanted(message(), room({ notify: "all" }), usual), true);
  assert.equal(isWanted(message(), room(), { notify: "all" }), true);
  assert.equal(isWanted(message({ mention: true }), room({ notify: "nothing" }), { notify: "all" }), false);
  assert.equal(isWanted(message({ mention: true }), room(), { notify: "nothing" }), false);
  assert.equal(isWanted(message({ mention: true, own: true }), room({ notify: "all" }), usual), false);
});

test("what came late is history after two minutes", () => {
  assert.equal(isLate(message({ late: true, at: 0 }), 120_001), true);
  assert.equal(isLate(message({ late: true, at: 0 }), 120_000), false);
  assert.equal(isLate(message({ late: false, at: 0 }), 999_999), false);
});

test("quiet hours go over midnight", () => {
  const at = (/** @type {number} */ hour) => new Date(2025, 5, 1, hour, 30).getTime();
  const night = { quiet_until: 0, quiet_hours: [22 * 60, 7 * 60] };
  assert.deepEqual([21, 22, 23, 0, 6, 7, 12].map((hour) => isQuiet(night, at(hour))), [false, true, true, true, true, false, false]);
  const lunch = { quiet_until: 0, quiet_hours: [12 * 60, 13 * 60] };
  assert.deepEqual([11, 12, 13].map((hour) => isQuiet(lunch, at(hour))), [false, true, false]);
  assert.equal(isQuiet({ quiet_until: at(9) + 1, quiet_hours: [] }, at(9)), true);
  assert.equal(isQuiet({ quiet_until: at(9), quiet_hours: [] }, at(9)), false);
});

test("the text is one line of at most 150 signs, an emoji one of them", () => {
  assert.equal(excerpt("two\nlines \x02bold\x02"), "two lines bold");
  assert.equal([...excerpt("🙂".repeat(200))].length, 150);
  assert.equal(excerpt("🙂".repeat(200)).endsWith("🙂…"), true);
});

test("the title counts what is meant for one, and has a sign for the rest", () => {
  const rooms = [room({ unread: 5, mentions: 2 }), room({ unread: 1, mentions: 1 }), room({ unread: 9, mentions: 9, notify: "nothing" })];
  assert.deepEqual(waiting(rooms), { mentions: 3, others: true });
  assert.equal(titleOf(waiting(rooms), "tea", "Harbour"), "(3) tea · Harbour");
  assert.equal(titleOf(waiting([room({ unread: 1 })]), "tea", "Harbour"), "• tea · Harbour");
  assert.equal(titleOf(waiting([]), "", "Harbour"), "Harbour");
});
