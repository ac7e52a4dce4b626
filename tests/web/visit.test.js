/** The connection of the tab that leads: what tells that it is dead, whatever its socket says and its clock shows. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { createClient } from "../../src/hubbub/web/client/session.js";
import { Tabs } from "../../src/hubbub/web/connection/tabs.js";
import { Visit } from "../../src/hubbub/web/connection/visit.js";

const clock = /** @type {any} */ (mock.timers);

/** A socket that opens at once and hears what a test says. */
class Wire {
  static OPEN = 1;
  /** @type {Wire[]} */
  static all = [];

  constructor() {
    this.readyState = Wire.OPEN;
    this.onopen = this.onmessage = this.onclose = /** @type {any} */ (null);
    Wire.all.push(this);
  }

  send() {}

  close() {
    this.readyState = 3;
  }
}

/** A visit whose connection stands, and its socket. */
function connected() {
  Object.assign(globalThis, { WebSocket: Wire });
  clock.enable({ apis: ["setTimeout", "Date"], now: 1_760_000_000_000 });
  const client = createClient("alice", "n");
  const visit = new Visit("ws://127.0.0.1/", { client: () => client, apply: () => {}, changed: () => {}, refused: () => {} });
  visit.start();
  const wire = /** @type {Wire} */ (Wire.all.at(-1));
  wire.onopen();
  return { visit, wire, hear: (/** @type {string} */ line) => wire.onmessage({ data: line }) };
}

/** Time goes by in small steps, so that what is set off by one is on time. @param {number} milliseconds */
function pass(milliseconds) {
  for (let gone = 0; gone < milliseconds; gone += 500) clock.tick(500);
}

/** @param {string} name @param {(given: ReturnType<typeof connected>) => void} check */
function tested(name, check) {
  test(name, () => {
    try {
      check(connected());
    } finally {
      clock.reset();
    }
  });
}

tested("a connection that is open and says nothing is given up", ({ wire }) => {
  pass(14_500);
  assert.equal(wire.readyState, Wire.OPEN);
  pass(500);
  assert.equal(wire.readyState, 3);
});

tested("what came before the sleep is no answer", ({ visit, wire, hear }) => {
  hear(":s 001 alice :hi");
  visit.check();
  hear(":bob PRIVMSG #lobby :from before");
  pass(5000);
  assert.equal(wire.readyState, 3);
});

tested("the answer, and talk that goes on, keep it", ({ visit, wire, hear }) => {
  hear(":s 001 alice :hi");
  visit.check();
  for (let line = 0; line < 10; line++) {
    pass(2000);
    hear(`:bob PRIVMSG #lobby :${line}`);
  }
  hear("@time=x :s PONG s hubbub-alive");
  pass(30_000);
  assert.equal(wire.readyState, Wire.OPEN);
});

tested("a clock that is set back a year hides no dead connection", ({ visit, wire, hear }) => {
  hear(":s 001 alice :hi");
  clock.setTime(1_730_000_000_000);
  visit.check();
  pass(5000);
  assert.equal(wire.readyState, 3);
});

test("where none comes to stand, the server is asked why: its words count, and no proxy's", async () => {
  Object.assign(globalThis, { WebSocket: Wire });
  const answers = [
    new Response("The server is full, try again later.\n", { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } }),
    new Response("<h1>Bad Gateway</h1>", { status: 502, headers: { "Content-Type": "text/html" } }),
    new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } }),
  ];
  const before = globalThis.fetch;
  globalThis.fetch = async (address, asked) => {
    assert.deepEqual([address, asked?.method], ["http://127.0.0.1/why", "POST"]); // which says what page asks, as a WebSocket does
    return /** @type {Response} */ (answers.shift());
  };
  /** @type {any[]} */
  const told = [];
  const refused = (/** @type {any} */ ...given) => told.push(given);
  const visit = new Visit("ws://127.0.0.1/", { client: () => createClient("alice", "n"), apply: () => {}, changed: () => {}, refused });
  try {
    visit.wanted = true;
    while (answers.length) await visit.askWhy();
  } finally {
    globalThis.fetch = before;
  }
  assert.deepEqual(told, [[503, "The server is full, try again later."]]);
});

test("a browser that gives neither locks nor a channel has one tab, which leads", async () => {
  const refused = () => Promise.reject(new DOMException("denied", "SecurityError"));
  const before = globalThis.BroadcastChannel;
  Object.assign(globalThis, { BroadcastChannel: class { constructor() { throw new DOMException("denied", "SecurityError"); } } });
  try {
    await new Promise((/** @type {(value?: unknown) => void} */ lead) => {
      const role = { lead: () => lead(), follow() {}, receive() {} };
      new Tabs("x", role, { locks: /** @type {any} */ ({ request: refused }), id: "a", born: 1 }).start();
    });
  } finally {
    globalThis.BroadcastChannel = before;
  }
});
