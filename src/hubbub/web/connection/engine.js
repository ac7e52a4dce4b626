/**
 * The client core, driven by inputs: whatever happens to it is an array that other tabs can be given, too.
 *
 * All tabs apply the same inputs in the same order, so all of them know the same; only the leader's lines are sent.
 */

import { restore } from "../client/kept.js";
import * as session from "../client/session.js";

/**
 * What happens: its kind, the time in ms since 1970, and what else it needs.
 * @typedef {[kind: string, now: number, ...rest: any[]]} Input
 * @typedef {import("../client/events.js").Event} Event
 * @typedef {import("../client/session.js").Client} Client
 */
/** @typedef {{name: string, nonce: string, code?: string, login?: {account: string, password: string} | null, token?: string, scram?: boolean, kept?: any, words?: string[]}} Start */

const MOST_MISSED = 2; // pages of what was missed in one place; with more of it stands a gap, which is filled when it is seen
const METADATA = ["display-name", "avatar", "status", "color", "pronouns"]; // of people, that the page shows

export class Engine {
  constructor() {
    /** @type {Client} */
    this.client = session.createClient("", "");
    this.seq = 0;
  }

  /**
   * Let it happen; what came of it.
   * @param {Input} input
   * @returns {Event[]}
   */
  apply([kind, now, ...rest]) {
    this.seq += 1;
    return INPUTS[kind](this, now, ...rest);
  }

  /**
   * Everything there is to know, for another tab. Passwords stay here.
   * @returns {Client}
   */
  snapshot() {
    const { client } = this;
    const registration = { ...client.registration, login: null, password: "" };
    return { ...client, login: null, trying: null, password: "", registration, tasks: [] };
  }

  /**
   * Know what another tab knows; nothing is sent from here.
   * @param {Client} client
   * @param {number} seq
   */
  become(client, seq) {
    this.client = client;
    this.client.link.silent = true;
    this.seq = seq;
  }

  /** This tab sends from now on; the connection of the one that did is gone. */
  lead() {
    this.client.link.silent = false;
  }
}

/**
 * @param {number} now
 * @param {Start} start
 * @returns {Client}
 */
function begun(now, { name, nonce, code = "", login = null, token = "", scram = false, kept = null, words = [] }) {
  const client = session.createClient(name, nonce, { password: code, metadata: METADATA, scram, mostMissed: MOST_MISSED });
  client.login = login;
  client.token = token;
  if (kept) restore(client, kept, now);
  client.words = words;
  return client;
}

/** @type {Record<string, (engine: Engine, now: number, ...rest: any[]) => Event[]>} */
const INPUTS = {
  begin(engine, now, start) {
    const { silent } = engine.client.link;
    engine.client = begun(now, start);
    engine.client.link.silent = silent;
    return [{ event: "begun" }];
  },
  connect: (engine, _now, nonce) => session.connect(engine.client, nonce),
  lost: (engine, _now, reason) => session.connectionLost(engine.client, reason),
  lines: (engine, now, lines) => session.receive(engine.client, lines, now),
  act: (engine, now, action, given) => session.act(engine.client, action, given, now),
  typed: (engine, now, text, buffer) => session.typed(engine.client, text, now, buffer),
  name(engine, _now, name) {
    session.chooseName(engine.client, name);
    return [{ event: "me_changed", fields: ["name"] }];
  },
  alive(engine) {
    session.checkAlive(engine.client);
    return [];
  },
  answer(engine, _now, text, signature) {
    session.answer(engine.client, text, signature);
    return [];
  },
  token(engine, _now, token) {
    engine.client.token = token;
    engine.client.login = null; // the cookie stands for the password
    return [];
  },
  words(engine, _now, words) {
    engine.client.words = words;
    return [];
  },
};
