/** What is made of a message's text: blocks and spans, links, mentions, and nothing that hides. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { mentions } from "../../src/hubbub/web/irc/mentions.js";
import { format, formatLine, onlyEmoji, plain } from "../../src/hubbub/web/views/formatting.js";

const around = { me: ["alice"], names: (/** @type {string} */ fold) => fold === "bob", emoji: (/** @type {string} */ name) => ({ wave: "👋" })[name] };

/** @param {string} text */
function line(text) {
  return formatLine(text, around);
}

test("emphasis needs words on its inner sides", () => {
  assert.deepEqual(line("a **b** *c* d"), ["a ", { type: "strong", spans: ["b"] }, " ", { type: "em", spans: ["c"] }, " d"]);
  assert.deepEqual(line("***x***"), [{ type: "strong", spans: [{ type: "em", spans: ["x"] }] }]);
  for (const text of ["2 * 3 * 4", "2*3*4", "**open", "a ** b", "*", "snake_case_name", "**"]) assert.deepEqual(line(text), [text]);
});

test("code keeps everything in it", () => {
  assert.deepEqual(line("run `a **b** http://x.y` now"), ["run ", { type: "code", text: "a **b** http://x.y" }, " now"]);
  assert.deepEqual(line("`` a`b ``"), [{ type: "code", text: " a`b " }]);
  assert.deepEqual(line("a ` b"), ["a ` b"]);
});

test("blocks: paragraphs, fences, quotes, lists", () => {
  assert.deepEqual(format("one\ntwo\n\nthree"), [
    { type: "paragraph", spans: ["one\ntwo"] },
    { type: "paragraph", spans: ["three"] },
  ]);
  assert.deepEqual(format("```Python\nx = 1\n\n> y\n```\nafter"), [
    { type: "code", language: "python", text: "x = 1\n\n> y" },
    { type: "paragraph", spans: ["after"] },
  ]);
  assert.deepEqual(format("```\nnever closed"), [{ type: "code", language: "", text: "never closed" }]);
  assert.deepEqual(format("> a\n>\n> b"), [
    { type: "quote", blocks: [{ type: "paragraph", spans: ["a"] }, { type: "paragraph", spans: ["b"] }] },
  ]);
  assert.deepEqual(format("3. a\n4. b"), [{ type: "list", ordered: true, start: 3, items: [["a"], ["b"]] }]);
  assert.deepEqual(format("- a"), [{ type: "list", ordered: false, start: 1, items: [["a"]] }]);
  assert.deepEqual(format("# no heading"), [{ type: "paragraph", spans: ["# no heading"] }]);
  assert.equal(JSON.stringify(format("> ".repeat(500) + "x")).match(/quote/g)?.length, 3);
});

test("links: only the schemes that are safe, with the real host beside a misleading text", () => {
  const [, link, after] = line("see https://example.org/a_(b)?q=1#f).");
  assert.deepEqual(link, { type: "link", href: "https://example.org/a_(b)?q=1#f", text: "https://example.org/a_(b)?q=1#f", host: "" });
  assert.equal(after, ").");
  for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "smb://x/y", "ms-msdt:/id", "xhttp://a.b", "http://", "https://["]) {
    assert.deepEqual(line(text), [text], text);
  }
  assert.deepEqual(hosts("https://bank.example@evil.net/"), ["evil.net"]);
  assert.deepEqual(hosts("https://bank.example\\@evil.net/"), ["bank.example"]);
  assert.deepEqual(hosts("https://аррӏе.com/"), ["xn--80ak6aa92e.com"]);
  assert.deepEqual(hosts("https://gооgle.com/"), ["xn--ggle-55da.com"]);
  assert.deepEqual(hosts("https://bücher.de/ https://例え.jp/ http://[::1]:80/ HTTPS://EXAMPLE.org"), ["", "", "", ""]);
  assert.deepEqual(hosts("http://2130706433/ http://0x7f.1/"), ["127.0.0.1", "127.0.0.1"]);
  assert.deepEqual(hosts("mailto:bob@example.org ircs://irc.example.org/a"), ["", ""]);
});

/** @param {string} text */
function hosts(text) {
  return line(text).flatMap((span) => (typeof span !== "string" && span.type === "link" ? [span.host] : []));
}

test("mentions, rooms, names of emoji", () => {
  const me = { type: "mention", name: "Alice", text: "Alice", me: true };
  assert.deepEqual(line("hi Alice!"), ["hi ", me, "!"]);
  assert.deepEqual(line("@bob: x"), [{ type: "mention", name: "bob", text: "@bob", me: false }, ": x"]);
  assert.deepEqual(line("bob, look"), [{ type: "mention", name: "bob", text: "bob", me: false }, ", look"]);
  assert.deepEqual(line("I saw bob, once; @nobody"), ["I saw bob, once; @nobody"]);
  assert.deepEqual(line("in #tea-room. not #1 or a#b"), ["in ", { type: "room", name: "#tea-room" }, ". not #1 or a#b"]);
  assert.deepEqual(line(":wave: :no:"), ["👋 :no:"]);
  assert.ok(mentions("so, ALICE?", ["alice"]));
  for (const text of ["malice", "alice2", "`alice`", "https://x.org/alice", "```\nalice\n```"]) assert.ok(!mentions(text, ["alice"]), text);
});

test("IRC's codes: bold and italic count, colours are left out, in linear time", () => {
  assert.deepEqual(line("\x02a\x02 \x1db\x0f c"), [{ type: "strong", spans: ["a"] }, " ", { type: "em", spans: ["b"] }, " c"]);
  assert.deepEqual(line("\x0301,01secret\x03 shown"), ["secret shown"]);
  assert.deepEqual(line("\x0304,".repeat(1000) + "x"), [",".repeat(1000) + "x"]);
});

test("what hides or reorders is labelled", () => {
  assert.deepEqual(line("a\u202eb"), ["a", { type: "hidden", label: "U+202E" }, "b"]);
  assert.deepEqual(line("pay\u200bpal \x1b[31m"), ["pay", { type: "hidden", label: "U+200B" }, "pal ", { type: "hidden", label: "^[" }, "[31m"]);
  assert.deepEqual(line("\u200fשלום 👩‍👩‍👧 می‌خواهم क्‍ष"), ["\u200fשלום 👩‍👩‍👧 می‌خواهم क्‍ष"]);
  assert.ok(String(line("e" + "\u0301".repeat(500))[0]).length < 20);
});

test("large and hostile texts take no long time", () => {
  const started = process.cpuUsage().user;
  for (const text of ["*".repeat(10_000), "**a ".repeat(3000), "`".repeat(10_000), "` ".repeat(5000), "x".repeat(10_240), "👩‍".repeat(10_000), "> ".repeat(5000), "http://".repeat(2000), "- \n".repeat(5000), "[".repeat(10_000), "```\n".repeat(3000)]) {
    format(text, around);
  }
  assert.ok(process.cpuUsage().user - started < 2_000_000);
});

test("a quoted text has no marks", () => {
  assert.equal(plain("**see** *this* `x` https://example.org\n> old\n- one\n- two\n```py\nprint(1)\n```"), "see this x https://example.org old one two print(1)");
  assert.equal(plain("2 * 3 #tea @kofi"), "2 * 3 #tea @kofi");
});

test("only emoji", () => {
  for (const text of ["👍", "🎣🌊", "👩‍👩‍👧 ❤️", "🇩🇪"]) assert.ok(onlyEmoji(text), text);
  for (const text of ["", "ok 👍", "1", "👍👍👍👍👍👍👍"]) assert.ok(!onlyEmoji(text), text);
});

test("every case of spec/formatting.json", () => {
  const cases = JSON.parse(readFileSync("spec/formatting.json", "utf8"));
  for (const { name, text, line, me = [], names = [], emoji = {}, blocks } of cases) {
    const around = { me, names: (/** @type {string} */ fold) => names.includes(fold), emoji: (/** @type {string} */ word) => emoji[word] };
    if (line) assert.deepEqual(formatLine(text, around), line, name);
    else assert.deepEqual(format(text, around), blocks, name);
  }
});
