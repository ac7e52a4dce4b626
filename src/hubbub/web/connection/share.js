/**
 * One visit in all tabs: the one that leads has the connection, and tells the others of all that happens; they ask it to
 * do what is done in them.
 */

import { isBusy } from "../client/catchup.js";
import { all } from "../client/outgoing.js";
import { unanswered } from "../client/session.js";
import { Asks } from "./asks.js";
import { Tabs } from "./tabs.js";
import { nonce, Visit } from "./visit.js";
import { watchSleep } from "./pulse.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./engine.js").Input} Input */
/** @typedef {import("./answers.js").Outcome} Outcome */
/** @typedef {import("./tabs.js").Letter} Letter */

const BANNED = 403; // the status of who may not come in
const ANSWER = 2000; // milliseconds in which a leader takes up what it is asked
const PATIENCE = 1000; // milliseconds after which we count as back, though not all of ours is sent yet
/** @type {Outcome} */
const DONE = { ok: true, notes: [] };

export class Share {
  /**
   * @param {App} app
   * @param {string} name what the tabs of this visit have in common
   * @param {string} url of the WebSocket
   */
  constructor(app, name, url) {
    this.app = app;
    this.id = nonce();
    this.known = false; // whether this tab knows what the leader knows
    this.asks = new Asks(this.id);
    /** @type {[number, Input, string][]} */
    this.early = []; // inputs that came before the snapshot they follow
    this.back = { fetched: 0, sent: 0, at: 0 };
    const role = { lead: () => this.lead(), follow: () => this.follow(), receive: (/** @type {Letter} */ letter) => this.receive(letter) };
    this.tabs = new Tabs(name, role, { locks: navigator.locks, id: this.id, born: Date.now() });
    this.visit = new Visit(url, {
      client: () => app.engine.client,
      apply: (input) => this.apply(input),
      changed: () => this.connectionChanged(),
      refused: (status, words) => this.turnedAway(status, words),
    });
  }

  get leading() {
    return this.tabs.leading;
  }

  /** Take part. */
  start() {
    this.tabs.start();
    this.tabs.post("hello");
    watchSleep(() => this.woke());
    addEventListener("online", () => this.woke());
    addEventListener("pageshow", () => this.woke());
    document.addEventListener("visibilitychange", () => document.hidden || this.woke());
    document.addEventListener("resume", () => this.woke());
    addEventListener("pagehide", () => this.app.drafts.flush());
  }

  /** The page is seen again, or the machine has slept: what is said of the connection may not be so. */
  woke() {
    if (this.leading) this.visit.check();
    else {
      this.tabs.check();
      this.post("woke");
    }
  }

  retry() {
    if (this.leading) {
      if (this.app.connection.phase === "refused") this.app.connectionIs({ phase: "connecting", refusal: null });
      if (!this.visit.wanted) this.visit.start();
      else this.visit.retry();
    } else this.post("retry");
  }

  /**
   * @param {string} type
   * @param {Record<string, any>} [more]
   */
  post(type, more) {
    this.tabs.post(type, more);
  }

  // What is done

  /**
   * Let something be done, by this tab or by the one that leads; the outcome comes when the server has answered.
   * @param {Input} input
   * @returns {Promise<Outcome>}
   */
  ask(input) {
    if (this.leading) return this.act(input, "");
    const { by, outcome } = this.asks.add(input);
    this.post("ask", { input, by });
    setTimeout(() => this.asks.open.has(by) && this.tabs.check(), ANSWER);
    return outcome;
  }

  /**
   * @param {Input} input
   * @param {string} by who wanted it, "" for this tab
   * @returns {Promise<Outcome>}
   */
  act(input, by) {
    this.asks.take(by);
    const special = SPECIAL[input[0]];
    if (!special) return this.apply(input, by);
    special(this, input);
    if (by) this.post("taken", { by });
    return Promise.resolve(DONE);
  }

  /**
   * Let an input happen here and in all tabs, then send what it made us say.
   * @param {Input} input
   * @param {string} [by]
   * @returns {Promise<Outcome>}
   */
  apply(input, by = "") {
    const outcome = this.happen(input, by === "", (seq) => this.post("input", { input: withoutSecrets(input), by, seq }));
    this.visit.flush();
    this.app.keep();
    return outcome;
  }

  /**
   * @param {Input} input
   * @param {boolean} own whether this tab wanted it
   * @param {(seq: number) => void} [tell] the other tabs, before anything that follows from it happens
   * @returns {Promise<Outcome>}
   */
  happen(input, own, tell) {
    const { engine, answers } = this.app;
    const before = unanswered(engine.client);
    const events = engine.apply(input);
    tell?.(engine.seq);
    const labels = [...unanswered(engine.client).keys()].filter((label) => !before.has(label));
    const outcome = own && (input[0] === "act" || input[0] === "typed") ? answers.begin(labels, events) : Promise.resolve(DONE);
    this.app.happened(events);
    this.follows(events);
    return outcome;
  }

  /**
   * What the core's events mean for how we are connected.
   * @param {import("../client/events.js").Event[]} events
   */
  follows(events) {
    if (!this.leading) return;
    for (const event of events) {
      if (event.event === "disconnected") this.back = { fetched: 0, sent: 0, at: 0 };
      if (event.event === "ready") {
        this.visit.settled();
        this.back.at = Date.now();
        setTimeout(() => this.settle(), PATIENCE);
      }
      if (event.event === "message_added" && event.message.client_id) this.back.sent += 1;
      else if (event.event === "message_added" && event.message.late) this.back.fetched += 1;
    }
    this.settle();
  }

  /** We are back once what was missed is here, and what was ours is sent. */
  settle() {
    const { client } = this.app.engine;
    if (!client.ready || this.app.connection.phase === "on" || isBusy(client.catchup)) return;
    if (all(client.queue).length && Date.now() - this.back.at < PATIENCE) return;
    const { fetched, sent } = this.back;
    this.app.connectionIs({ phase: "on", retry_at: 0, why: "", fetched, sent });
  }

  /**
   * A new visit begins in this tab, for all.
   * @param {import("./engine.js").Start} start
   */
  begin(start) {
    this.apply(["begin", Date.now(), start]);
    this.app.connectionIs({ phase: "connecting", refusal: null });
    if (this.visit.socket) this.visit.stop();
    this.visit.start();
  }

  /** Whether the server has refused a name and waits for another one. */
  isWaitingForName() {
    const { registration, connected } = this.app.engine.client;
    return connected && registration.step === "refused";
  }

  /** There shall be no connection. */
  giveUp() {
    if (!this.leading) return;
    this.visit.stop();
    this.app.connectionIs({ phase: "none", retry_at: 0 });
  }

  /** The socket was opened, lost, or is waited for. */
  connectionChanged() {
    const { visit, app } = this;
    if (!visit.wanted || app.connection.phase === "refused") return;
    const { been_here } = app.state.connection;
    if (app.engine.client.ready) return;
    app.connectionIs({ phase: been_here ? "lost" : "connecting", retry_at: visit.retryAt, leading: true });
    if (visit.retryAt) app.joining.unreachable();
  }

  /**
   * Nobody from here is let in: for good, or now.
   * @param {number} status
   * @param {string} words
   */
  turnedAway(status, words) {
    const { joining } = this.app;
    if (status === BANNED) joining.see([{ event: "banned", reason: words }]);
    else if (joining.step !== "in") joining.refused({ field: "server", code: "turned_away", text: words });
    else this.app.connectionIs({ why: words });
  }

  /** Let the other tabs know how we are connected. */
  tellConnection() {
    if (!this.leading) return;
    const { connection, joining } = this.app;
    this.post("connection", { connection: { ...connection, leading: false }, step: joining.step, error: joining.error });
  }

  // Leading and following

  /** This tab has the connection from now on. */
  lead() {
    const { app } = this;
    app.connectionIs({ leading: true });
    app.engine.lead();
    if (this.known && app.joining.step !== "form") {
      this.apply(["lost", Date.now(), ""]); // we know all that the one before knew
      this.visit.start();
    } else {
      app.joining.resume();
    }
    for (const { input, resolve } of this.asks.takeAll()) resolve(this.act(input, ""));
  }

  /** Another tab has taken it. */
  follow() {
    this.visit.stop();
    this.known = false;
    this.app.connection.leading = false;
    this.post("hello");
  }

  /** @param {Letter} letter */
  receive(letter) {
    LETTERS[letter.type]?.(this, letter);
  }

  /**
   * The leader has let something happen, perhaps because we wanted it.
   * @param {Input} input
   * @param {string} by
   */
  told(input, by) {
    const resolve = this.asks.take(by);
    const outcome = this.happen(input, resolve !== undefined);
    resolve?.(outcome);
  }

  /**
   * The leader has told all that it knows.
   * @param {Letter} letter
   */
  learn({ client, seq }) {
    if (this.leading) return;
    this.app.engine.become(client, seq);
    this.known = true;
    for (const [place, input, by] of this.early.splice(0)) {
      if (place > seq) this.told(input, by);
      else this.asks.take(by)?.(DONE);
    }
    for (const [by, { input }] of this.asks.open) this.post("ask", { input, by }); // the one who was asked may be gone
    this.app.replaced();
  }
}

/** What is asked of the tab that leads, beside inputs of the core. @type {Record<string, (share: Share, input: Input) => void>} */
const SPECIAL = {
  start(share, [, , start]) {
    const { name, code, login } = start;
    share.app.joining.begins({ name, code, password: login?.password ?? "" });
    share.begin(start);
  },
  leave(share, [, , text = ""]) {
    share.apply(["act", Date.now(), "quit", { text }]);
    share.visit.stop();
    share.apply(["begin", Date.now(), { name: "", nonce: nonce() }]);
    share.app.keeping.forget(); // after the last thing that is kept
    share.app.connectionIs({ phase: "none" });
    share.app.happened([{ event: "left" }]);
    share.post("left");
  },
};

/** What other tabs write. @type {Record<string, (share: Share, letter: Letter) => void>} */
const LETTERS = {
  hello(share, { from }) {
    if (!share.leading) return;
    share.post("snapshot", { to: from, client: share.app.engine.snapshot(), seq: share.app.engine.seq });
    share.tellConnection();
  },
  leads: (share) => share.leading || share.post("hello"),
  snapshot: (share, letter) => share.learn(letter),
  input(share, { input, by, seq }) {
    if (share.leading) return;
    if (share.known) share.told(input, by);
    else share.early.push([seq, input, by]);
  },
  ask(share, { input, by }) {
    if (!share.leading) return;
    if (share.asks.done.has(by)) share.post("taken", { by });
    else void share.act(input, by);
  },
  taken: (share, { by }) => share.asks.take(by)?.(DONE),
  connection(share, { connection, step, error }) {
    const { app } = share;
    if (share.leading) return;
    app.connection = connection;
    app.joining.become(step, error);
    app.store.touch("connection");
  },
  looks: (share, { from, key }) => share.app.notifications.looked(from, key),
  woke: (share) => share.leading && share.visit.check(),
  retry: (share) => share.leading && share.retry(),
  settings: (share, { settings }) => share.app.takeSettings(settings),
  left: (share) => share.app.happened([{ event: "left" }]),
};

/** Passwords stay in the tab where the connection is. @param {Input} input @returns {Input} */
function withoutSecrets(input) {
  const [kind, now, first, given] = input;
  if (kind === "begin") return [kind, now, { ...first, code: "", login: null }];
  if (kind === "act" && given?.password) return [kind, now, first, { ...given, password: "*" }];
  return input;
}
