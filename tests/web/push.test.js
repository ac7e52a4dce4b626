/** What a browser says of its subscription (docs/ext/push.md). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Push } from "../../src/hubbub/web/notifications/push.js";

/** @param {[string, string][]} rooms name and level */
function pushOf(rooms) {
  const buffers = new Map(rooms.map(([name, notify]) => [name, { name, notify }]));
  return new Push(/** @type {any} */ ({ state: { buffers } }));
}

/** @param {string} endpoint */
function subscription(endpoint) {
  const bytes = { p256dh: new Uint8Array([251, 255, 1]).buffer, auth: new Uint8Array([0]).buffer };
  return /** @type {any} */ ({ endpoint, getKey: (/** @type {"p256dh" | "auth"} */ name) => bytes[name] });
}

test("keys are base64url without an end, and rooms that are to tell nothing are named", () => {
  const push = pushOf([["#tea", "nothing"], ["#cake", "mentions"], ["b;b", "nothing"]]);
  assert.equal(push.keys(subscription("https://push.example/1")), "p256dh=-_8B;auth=AA;hubbub.chat/quiet=#tea,b\\:b");
});

test("at most fifty, and none where all tell", () => {
  const many = pushOf(Array.from({ length: 60 }, (_, number) => [`#r${number}`, "nothing"]));
  assert.equal(many.keys(subscription("https://push.example/1")).split(",").length, 50);
  assert.equal(pushOf([["#a", "all"]]).keys(subscription("https://push.example/1")), "p256dh=-_8B;auth=AA");
});

test("a service that ends the subscriptions of who shows nothing is to push only what is shown", () => {
  const push = pushOf([]);
  assert.match(push.keys(subscription("https://web.push.apple.com/x")), /;hubbub\.chat\/shown$/);
  assert.doesNotMatch(push.keys(subscription("https://push.apple.com.example/x")), /shown/);
});
