/** Lines, names and times: every case of spec/wire.json and spec/casemap.json. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { lower } from "../../src/hubbub/web/irc/casemap.js";
import { formatTime, parseTime } from "../../src/hubbub/web/irc/times.js";
import { format, parse } from "../../src/hubbub/web/wire/message.js";

test("every case of spec/wire.json that is about lines", () => {
  const cases = JSON.parse(readFileSync("spec/wire.json", "utf8"));
  for (const { line, message, write, error } of cases) {
    if (line === undefined) continue; // bytes: a WebSocket brings whole lines
    const parsed = parse(line);
    if (error) assert.equal(parsed, null, line);
    else assert.deepEqual(parsed && { ...parsed, source: parsed.source || null }, message, line);
    if (write) assert.equal(written(message), line);
  }
});

/** @param {{tags: Record<string, string>, source: string | null, command: string, params: string[]}} message */
function written({ tags, source, command, params }) {
  const line = format(command, params, tags);
  if (!source) return line;
  return line.startsWith("@") ? line.replace(" ", ` :${source} `) : `:${source} ${line}`;
}

test("every case of spec/casemap.json", () => {
  for (const [name, folded] of JSON.parse(readFileSync("spec/casemap.json", "utf8"))) assert.equal(lower(name), folded);
});

test("what no line can hold is not written", () => {
  for (const params of [["a b", "c"], ["", "c"], [":a", "c"], ["a", "b\r\nQUIT"], ["a", "b\0"]]) {
    assert.throws(() => format("PRIVMSG", params), RangeError);
  }
  assert.throws(() => format("PRIVMSG", ["a"], { "a b": "c" }), RangeError);
});

test("times that no server should send are none", () => {
  assert.equal(parseTime("2026-11-21T09:30:00.123Z"), 1795253400123);
  for (const text of ["", "2026-02-30T00:00:00.000Z", "2026-11-21 09:30", "2026-11-21T25:00:00.000Z", "yesterday"]) assert.ok(Number.isNaN(parseTime(text)), text);
  assert.equal(formatTime(-5), "1970-01-01T00:00:00.000Z");
  assert.equal(formatTime(1e18), "9999-12-31T23:59:59.999Z");
});
