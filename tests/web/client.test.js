/** The client core: every case of spec/client/, as spec/README.md says how they are run. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { keptOf, restore } from "../../src/hubbub/web/client/kept.js";
import * as session from "../../src/hubbub/web/client/session.js";
import { ofState } from "../../src/hubbub/web/client/state/data.js";
import { parse } from "../../src/hubbub/web/wire/message.js";
import { fillTable } from "./commands.js";

fillTable();

const FOLDER = "spec/client";
const START = 1_760_000_000_000;

/** @param {string[]} lines */
const ANYTHING = (lines) => lines.length === 1 && lines[0] === "$any";

/** One case on its way. */
class Run {
  constructor() {
    this.client = session.createClient("alice", "n");
    this.now = START;
    /** @type {string[]} */
    this.sent = [];
    /** @type {any[]} */
    this.events = [];
    /** @type {Map<string, string>} */
    this.names = new Map();
  }

  /** @param {any} step */
  step(step) {
    const { client, now } = this;
    if ("connect" in step) this.happened(session.connect(client));
    else if ("receive" in step) this.happened(session.receive(client, step.receive, now));
    else if ("lose" in step) this.happened(session.connectionLost(client, step.lose));
    else if ("typed" in step) this.happened(session.typed(client, step.typed, now, step.buffer ?? null));
    else if ("do" in step) {
      const { do: action, ...given } = step;
      this.happened(session.act(client, action, given, now));
    } else if ("now" in step) this.now = step.now;
    else if ("sent" in step) this.check("sent", this.sent.splice(0).map(written), ANYTHING(step.sent) ? "$any" : step.sent.map(written));
    else if ("state" in step) this.check("state", ofState(client.state), step.state);
    else if ("events" in step) this.check("events", this.events.splice(0), step.events);
    else if ("store" in step) this.store();
    else assert.fail(`a step of what kind? ${JSON.stringify(step)}`);
    this.sent.push(...session.take(this.client, this.now));
  }

  /** @param {any[]} events */
  happened(events) {
    this.events.push(...events);
  }

  store() {
    const kept = JSON.parse(JSON.stringify(keptOf(this.client)));
    const { token } = this.client; // which a browser keeps elsewhere
    this.client = session.createClient(kept.name, "n");
    this.client.token = token;
    restore(this.client, kept);
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
   * Why it is not like what is wanted; "" when it is.
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
    if (Array.isArray(wanted)) {
      if (!Array.isArray(found) || found.length !== wanted.length) return `${where}: ${JSON.stringify(found)}, not ${wanted.length} items`;
      return wanted.map((one, place) => this.unlike(found[place], one, `${where}[${place}]`)).find((wrong) => wrong) ?? "";
    }
    if (found === null || typeof found !== "object") return `${where}: ${JSON.stringify(found)}`;
    return Object.entries(wanted).map(([key, one]) => this.unlike(found[key], one, `${where}.${key}`)).find((wrong) => wrong) ?? "";
  }

  /**
   * @param {string} found
   * @param {string} wanted
   * @param {string} where
   */
  unlikeText(found, wanted, where) {
    const pattern = wanted.split(/(\$[a-z](?![a-z]))/).map((part, place) => {
      if (place % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const known = this.names.get(part);
      return known === undefined ? `(?<${part.slice(1)}>.+)` : known.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    });
    let match;
    try {
      match = new RegExp(`^${pattern.join("")}$`, "s").exec(found);
    } catch {
      return `${where}: the same name twice in ${wanted}`;
    }
    if (!match) return `${where}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
    for (const [name, value] of Object.entries(match.groups ?? {})) this.names.set(`$${name}`, value);
    return "";
  }
}

/**
 * A line as it is compared: its tags in any order.
 * @param {string} line
 */
function written(line) {
  const message = line === "$any" ? null : parse(line);
  return message ? { tags: message.tags, source: message.source, command: message.command, params: message.params } : line;
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".json")).sort()) {
  const data = JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8"));
  const { start = [], cases = data } = data;
  for (const { name, steps } of cases) {
    test(`${file}: ${name}`, () => {
      const run = new Run();
      for (const step of [...start, ...steps]) run.step(step);
    });
  }
}
