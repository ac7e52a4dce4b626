/** Memory is bounded, and what was missed comes in a few pages: tests/client/test_memory.py in JavaScript. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { keptOf, restore } from "../../src/hubbub/web/client/kept.js";
import { LEFT, MOST } from "../../src/hubbub/web/client/memory.js";
import { WANTED } from "../../src/hubbub/web/client/protocol/capabilities.js";
import * as session from "../../src/hubbub/web/client/session.js";
import * as timeline from "../../src/hubbub/web/client/state/timeline.js";
import { fillTable } from "./commands.js";

fillTable();

const START = 1_760_000_000_000;
const CAPS = WANTED.join(" ");
const WELCOME = [
  `:s CAP * LS :${CAPS}`, `:s CAP * ACK :${CAPS}`, ":s 001 alice :hi", ":s 005 alice CHATHISTORY=1000 :x", ":s 376 alice :end",
  ":alice!u@h JOIN #tea", ":s 366 alice #tea :end", ":s PONG s hubbub-ready",
];

/** @param {number} from @param {number} to */
const numbers = (from, to) => Array.from({ length: to - from }, (_, at) => from + at);

/** @param {number} number @param {string} room */
function line(number, room) {
  return `time=${new Date(START + number).toISOString()};msgid=m${number} :bob!u@h PRIVMSG ${room} :${number}`;
}

/** @param {{mostMissed?: number}} [given] */
function entered(given) {
  const client = session.createClient("alice", "n", given);
  session.connect(client);
  session.receive(client, WELCOME, START);
  answer(client, [0]);
  return client;
}

/** Who has heard one message. */
function there() {
  const client = entered();
  session.receive(client, [`@${line(1, "#tea")}`], START);
  return client;
}

/** The next visit, on its way. @param {session.Client} before @param {{mostMissed?: number}} [given] */
function restored(before, given) {
  const client = session.createClient("alice", "m", given);
  restore(client, JSON.parse(JSON.stringify(keptOf(before))));
  session.connect(client);
  session.receive(client, WELCOME, START);
  return client;
}

/** What was said there, as it stands. @param {session.Client} client */
function said(client) {
  const items = client.state.buffers.get("#tea")?.timeline.items ?? [];
  return items.filter(({ id }) => id.startsWith("m")).map(({ id }) => Number(id.slice(1)));
}

/**
 * Every page that is asked for, as a server has it where so many messages were said.
 * @param {session.Client} client
 * @param {number} most
 */
function serve(client, most) {
  for (let sent = session.take(client, START); sent.length; sent = session.take(client, START)) {
    for (const asked of sent) {
      const [, label, point, limit] = /label=([^ ;]+).* CHATHISTORY \w+ #tea (\S+) (\d+)/.exec(asked) ?? [];
      if (!label) continue;
      const first = point === "*" ? Math.max(0, most - Number(limit)) : Number(point.replace("msgid=m", "")) + 1;
      const page = numbers(first, Math.max(first, Math.min(most, first + Number(limit))));
      session.receive(client, batch(label, page), START);
    }
  }
}

/** @param {string | undefined} label @param {number[]} page */
function batch(label, page) {
  const lines = page.map((number) => `@batch=1;${line(number, "#tea")}`);
  return [`@label=${label} :s BATCH +1 chathistory #tea`, ...lines, ":s BATCH -1"];
}

/** The page that was asked for last. @param {session.Client} client @param {number[]} page */
function answer(client, page) {
  const asked = session.take(client, START).findLast((sent) => sent.includes("CHATHISTORY")) ?? "";
  const label = /label=([^ ;]+)/.exec(asked)?.[1];
  return session.receive(client, batch(label, page), START);
}

test("who reads on downwards comes from far above to the newest", () => {
  const client = entered();
  session.receive(client, numbers(8000, 8600).map((number) => `@${line(number, "#tea")}`), START);
  const buffer = client.state.buffers.get("#tea");
  const gap = () => buffer?.timeline.items.findLast(({ kind }) => kind === "gap");
  const ids = () => buffer?.timeline.items.filter(({ kind }) => kind !== "gap").map(({ id }) => id) ?? [];
  session.act(client, "load_around", { buffer: "#tea", id: "m4000" }, START);
  answer(client, numbers(3975, 4025));
  for (let now = 4025; gap(); now += 95) {
    session.act(client, "load_gap", { buffer: "#tea", id: gap()?.id, downwards: true }, START);
    const held = ids();
    answer(client, numbers(now, Math.max(now, Math.min(now + 95, 8600))));
    assert.deepEqual(held.filter((id) => !ids().includes(id)), []); // what comes late takes nothing away
    assert.ok(ids().length <= timeline.MOST);
  }
  assert.deepEqual(ids(), numbers(8600 - ids().length, 8600).map((number) => `m${number}`));
  assert.equal(buffer?.far, false);
});

test("of all places the quietest let go first", () => {
  const client = entered();
  const rooms = numbers(0, 12).map((number) => `#r${number}`);
  rooms.forEach((room, place) => {
    session.receive(client, [`:alice!u@h JOIN ${room}`, `:s 366 alice ${room} :end`], START);
    const said = numbers(place * 10_000, place * 10_000 + timeline.MOST - 50);
    session.receive(client, said.map((number) => `@${line(number, room)}`), START);
  });
  const sizes = rooms.map((room) => client.state.buffers.get(room)?.timeline.items.length ?? 0);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= MOST);
  assert.deepEqual(sizes, sizes.toSorted((one, other) => one - other));
  assert.equal(sizes[0], LEFT);
  assert.equal(sizes.at(-1), timeline.MOST - 49);
});

test("what was missed can be limited to a few pages", () => {
  const client = entered({ mostMissed: 2 });
  session.connectionLost(client);
  session.connect(client);
  session.receive(client, WELCOME, START);
  answer(client, numbers(1, 101));
  const events = answer(client, numbers(101, 201)).filter(({ event }) => event === "history_loaded");
  assert.deepEqual(events.map(({ cause, failed }) => [cause, failed]), [["missed", true]]);
  answer(client, numbers(900, 1000));
  const kinds = (client.state.buffers.get("#tea")?.timeline.items ?? []).map(({ kind, id }) => (kind === "gap" ? "-" : id));
  const last = kinds.indexOf("m200");
  assert.deepEqual(kinds.slice(last, last + 3), ["m200", "-", "m900"]);
  assert.equal(kinds.filter((kind) => kind === "-").length, 1);
});

test("who has all after a few pages has no gap", () => {
  const client = entered({ mostMissed: 2 });
  session.connectionLost(client);
  session.connect(client);
  session.receive(client, WELCOME, START);
  answer(client, numbers(1, 101));
  answer(client, numbers(101, 151)); // and nothing was said behind them
  answer(client, []);
  assert.equal(client.catchup.gates.size, 0);
  assert.ok(!client.state.buffers.get("#tea")?.timeline.items.some(({ kind }) => kind === "gap"));
});

test("who opens a place meanwhile has what was missed in its order", () => {
  for (const mostMissed of [0, 2]) {
    const client = restored(there(), { mostMissed });
    session.act(client, "open", { buffer: "#tea" }, START);
    session.act(client, "load_latest", { buffer: "#tea" }, START);
    serve(client, 500);
    assert.deepEqual(said(client), mostMissed ? [...numbers(2, 202), ...numbers(400, 500)] : numbers(2, 500));
  }
});

test("where little was missed stands what was said before", () => {
  const client = restored(there());
  session.act(client, "open", { buffer: "#tea" }, START);
  serve(client, 3);
  assert.deepEqual(said(client), numbers(0, 3));
});
