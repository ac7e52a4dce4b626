/** What the server counts at once, and what is counted here, together (docs/ext/unread.md). */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Engine } from "../../src/hubbub/web/connection/engine.js";

const CAPS = "batch echo-message draft/read-marker hubbub.chat/unread labeled-response message-tags server-time";

test("numbers are there at once, grow with what comes, and go with what is read", () => {
  const engine = new Engine();
  const at = 1_760_000_000_000;
  const give = (/** @type {string[]} */ ...lines) => engine.apply(["lines", at, lines]);
  engine.apply(["begin", at, { name: "alice", nonce: "n" }]);
  engine.apply(["connect", at, "n"]);
  give(`:s CAP * LS :${CAPS}`, `:s CAP * ACK :${CAPS}`, ":s 001 alice :hi", ":s 376 alice :end", ":alice!u@h JOIN #tea", ":s MARKREAD #tea timestamp=2025-10-09T08:00:00.000Z", ":s PONG s hubbub-ready");
  const { state } = engine.client;
  const told = () => [state.buffers.get("#tea")?.unread, state.buffers.get("#tea")?.mentions];
  give(":s BATCH +u hubbub.chat/unread", "@batch=u :s UNREAD #tea 12 2", "@batch=u :s UNREAD #nowhere 3 3", ":s BATCH -u");
  assert.deepEqual(told(), [12, 2]);
  give("@msgid=m1;time=2025-10-09T08:54:00.000Z :bob!u@h PRIVMSG #tea :alice?");
  assert.deepEqual(told(), [13, 3]);
  give("@msgid=m2;time=2025-10-09T08:54:01.000Z :alice!u@h PRIVMSG #tea :yes");
  assert.deepEqual(told(), [0, 0]);
  give("@msgid=m3;time=2025-10-09T08:54:02.000Z :bob!u@h PRIVMSG #tea :good", ":s MARKREAD #tea timestamp=2025-10-09T08:54:02.000Z");
  assert.deepEqual(told(), [0, 0]);
});
