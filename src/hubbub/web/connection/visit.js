/**
 * The leading tab's connection: opened, kept alive, lost, opened again.
 *
 * What a socket says of itself does not count: after sleep, or when nothing was heard for long, a PING with some seconds
 * to answer decides.
 */

import * as session from "../client/session.js";
import { delay } from "./backoff.js";
import { Socket } from "./socket.js";

const ANSWER = 5000; // milliseconds for the answer to a PING
const QUIET = 60_000; // milliseconds without a word, after which one is asked for
const OPENING = 15_000; // milliseconds for a connection to come to stand, and for the first word on it
const PONG = /^(?:@\S+ +)?(?::\S+ +)?PONG /i;

/**
 * @typedef {object} Host
 * @property {() => import("./engine.js").Client} client
 * @property {(input: import("./engine.js").Input) => void} apply lets it happen here and in all tabs
 * @property {() => void} changed the state of the connection is another
 * @property {(status: number, words: string) => void} refused no connection comes to stand, and the server says why
 */

export class Visit {
  /**
   * @param {string} url
   * @param {Host} host
   */
  constructor(url, host) {
    this.url = url;
    this.host = host;
    /** @type {Socket | null} */
    this.socket = null;
    this.wanted = false; // whether there should be a connection
    this.stood = false; // whether the connection came to stand
    this.tries = 0;
    this.retryAt = 0; // ms since 1970; 0: not waiting
    this.heard = 0; // lines; no clock, which may be set while we wait
    /** @type {Record<string, ReturnType<typeof setTimeout> | undefined>} */
    this.timers = {};
  }

  /** Connect, and stay connected. */
  start() {
    this.wanted = true;
    this.tries = 0;
    this.open();
  }

  /** Do not connect again, and let the connection go. */
  stop() {
    this.wanted = false;
    this.clear("retry");
    this.retryAt = 0;
    this.socket?.drop();
  }

  /** Do not wait any longer. */
  retry() {
    if (!this.wanted || this.socket) return;
    this.tries = 0;
    this.open();
  }

  /** Something may have happened to the connection that nobody told: find out. */
  check() {
    if (!this.socket) return this.retry();
    if (!this.socket.isOpen || this.timers.answer) return;
    this.host.apply(["alive", Date.now()]);
    this.flush();
    this.doubt(2);
  }

  /**
   * Until the answer comes. What came before we slept is no answer; as long as more comes, there is longer for it.
   * @param {number} halves of the time that is left
   */
  doubt(halves) {
    const before = this.heard;
    this.after("answer", ANSWER / 2, () => {
      if (this.heard !== before) this.doubt(1);
      else if (halves > 1) this.doubt(halves - 1);
      else this.socket?.drop("no_answer");
    });
  }

  /** Send what may be sent now, and what may be sent later then. */
  flush() {
    const { socket } = this;
    if (!socket?.isOpen) return;
    const client = this.host.client();
    const lines = session.take(client, Date.now());
    if (lines.length) socket.send(lines);
    const wait = session.wait(client, Date.now());
    if (wait !== null) this.after("pace", wait, () => this.flush());
    for (const { challenge } of client.tasks.splice(0)) void this.prove(challenge);
    if (client.failed) socket.drop(client.failed);
  }

  open() {
    this.clear("retry");
    this.retryAt = 0;
    this.socket = new Socket(this.url, {
      opened: () => this.opened(),
      line: (line) => this.hear(line),
      closed: (reason) => this.closed(reason),
    });
    this.after("opening", OPENING, () => this.socket?.drop("no_answer"));
    this.host.changed();
  }

  /** A socket does not tell why none came to stand; the server, asked for that, does. */
  async askWhy() {
    const answer = await fetch(`${this.url.replace(/^ws/, "http")}why`, { method: "POST" }).catch(() => null);
    if (!answer || !answer.headers.get("Content-Type")?.startsWith("text/plain")) return; // or it is a proxy's
    const words = (await answer.text()).trim();
    if (!this.stood) this.host.refused(answer.status, words);
  }

  opened() {
    this.stood = true;
    this.host.apply(["connect", Date.now(), nonce()]);
    this.flush();
    this.listen();
  }

  /** @param {string} line */
  hear(line) {
    this.heard += 1;
    this.clear("opening");
    if (PONG.test(line)) this.clear("answer");
    this.host.apply(["lines", Date.now(), [line]]);
    this.flush();
  }

  /** Notice when nothing is heard any more. */
  listen() {
    const before = this.heard;
    this.after("quiet", QUIET, () => {
      if (!this.socket) return;
      if (this.heard === before) this.check();
      this.listen();
    });
  }

  /** @param {string} reason */
  closed(reason) {
    for (const name of Object.keys(this.timers)) this.clear(name);
    if (!this.stood && this.wanted) void this.askWhy();
    this.stood = false;
    this.socket = null;
    this.host.apply(["lost", Date.now(), reason]);
    if (this.wanted) this.again();
    this.host.changed();
  }

  again() {
    const wait = delay(this.tries, Math.random());
    this.tries += 1;
    this.retryAt = Date.now() + wait;
    this.after("retry", wait, () => this.open());
  }

  /** We are in: the next try after this connection is a first one again. */
  settled() {
    this.tries = 0;
  }

  /** @param {string} challenge */
  async prove(challenge) {
    const { login } = this.host.client().registration;
    const { socket } = this;
    if (!login) return;
    const counting = import("../client/protocol/scram.js").then(({ proof }) => proof(login, challenge, crypto.subtle));
    const words = await counting.catch(() => "");
    if (socket !== this.socket) return;
    this.host.apply(["answer", Date.now(), words, login.serverSignature]);
    this.flush();
  }

  /**
   * @param {string} name
   * @param {number} wait
   * @param {() => void} run
   */
  after(name, wait, run) {
    this.clear(name);
    this.timers[name] = setTimeout(() => {
      this.timers[name] = undefined;
      run();
    }, wait);
  }

  /** @param {string} name */
  clear(name) {
    clearTimeout(this.timers[name]);
    this.timers[name] = undefined;
  }
}

/** Letters and digits that were never used before: 96 bits of chance. */
export function nonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
