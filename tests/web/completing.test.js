/** Completion and the jump list: what is offered for what is typed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { commands, people } from "../../src/hubbub/web/ui/composer/choices.js";
import { taken, wantedAt, wordAt } from "../../src/hubbub/web/ui/composer/completing.js";
import { byName, bySign, find, groups } from "../../src/hubbub/web/emoji/index.js";
import { fit, jumps, narrowed } from "../../src/hubbub/web/views/jump.js";

test("what stands before the cursor says what is wanted", () => {
  assert.equal(wantedAt("good morning @m", 15)?.kind, "person");
  assert.equal(wantedAt("see #bo", 7)?.word, "bo");
  assert.equal(wantedAt("/mu", 3)?.kind, "command");
  assert.equal(wantedAt("a :wa", 5)?.kind, "emoji");
  for (const text of ["//mu", "hello :)", "hello :-)", "10:30", "a@b", "x /mu", ":D", "/me is"]) assert.equal(wantedAt(text, text.length), null, text);
  assert.equal(wordAt("hi ko", 5)?.word, "ko");
});

test("people who spoke here lately come first, others last", () => {
  const person = (/** @type {string} */ name, spoke = 0, member = true) => ({ name, key: name, spoke, member, hint: "" });
  const all = [person("mara"), person("mo", 5), person("miri", 9, false), person("kofi-m", 1)];
  assert.deepEqual(people(all, "m", true).map((one) => one.label), ["mo", "kofi-m", "mara", "miri"]);
  assert.equal(people(all, "mo", true)[0].text, "@mo: ");
  assert.equal(people(all, "mo", false)[0].text, "@mo ");
});

test("a choice takes the place of the word, and no second space is made", () => {
  const wanted = /** @type {any} */ (wantedAt("hey @m you", 6));
  assert.deepEqual(taken("hey @m you", wanted, { text: "@mo ", label: "mo", hint: "" }), { text: "hey @mo you", at: 8 });
});

test("a command is found by its other names, too, and one that is typed whole stays as it is", () => {
  const command = (/** @type {string} */ name, /** @type {string[]} */ ...aliases) => ({ name, usage: `/${name} it`, help: "", aliases });
  const all = [command("operator"), command("who", "list"), command("msg", "message"), command("op")];
  const signs = (/** @type {string} */ typed) => commands(all, typed).map((one) => one.sign);
  assert.deepEqual(signs("op"), ["/op", "/operator"]);
  assert.deepEqual(signs("m"), ["/msg"]);
  assert.deepEqual(signs("LIST"), ["/list"]);
  assert.equal(commands(all, "list")[0].text, "/list ");
  assert.equal(commands(all, "wh")[0].label, "it");
});

/** @param {string} key @param {any} [more] */
const place = (key, more = {}) => ({ key, name: key, kind: key.startsWith("#") ? "room" : "person", unread: 0, mentions: 0, notify: "mentions", last_at: 0, ...more });

test("mentions come before other news, then the lately used, then all", () => {
  const of = {
    buffers: [place("#lobby"), place("#boats", { unread: 3, last_at: 9 }), place("#tea", { unread: 1, mentions: 1 }), place("bob"), place("ann", { unread: 2 }), place("#quiet", { unread: 9, notify: "nothing" })],
    people: [{ key: "zoe", name: "zoe" }], rooms: [{ name: "#sailing", topic: "boats" }], acts: [{ id: "x", label: "Join a room" }], lately: ["bob"], current: "#lobby", hint: () => "",
  };
  const names = (/** @type {string} */ typed) => jumps(of, typed).map((group) => [group.id, ...group.entries.map((entry) => entry.name)]);
  assert.deepEqual(names(""), [["news", "tea", "ann", "boats"], ["lately", "bob"], ["all", "quiet"], ["do", "Join a room"]]);
  assert.deepEqual(names("@"), [["news", "ann"], ["lately", "bob"], ["people", "zoe"]]);
  assert.deepEqual(names("bo"), [["all", "boats", "bob"]]);
  assert.deepEqual(names("#sai"), [["rooms", "sailing"]]);
  assert.equal(narrowed("@zo").only, "person");
  assert.ok(fit("reading-club", "club") > fit("nightclub", "club"));
});

test("emoji are found by names and words, with their tones", () => {
  assert.equal(byName("wave"), "👋");
  assert.equal(find("wave")[0].sign, "👋");
  assert.ok(find("tada").some((one) => one.sign === "🎉"));
  assert.deepEqual(bySign("👍🏽")?.short, "+1");
  assert.equal(find("thumbs up")[0].skins?.[4], "👍🏿");
  assert.equal(groups.length, 9);
  assert.ok(groups.flatMap((group) => group.emoji).every((one) => one.name && one.sign));
});
