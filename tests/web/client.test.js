/** The client core: every case of spec/client/, as spec/README.md says how they are run. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { packed } from "../../src/hubbub/web/client/protocol/link.js";
import { keptOf, restore } from "../../src/hubbub/web/client/kept.js";
import * as session from "../../src/hubbub/web/client/session.js";
import { ofState } from "../../src/hubbub/web/client/state/data.js";
import { bytes, parse } from "../../src/hubbub/web/wire/message.js";
import { fillTable } from "./commands.js";

fillTable();

const FOLDER = "spec/client";

const START_AT = 1_760_000_000_000;
const VARIABLE = /\$([a-z])(?![a-z])/g;

/** One case on its way. */
class Run {
  constructor() {
    this.client = session.createClient("alice", "n");
    this.now = START_AT;
    /** @type {string[]} */
    this.sent = [];
    /** @type {any[]} */
    this.events = [];
    /** @type {Map<string, string>} what the variables stand for */
    this.names = new Map();
  }

  /** @param {any} step */
  step(step) {
    const { client, now } = this;
    if ("begin" in step) this.events = [];
    else if ("connect" in step) this.events.push(...session.connect(client));
    else if ("receive" in step) this.events.push(...session.receive(client, step.receive.map((/** @type {string} */ line) => this.known(line)), now));
    else if ("lose" in step) this.events.push(...session.connectionLost(client, step.lose));
    else if ("typed" in step) this.events.push(...session.typed(client, step.typed, now, step.buffer ?? null));
    else if ("do" in step) this.act(step);
    else if ("now" in step) this.now = step.now;
    else if ("store" in step) this.store();
    else this.compare(step);
    this.sent.push(...session.take(this.client, this.now));
  }

  /** @param {any} step */
  act({ do: action, ...given }) {
    const known = Object.entries(given).map(([key, value]) => [key, typeof value === "string" ? this.known(value) : value]);
    this.events.push(...session.act(this.client, action, Object.fromEntries(known), this.now));
  }

  /** @param {any} step */
  compare(step) {
    if ("sent" in step) {
      this.check("sent", this.sent.splice(0).map(written), step.sent.map(written));
    } else if ("state" in step) {
      this.check("state", ofState(this.client.state), step.state);
    } else if ("events" in step) {
      this.check("events", this.events.splice(0), step.events);
    } else if ("told" in step) {
      const kinds = new Set(step.told.map((/** @type {any} */ one) => one.event));
      this.check("told", this.events.splice(0).filter(({ event }) => kinds.has(event)), step.told);
    } else {
      assert.fail(`no step: ${JSON.stringify(step)}`);
    }
  }

  store() {
    const kept = JSON.parse(JSON.stringify(keptOf(this.client)));
    const { token } = this.client; // which a browser keeps elsewhere
    this.client = session.createClient("alice", "m");
    this.client.token = token;
    restore(this.client, kept);
  }

  /** The text with what its variables stand for. @param {string} text */
  known(text) {
    return text.replace(VARIABLE, (whole, name) => this.names.get(name) ?? whole);
  }

  /**
   * @param {string} what
   * @param {any} found
   * @param {any} wanted
   */
  check(what, found, wanted) {
    const wrong = this.unlike(found, wanted, what);
    assert.equal(wrong, "", `${wrong}\nfound: ${JSON.stringify(found)}`);
  }

  /**
   * Why it is not like what is wanted; "" when it is. Of an object only the keys that are given count.
   * @param {any} found
   * @param {any} wanted
   * @param {string} where
   * @returns {string}
   */
  unlike(found, wanted, where) {
    if (wanted === "$any") return "";
    if (typeof wanted === "string" && typeof found === "string") return this.unlikeText(found, wanted, where);
    if (wanted === null || typeof wanted !== "object") {
      return found === wanted || (wanted === null && found === undefined) ? "" : `${where}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
    }
    if (found === null || typeof found !== "object" || Array.isArray(found) !== Array.isArray(wanted)) return `${where}: ${JSON.stringify(found)}`;
    if (Array.isArray(wanted) && found.length !== wanted.length) return `${where}: ${JSON.stringify(found)}, not ${wanted.length} items`;
    for (const [key, one] of Object.entries(wanted)) {
      const wrong = this.unlike(found[key], one, `${where}.${key}`);
      if (wrong) return wrong;
    }
    return "";
  }

  /**
   * @param {string} found
   * @param {string} wanted
   * @param {string} where
   */
  unlikeText(found, wanted, where) {
    const quoted = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const pattern = wanted.split(VARIABLE).map((part, place) => {
      if (place % 2 === 0) return quoted(part);
      const known = this.names.get(part);
      return known === undefined ? `(?<${part}>[^ ]+?)` : quoted(known);
    });
    const match = new RegExp(`^${pattern.join("")}$`, "s").exec(found);
    if (!match) return `${where}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
    for (const [name, value] of Object.entries(match.groups ?? {})) this.names.set(name, value);
    return "";
  }
}

/**
 * A line as it is compared: its tags in any order, all of them.
 * @param {string} line
 */
function written(line) {
  const message = line === "$any" ? null : parse(line);
  if (!message) return line;
  return { ...message, keys: Object.keys(message.tags).sort().join(" ") };
}

/** @param {string} file */
function data(file) {
  return JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8"));
}

const starts = data("start.json");
for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "start.json").sort()) {
  const { start: usual, cases } = data(file);
  for (const { name, start = usual, steps } of cases) {
    test(`${file}: ${name}`, () => {
      const run = new Run();
      for (const step of [...starts[start], { begin: true }, ...steps]) run.step(step);
    });
  }
}

test("who is watched is asked for in as many lines as it takes", () => {
  const names = Array.from({ length: 60 }, (_, number) => `${number}${"é".repeat(12)}`);
  const lines = packed(names, ",");
  assert.deepEqual(lines.join(",").split(","), names);
  assert.ok(lines.every((line) => bytes(line) <= 440) && lines.length < 5);
  assert.deepEqual(packed([], " "), []);
});
