/** A buffer is in the order of the log: tests/client/test_order.py says the same of the Python core. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { formatTime } from "../../src/hubbub/web/irc/times.js";
import * as session from "../../src/hubbub/web/client/session.js";
import { isMessage } from "../../src/hubbub/web/client/state/items.js";
import { parse } from "../../src/hubbub/web/wire/message.js";
import { fillTable } from "./commands.js";

fillTable();

const START_AT = 1_760_000_000_000;
const ENTRY = "j0";
const CAPABILITIES = JSON.parse(readFileSync("spec/client/start.json", "utf8")).hubbub[1].receive.filter((/** @type {string} */ line) => line.includes(" CAP "));

/** A server of one room or one conversation, whose every line is a test's: answers wait until they are given. */
class Scripted {
  /** @param {{place: string, pace: number, page: number, mostMissed: number}} given `pace`: messages of the same moment; `page`: the most that an answer holds */
  constructor({ place, pace, page, mostMissed }) {
    this.place = place;
    this.pace = pace;
    this.page = page;
    /** @type {string[]} */
    this.ids = [];
    /** @type {string[][]} answers that were not given yet, oldest question first */
    this.pending = [];
    this.client = session.createClient("alice", "n", { mostMissed });
    this.online = false;
    this.names = 0;
    this.comesBack();
    if (place !== "#lobby") this.does("open");
    this.answersAll();
  }

  get buffer() {
    return /** @type {import("../../src/hubbub/web/client/state/store.js").Buffer} */ (this.client.state.buffers.get(this.place));
  }

  says() {
    this.ids.push(`m${this.ids.length}`);
    if (this.online) this.tell(this.written(this.ids.length - 1));
  }

  renames() {
    if (!this.online || this.place === "#lobby") return;
    this.names += 1;
    const before = this.place;
    this.place = `bob${this.names}`;
    const now = (/** @type {string} */ line) => line.replace(`TARGETS ${before} `, `TARGETS ${this.place} `);
    this.pending = this.pending.map((answer) => answer.map(now)); // answers speak of people by their names of then
    this.tell(`:${before}!u@h NICK ${this.place}`);
  }

  loses() {
    if (!this.online) return;
    this.online = false;
    this.pending = [];
    session.connectionLost(this.client, "cut");
  }

  comesBack() {
    if (this.online) return;
    this.online = true;
    const entry = this.client.state.connection.been_here ? "" : `@time=${formatTime(START_AT - 1)};msgid=${ENTRY} `;
    session.connect(this.client);
    this.tell(
      ...CAPABILITIES,
      ":s 001 alice :hi",
      `:s 005 alice CHANTYPES=# PREFIX=(ov)@+ MONITOR=100 CHATHISTORY=${this.page} LOBBY=#lobby :are supported`,
      ...[":s 376 alice :end", ":s TOKEN t1", `${entry}:alice!u@h JOIN #lobby * :Alice`, ":s 353 alice = #lobby :alice bob"],
      ...[":s 366 alice #lobby :end", ":s PONG s hubbub-ready"],
    );
  }

  /** One of the questions is answered by what was true when it was asked. @param {number} which */
  answers(which) {
    if (this.pending.length) this.tell(...this.pending.splice(which % this.pending.length, 1)[0]);
  }

  answersAll() {
    while (this.pending.length) this.answers(0);
  }

  /** @param {string} action @param {Record<string, any>} [given] */
  does(action, given = {}) {
    session.act(this.client, action, { buffer: this.place, ...given }, START_AT);
    this.listen();
  }

  /** @param {string} text */
  typed(text) {
    session.typed(this.client, text, START_AT, this.place);
    this.listen();
  }

  /** @param {...string} lines */
  tell(...lines) {
    session.receive(this.client, lines, START_AT);
    this.listen();
  }

  listen() {
    for (const line of session.take(this.client, START_AT)) {
      const asked = parse(line);
      if (asked?.command !== "CHATHISTORY") continue;
      const [subcommand, ...rest] = asked.params;
      const [kind, rows] = this.answer(subcommand, rest);
      const inside = rows.map((row) => `@batch=h;${row.replace(/^@/, "")}`);
      this.pending.push([`@label=${asked.tags.label} :s BATCH +h ${kind}`, ...inside, ":s BATCH -h"]);
    }
  }

  /** @param {string} subcommand @param {string[]} params @returns {[string, string[]]} */
  answer(subcommand, [target, point, limit]) {
    if (subcommand === "TARGETS") {
      const talked = this.place !== "#lobby" && this.ids.length;
      return ["draft/chathistory-targets", talked ? [`:s CHATHISTORY TARGETS ${this.place} ${this.time(this.ids.length - 1)}`] : []];
    }
    if (target === "#lobby" && this.place !== "#lobby") return [`chathistory ${target}`, []];
    assert.equal(target, this.place, "it is known by its name of now");
    const [from, to] = this.rows(subcommand, this.placeOf(point, subcommand), Number(limit));
    const numbers = this.ids.map((_, number) => number).slice(Math.max(0, from), Math.max(0, to));
    return [`chathistory ${target}`, numbers.map((number) => this.written(number))];
  }

  /** @param {string} point @param {string} subcommand */
  placeOf(point, subcommand) {
    const [how, value] = point.split("=");
    if (value === ENTRY) return -1;
    if (how === "msgid" && this.ids.includes(value)) return this.ids.indexOf(value);
    const times = this.ids.map((_, number) => this.time(number));
    if (how !== "timestamp") return this.ids.length;
    return subcommand === "AFTER" ? times.filter((time) => time <= value).length - 1 : times.filter((time) => time < value).length;
  }

  /** @param {string} subcommand @param {number} place @param {number} limit @returns {[number, number]} */
  rows(subcommand, place, limit) {
    const end = this.ids.length;
    const half = Math.floor(limit / 2);
    if (subcommand === "BEFORE") return [place - limit, place];
    if (subcommand === "AFTER") return [place + 1, place + 1 + limit];
    return subcommand === "AROUND" ? [place - half, place + limit - half] : [end - limit, end];
  }

  /** @param {number} number */
  time(number) {
    return formatTime(START_AT + Math.floor(number / this.pace));
  }

  /** @param {number} number */
  written(number) {
    const [person, target] = this.place === "#lobby" ? ["bob", "#lobby"] : [this.place, "alice"];
    return `@time=${this.time(number)};msgid=m${number} :${person}!u@h PRIVMSG ${target} :${number}`;
  }
}

const STEPS = ["say", "say", "say", "answer", "answer", "other", "lose", "return", "rename", "history", "open", "latest", "older", "gap", "down", "around", "around"];

/** @param {Scripted} town @param {string} what @param {number} number */
function take(town, what, number) {
  const gaps = town.buffer.timeline.items.filter(({ kind }) => kind === "gap");
  const few = 1 + Math.floor(number / 10);
  if (what === "say") for (let said = 0; said < few; said++) town.says();
  else if (what === "answer") town.answers(0);
  else if (what === "other") town.answers(number);
  else if (what === "lose") town.loses();
  else if (what === "return") town.comesBack();
  else if (what === "rename") town.renames();
  else if (what === "history") town.typed("/history 5");
  else if (what === "open") town.does("open");
  else if (what === "latest") town.does("load_latest", { count: few });
  else if (what === "older") town.does("load_older", { count: few });
  else if (what === "around" && town.ids.length) town.does("load_around", { id: town.ids[number % town.ids.length], count: 1 });
  else if (gaps.length) town.does("load_gap", { id: gaps[number % gaps.length].id, downwards: what === "down", count: 1 });
}

/** Messages stand in their order, and directly behind each other only where nothing was said between them. @param {Scripted} town */
function check(town) {
  const items = town.buffer.timeline.items.filter((item) => item.kind === "gap" || isMessage(item));
  const places = items.map(({ id }) => town.ids.indexOf(id)); // -1: a gap
  const said = places.filter((place) => place >= 0);
  assert.deepEqual(said, [...new Set(said)].sort((one, other) => one - other));
  places.forEach((place, at) => place > 0 && at > 0 && places[at - 1] >= 0 && assert.equal(places[at - 1], place - 1, String(places)));
}

/** @param {Scripted} town */
function loadMore(town) {
  const gap = town.buffer.timeline.items.find(({ kind }) => kind === "gap");
  if (gap) town.does("load_gap", { id: gap.id });
  else if (!town.buffer.beginning) town.does("load_older");
  return gap !== undefined || !town.buffer.beginning;
}

/** Chance that is the same in each run. @param {number} seed */
function chance(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("a buffer is in the order of the log, whatever pages come in whatever order", () => {
  for (const seed of [...Array(60).keys(), 1051, 1321, 1699]) { // what came live stood behind newer pages of a conversation
    const draw = chance(seed);
    const town = new Scripted({ place: ["#lobby", "bob"][draw(2)], pace: 1 + draw(3), page: 6 + draw(7), mostMissed: 2 * draw(2) });
    const steps = Array.from({ length: draw(40) }, () => [STEPS[draw(STEPS.length)], draw(61)]);
    try {
      for (const [what, number] of steps) {
        take(town, String(what), Number(number));
        check(town);
      }
      town.comesBack();
      town.answersAll();
      for (let rounds = 0; rounds < 200 && loadMore(town); rounds++) {
        town.answersAll();
        check(town);
      }
      assert.deepEqual(town.buffer.timeline.items.filter(isMessage).map(({ id }) => id), town.ids);
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(steps)}`, { cause: error });
    }
  }
});
