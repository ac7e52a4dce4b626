/** Addresses within the page, and what the browser keeps. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { base, scope, websocket } from "../../src/hubbub/web/connection/address.js";
import { delay } from "../../src/hubbub/web/connection/backoff.js";
import { codeOf, fragmentOf, placeOf } from "../../src/hubbub/web/routes.js";
import { Drafts } from "../../src/hubbub/web/storage/drafts.js";
import { Shelf } from "../../src/hubbub/web/storage/local.js";
import { read, USUAL } from "../../src/hubbub/web/storage/settings.js";

test("a place is named by a fragment, and found by it again", () => {
  for (const target of ["#tea", "#a/b", "#köln 100%", "bob", "日本", "#__proto__", "a#b"]) {
    assert.deepEqual(placeOf(fragmentOf(target, "7KJ")), { target, id: "7KJ" });
    assert.deepEqual(placeOf(fragmentOf(target)), { target, id: "" });
  }
  assert.equal(fragmentOf("#köln", "7KJ"), "#room/köln/7KJ");
  for (const text of ["", "#", "#room", "#room/", "#tea", "#x/y", "#%"]) assert.equal(placeOf(text), null, text);
});

test("an invitation's code is read in capitals, without the pin", () => {
  assert.equal(codeOf("#k7qd-2mxa-pp4t-7vre"), "K7QD-2MXA-PP4T-7VRE");
  for (const more of [".x", "..tea", ".x.tea"]) assert.equal(codeOf(`#K7QD-2MXA-PP4T-7VRE${more}`), "K7QD-2MXA-PP4T-7VRE");
  for (const text of ["", "#room/tea", "#K7QD-2MXA-PP4T", "#K7QD-2MXA-PP4T-18RE"]) assert.equal(codeOf(text), "", text);
});

test("the WebSocket is where the page is", () => {
  assert.equal(websocket(base("https://chat.example:7777/#room/tea")), "wss://chat.example:7777/");
  assert.equal(websocket(base("http://h/chat/invite?x#y")), "ws://h/chat/");
  assert.equal(scope(base("http://h/chat/")), "hubbub:/chat/");
});

test("tries are further and further apart, with some chance", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 60].map((tries) => delay(tries, 0.5)), [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 30_000]);
  assert.deepEqual([delay(2, 0), delay(2, 1)], [1600, 2400]);
});

test("settings that cannot be are the usual ones", () => {
  assert.deepEqual(read({ theme: "pink", text_size: 99, words: "x", quiet_hours: null, compact: true, evil: 1 }), { ...USUAL, compact: true });
});

/** @returns {Storage} */
function memory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return /** @type {any} */ ({
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value),
    removeItem: (/** @type {string} */ name) => kept.delete(name),
  });
}

test("drafts are there again after a reload, and gone once sent", () => {
  const storage = memory();
  const drafts = new Drafts(new Shelf(storage, "hubbub:/"), () => {});
  drafts.set("#tea", { text: "half a sent", reply: "7KJ" });
  drafts.set("bob", { text: "psst" });
  drafts.set("#old", { text: "long ago" }, Date.now() - 31 * 86_400_000);
  drafts.flush();
  const again = new Drafts(new Shelf(storage, "hubbub:/"), () => {});
  assert.deepEqual({ ...again.get("#tea"), at: 0 }, { text: "half a sent", reply: "7KJ", edit: "", at: 0 });
  assert.equal(again.has("#old"), false);
  again.rename("#tea", "#chai");
  again.clear("bob");
  const third = new Drafts(new Shelf(storage, "hubbub:/"), () => {});
  assert.deepEqual([...third.drafts.keys()], ["#chai"]);
  third.forget();
  assert.equal(new Drafts(new Shelf(storage, "hubbub:/"), () => {}).drafts.size, 0);
});

test("of what is attached the name is kept, and what was being uploaded is a draft again", () => {
  const storage = memory();
  const drafts = new Drafts(new Shelf(storage, "hubbub:/"), () => {});
  drafts.set("#tea", { text: "", files: ["tide.png"] });
  assert.equal(drafts.has("#tea"), true);
  drafts.recover([{ key: "#tea", text: "high water", reply: "m1", files: ["sea.jpg"] }]);
  drafts.flush();
  const again = new Drafts(new Shelf(storage, "hubbub:/"), () => {}).get("#tea");
  assert.deepEqual([again.text, again.reply, again.files], ["high water", "m1", ["sea.jpg", "tide.png"]]);
  storage.setItem("hubbub:/:drafts", JSON.stringify({ "#tea": { ...again, files: [1] } }));
  assert.equal(new Drafts(new Shelf(storage, "hubbub:/"), () => {}).has("#tea"), false);
});

test("who sends the words keeps the names of what did not go along", () => {
  const storage = memory();
  const drafts = new Drafts(new Shelf(storage, "hubbub:/"), () => {});
  drafts.set("#tea", { text: "see this", reply: "m1", files: ["tide.png"] });
  drafts.clear("#tea", ["tide.png"]);
  const again = new Drafts(new Shelf(storage, "hubbub:/"), () => {}).get("#tea");
  assert.deepEqual([again.text, again.reply, again.files], ["", "", ["tide.png"]]);
});

test("a command with a password is no draft for later", () => {
  const storage = memory();
  const drafts = new Drafts(new Shelf(storage, "hubbub:/"), () => {});
  drafts.set("#tea", { text: "/login alice hunter2" });
  drafts.set("bob", { text: "psst" });
  drafts.flush();
  assert.equal(drafts.get("#tea").text, "/login alice hunter2");
  assert.deepEqual([...new Drafts(new Shelf(storage, "hubbub:/"), () => {}).drafts.keys()], ["bob"]);
});

test("a browser that keeps nothing, or nonsense, does no harm", () => {
  const full = /** @type {any} */ ({ getItem: () => "{", setItem: () => { throw new Error("full"); }, removeItem() {} });
  const shelf = new Shelf(full, "hubbub:/");
  assert.deepEqual(shelf.get("drafts", {}), {});
  shelf.set("drafts", { a: 1 });
  assert.deepEqual(shelf.get("drafts", {}), { a: 1 });
  assert.deepEqual(new Shelf(null, "x").get("list", []), []);
});
