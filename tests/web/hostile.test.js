/** A server that sends what no server should. Bad input 74: no crash, one copy shown. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Engine } from "../../src/hubbub/web/connection/engine.js";
import { rows } from "../../src/hubbub/web/views/rows.js";

const CAPS = "batch echo-message labeled-response message-tags server-time";

test("overlong lines, unknown numerics, repeated ids, times of 1970 and 9999, batches without end", () => {
  const engine = new Engine();
  const at = 1_760_000_000_000;
  const give = (/** @type {string[]} */ ...lines) => engine.apply(["lines", at, lines]);
  engine.apply(["begin", at, { name: "alice", nonce: "n" }]);
  engine.apply(["connect", at, "n"]);
  give(`:s CAP * LS :${CAPS}`, `:s CAP * ACK :${CAPS}`, ":s 001 alice :hi", ":s 376 alice :end", ":alice!u@h JOIN #tea", ":s PONG s hubbub-ready");
  const room = () => engine.client.state.buffers.get("#tea");
  give(
    `@msgid=a :bob!u@h PRIVMSG #tea :${"x".repeat(100_000)}`, "@msgid=b;time=2025-10-09T08:53:21.000Z :bob!u@h PRIVMSG #tea :one", "@msgid=b;time=2025-10-09T08:53:21.000Z :bob!u@h PRIVMSG #tea :one",
    "@msgid=c;time=1970-01-01T00:00:00.000Z :bob!u@h PRIVMSG #tea :old", "@msgid=d;time=9999-12-31T23:59:59.999Z :bob!u@h PRIVMSG #tea :new", "@msgid=e;time=never :bob!u@h PRIVMSG #tea :when",
    ":s 799 alice :?", ":s 000", ":s 353 alice = #tea", ":s 332", ":s 353 alice = #tea :" + "@ +% bob ".repeat(5000), "::", "@", "@a=", ":x", " ", "\0", "PRIVMSG", ":s BATCH", ":s BATCH +q chathistory #tea",
    ":s BATCH -never", "@batch=none :bob!u@h PRIVMSG #tea :lost?", ":s MODE #tea " + "+b".repeat(1000), ":s TOPIC", ":s KICK #tea", ":s NICK", ":s JOIN", ":s MARKREAD #tea timestamp=99999-01-01", `@hubbub.chat/reactions={"a":1e999,"b":-1} :bob!u@h PRIVMSG #tea :r`,
    "@+draft/react=👍;+draft/reply=none :bob!u@h TAGMSG #tea", ":s CAP alice DEL :batch", ":s 005 alice CHANTYPES= PREFIX=( NICKLEN=x :are supported",
  );
  const items = room()?.timeline.items ?? [];
  assert.equal(items.filter((item) => item.id === "b").length, 1);
  for (const id of ["a", "c", "d", "e"]) assert.ok(items.some((item) => item.id === id), id);
  assert.ok(rows(items).length >= 5); // the views draw all of it
  give("@msgid=z :bob!u@h PRIVMSG #tea :still here");
  assert.ok(room()?.timeline.items.some((item) => item.id === "z"));
});
