/** Rows of a timeline, folding, windows of pages, completion, the jump list, keys: what the views decide without a page. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fold } from "../../src/hubbub/web/views/folding.js";
import { hue } from "../../src/hubbub/web/views/hues.js";
import { rowMaker, rows } from "../../src/hubbub/web/views/rows.js";
import { cut, grow, Heights, inReach, pageAt, windowAround } from "../../src/hubbub/web/ui/timeline/windows.js";

const MINUTE = 60_000;
const NOON = new Date(2026, 10, 20, 12).getTime();

/** @param {string} id @param {number} minutes @param {any} [more] */
function said(id, minutes, more = {}) {
  return { id, kind: "said", sender: "kofi", account: "kofi", text: id, at: NOON + minutes * MINUTE, own: false, reply: "", client_id: "", status: "sent", ...more };
}

/** @param {string} kind @param {string} name @param {number} minutes @param {any} [more] */
function happened(kind, name, minutes, more = {}) {
  return { id: `${kind} ${name} ${minutes}`, kind, name, at: NOON + minutes * MINUTE, text: "", before: "", ...more };
}

/** @param {any[]} items @param {any} [options] */
const shape = (items, options) => rows(items, options).map((row) => (row.type === "message" ? `${row.key}${row.first ? "*" : ""}` : row.type));

test("one's own return is none, and a second coming is one", () => {
  const come = (/** @type {number} */ at) => happened("joined", "alice", at, { own: true });
  assert.deepEqual(shape([come(0), said("a", 1), come(2)]), ["day", "fold", "a*"]);
  assert.deepEqual(shape([come(0), said("a", 1), happened("left", "alice", 2, { own: true }), said("b", 3), come(30)]), ["day", "fold", "a*", "fold", "b*", "fold"]);
});

test("a group ends with another speaker, five minutes, an answer, a day, or something between", () => {
  const items = [said("a", 0), said("b", 4), said("c", 8), said("d", 14), said("e", 15, { sender: "wen", account: "wen" }), said("f", 16), said("g", 17, { reply: "a" })];
  assert.deepEqual(shape(items), ["day", "a*", "b", "c", "d*", "e*", "f*", "g*"]);
  assert.deepEqual(shape([said("a", 0), happened("topic", "", 1), said("b", 2)]), ["day", "a*", "event", "b*"]);
  assert.deepEqual(shape([said("a", 0), said("b", 12 * 60)]), ["day", "a*", "day", "b*"]);
});

test("the lines of one answer are one note; a refusal, what comes later, and what stands between are not", () => {
  const note = (/** @type {string} */ id, /** @type {number} */ minutes, more = {}) => happened("note", "", minutes, { id, code: "", error: false, ...more });
  const answers = [note("a", 0), note("b", 0), note("c", 0.01), note("d", 1), note("e", 1, { error: true }), note("f", 1), note("g", 1, { code: "announcement" })];
  const made = rows([...answers, said("h", 1), note("i", 1)]);
  const lines = made.filter((row) => row.type === "note").map((row) => row.items?.map(({ id }) => id).join(""));
  assert.deepEqual(lines, ["abc", "d", "e", "f", "g", "i"]);
  const maker = rowMaker();
  const [, first] = maker(answers.slice(0, 2));
  assert.equal(maker(answers.slice(0, 2))[1], first);
  assert.notEqual(maker(answers.slice(0, 3))[1], first);
});

test("n new stands before the first of others after the line, and counts them", () => {
  const items = [said("a", 0), said("b", 1, { own: true }), said("c", 2), said("d", 3)];
  const made = rows(items, { line: NOON });
  assert.deepEqual(made.map((row) => row.type), ["day", "message", "message", "unread", "message", "message"]);
  assert.equal(made[3].count, 2);
});

test("what comes while one looks is not new, but what was fetched is", () => {
  const items = [said("a", 0), said("b", 2), said("c", 3, { late: true }), said("d", 4)];
  const unread = (/** @type {number} */ until) => rows(items, { line: NOON + 60_000, until }).find((row) => row.type === "unread");
  assert.equal(unread(NOON)?.count, 1);
  assert.equal(unread(NOON + 2 * 60_000)?.count, 2);
  assert.equal(rows([said("a", 0), said("b", 2)], { line: NOON, until: NOON }).some((row) => row.type === "unread"), false);
});

test("every case of spec/folding.json", () => {
  const none = { named: [], more: 0 };
  for (const { name, items, spoke = [], came, left, renamed } of JSON.parse(readFileSync("spec/folding.json", "utf8"))) {
    const found = fold(items.map((/** @type {any} */ [kind, who, minutes, before = ""]) => happened(kind, who, minutes, { before })), new Set(spoke));
    assert.deepEqual(found, { came: { ...none, ...came }, left: { ...none, ...left }, renamed: { ...none, ...renamed } }, name);
  }
});

test("a fold that comes to nothing is no row, and knows who took part in the talk", () => {
  assert.deepEqual(shape([said("a", 0), happened("joined", "ana", 1), happened("left", "ana", 2), said("b", 3)]), ["day", "a*", "b"]);
  const gone = ["ana", "ben", "cho", "wen", "Kofi"].map((name) => happened("left", name, 2));
  const row = rows([said("a", 0), said("Wen: b", 1), ...gone]).find(({ type }) => type === "fold");
  assert.deepEqual(row?.outcome?.left, { named: ["wen", "Kofi"], more: 3 });
});

test("the same row is the same object, however often it is asked for", () => {
  const make = rowMaker();
  const items = [said("a", 0), said("b", 1), happened("joined", "ana", 2), happened("joined", "ben", 3)];
  const before = make(items);
  const after = make([...items, said("c", 4)]);
  before.forEach((row, at) => assert.equal(after[at], row));
  const edited = make([said("a", 0, { text: "other" }), ...items.slice(1)]);
  assert.notEqual(edited[1], before[1]);
  assert.equal(edited[2], before[2]);
});

test("an own message keeps its key when the server has given it an id", () => {
  assert.equal(rows([said("n-1", 0, { client_id: "n-1", status: "sending" })])[1].key, rows([said("m9", 0, { client_id: "n-1" })])[1].key);
});

/** @param {number} from @param {number} to */
const numbered = (from, to) => ALL.slice(from, to);
const ALL = Array.from({ length: 2000 }, (_, at) => ({ key: String(at), type: /** @type {"message"} */ ("message"), at: 0 }));

test("pages stay as they are cut when history comes in front and messages behind", () => {
  const first = cut(numbered(1000, 1120), []);
  const more = cut(numbered(950, 1120), first);
  assert.deepEqual(more.slice(-first.length).map((page) => page.key), first.map((page) => page.key));
  first.slice(1).forEach((page, at) => assert.equal(more[more.length - first.length + 1 + at], page));
  assert.equal(more.flatMap((page) => page.rows).length, 170);
  const grown = cut(numbered(950, 1200), more);
  assert.ok(grown.every((page) => page.rows.length <= 20));
  assert.deepEqual(grown.flatMap((page) => page.rows.map((row) => row.key)), numbered(950, 1200).map((row) => row.key));
});

test("a page stays when the line of its day goes to what came before it", () => {
  const day = { key: "day", type: /** @type {"day"} */ ("day"), at: 0 };
  const first = cut([day, ...numbered(100, 159)], []);
  const more = cut([day, ...numbered(50, 159)], first);
  assert.deepEqual(more.slice(-first.length).map((page) => page.key), first.map((page) => page.key));
  assert.deepEqual(more.at(-first.length)?.rows, first[0].rows.slice(1));
  assert.equal(more.at(1 - first.length), first[1]);
});

test("however many rows there are, no page is empty, and all of them are there in their order", () => {
  const line = (/** @type {"day" | "unread"} */ type) => ({ key: type, type, at: 0 });
  for (let count = 0; count <= 40; count++) {
    for (let at = 0; at <= count; at += 3) {
      const all = [line("day"), ...numbered(0, at), line("unread"), ...numbered(at, count)];
      let pages = cut(all.filter(({ type }) => type !== "unread"), []);
      for (const now of [all, [...all, ...numbered(count, count + 1)], [...numbered(100, 113), ...all]]) {
        pages = cut(now, pages);
        assert.deepEqual(pages.flatMap((page) => page.rows), now);
        assert.ok(pages.every((page) => page.rows.length), `${count} rows, the new from ${at} on`);
        assert.equal(new Set(pages.map((page) => page.key)).size, pages.length);
      }
    }
  }
});

test("at most thirteen pages are drawn, and a page is found by its distance from the end", () => {
  assert.deepEqual(windowAround(19, 20), { from: 7, to: 20 });
  assert.deepEqual(windowAround(9, 20), { from: 3, to: 16 });
  assert.deepEqual(windowAround(0, 3), { from: 0, to: 3 });
  const pages = cut(numbered(0, 96), []);
  const heights = new Heights();
  pages.forEach((page) => heights.set(page, 1000));
  assert.equal(pageAt(pages, heights, 10), 7);
  assert.equal(pageAt(pages, heights, 1500), 6);
  assert.equal(pageAt(pages, heights, 99_999), 0);
});

test("what may be seen is drawn at once, all else a page at a time", () => {
  const pages = cut(numbered(0, 240), []);
  const heights = new Heights();
  pages.forEach((page) => heights.set(page, 500));
  assert.deepEqual(inReach(pages, heights, 10, 900), { from: 8, to: 13 });
  assert.deepEqual(inReach(pages, heights, 19, 900), { from: 17, to: 20 });
  const wanted = windowAround(10, 20);
  const seen = inReach(pages, heights, 10, 900);
  const path = [grow(null, seen, wanted)];
  while (path.at(-1).from > wanted.from || path.at(-1).to < wanted.to) path.push(grow(path.at(-1), seen, wanted));
  assert.deepEqual(path[0], seen);
  assert.equal(path.length, 1 + 13 - 5);
  assert.deepEqual(path.at(-1), wanted);
  assert.deepEqual(grow(wanted, inReach(pages, heights, 11, 900), windowAround(11, 20)), { from: 5, to: 18 });
  assert.deepEqual(grow({ from: 0, to: 2 }, seen, wanted), seen);
  assert.deepEqual(grow(null, { from: 0, to: 0 }, { from: 0, to: 0 }), { from: 0, to: 0 });
});

test("a hue is the same in every face", () => {
  assert.equal(hue("kofi"), hue("KOFI"));
  assert.equal(hue("alice"), [..."alice"].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % 8);
});
