/** What is asked of the server is answered to who asked alone: notes with records, in no timeline. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Engine } from "../../src/hubbub/web/connection/engine.js";
import { Answers } from "../../src/hubbub/web/connection/answers.js";

const CAPS = "batch echo-message hubbub.chat/rows labeled-response message-tags server-time standard-replies";

function joined() {
  const engine = new Engine();
  const at = 1_760_000_000_000;
  const give = (/** @type {string[]} */ ...lines) => engine.apply(["lines", at, lines]);
  engine.apply(["begin", at, { name: "alice", nonce: "n" }]);
  engine.apply(["connect", at, "n"]);
  give(`:s CAP * LS :${CAPS}`, `:s CAP * ACK :${CAPS}`, ":s 001 alice :hi", ":s 376 alice :end", ":s PONG s hubbub-ready");
  return { engine, at, give };
}

test("records come with the notes, and nothing of it stands anywhere", async () => {
  const { engine, at, give } = joined();
  const { client } = engine;
  const answers = new Answers();
  const before = new Set(client.questions.keys());
  const told = engine.apply(["act", at, "ask", { command: "blocked" }]);
  const labels = [...client.questions.keys()].filter((label) => !before.has(label));
  const outcome = answers.begin(labels, told);
  const notes = client.state.notes.length;
  const row = '{"row":"blocked","mask":"eve!*@*"}';
  const bad = '{"row":7}';
  answers.see(give(
    `@label=${labels[0]} :s BATCH +r labeled-response`, `@batch=r;hubbub.chat/row=${row} :NickServ!services@s NOTICE alice :eve!*@*`,
    `@batch=r;hubbub.chat/row=${bad} :NickServ!services@s NOTICE alice :words`, `@batch=r;hubbub.chat/row={ :NickServ!services@s NOTICE alice :more words`, ":s BATCH -r",
  ), client.questions);
  const { ok, notes: given } = await outcome;
  assert.equal(ok, true);
  assert.deepEqual(given.map((note) => [note.text, note.row]), [["eve!*@*", JSON.parse(row)], ["words", undefined], ["more words", undefined]]);
  assert.equal(client.state.notes.length, notes);
});

test("a refusal is the outcome", async () => {
  const { engine, at, give } = joined();
  const { client } = engine;
  const answers = new Answers();
  const told = engine.apply(["act", at, "ask", { command: "UNDO", words: "7" }]);
  const [label] = [...client.questions.keys()].slice(-1);
  const outcome = answers.begin([label], told);
  answers.see(give(`@label=${label} :s FAIL NICKSERV NO_SUCH_ACT 7 :There is no such act`), client.questions);
  assert.equal((await outcome).ok, false);
  assert.equal((await outcome).note?.code, "NO_SUCH_ACT");
  assert.equal(client.state.notes.some((note) => note.code === "NO_SUCH_ACT"), false);
});
