/**
 * The app: what views read and do. One object for the whole page, made by main.js.
 *
 * `state` is the core's (client/state/), `connection` and `joining` are how we are connected and let in. All tabs of a
 * browser are one visit: what happens goes through `share`, which leads or follows.
 */

import { isRoom } from "./client/arrivals.js";
import { keptOf } from "./client/kept.js";
import { MULTILINE } from "./client/protocol/capabilities.js";
import { multilineLimits } from "./client/protocol/isupport.js";
import { placeOf, unanswered } from "./client/session.js";
import { itemOf } from "./client/state/store.js";
import { topicsOf } from "./client/topics.js";
import { base, scope, websocket } from "./connection/address.js";
import { Answers } from "./connection/answers.js";
import { Cookie } from "./connection/cookie.js";
import { Engine } from "./connection/engine.js";
import { Files } from "./connection/files.js";
import { Joining } from "./connection/joining.js";
import { Share } from "./connection/share.js";
import { nonce } from "./connection/visit.js";
import { lower } from "./irc/casemap.js";
import { Notifying } from "./notifications/notifying.js";
import { rekey, remembered } from "./remembered.js";
import { Keeping } from "./storage/keeping.js";
import * as settings from "./storage/settings.js";
import { Store } from "./store.js";
import { speakSoon } from "./strings/index.js";
import { setClock } from "./strings/formats.js";
import { person, read, seen } from "./typed/grammar.js";
import { may, rolesToGive } from "./views/rights.js";

/** @typedef {import("./client/events.js").Event} Event */
/** @typedef {import("./connection/answers.js").Outcome} Outcome */
/** @typedef {import("./client/actions/table.js").Acts} Acts */
/**
 * What an act takes.
 * @template {keyof Acts} A
 * @typedef {Parameters<Acts[A]>[2] extends undefined ? {} : Parameters<Acts[A]>[2]} Given
 */
/**
 * What the page says of its server.
 * @typedef {{name: string, lobby: string, access: "open" | "invited" | "accounts", secure: boolean, icon: string,
 *   version: string, host: string, port: number, tls_port: number, fingerprint: string, register: boolean,
 *   [more: string]: any}} About
 */
/**
 * `phase`: "none" (nothing is wanted yet), "connecting", "on", "lost", "refused". `since`: when it came to that;
 * `retry_at`: when the next try is, 0 for now; `why`: what the server says to who cannot come in now; `refusal`: why there is none. `fetched`, `sent`: messages that came, and
 * that were ours, when we were back after a loss.
 * @typedef {{phase: "none" | "connecting" | "on" | "lost" | "refused", since: number, lost_at: number, retry_at: number, why: string,
 *   leading: boolean, refusal: {code: string, text: string} | null, fetched: number, sent: number}} Connection
 */

const COMMANDS = 10_000; // milliseconds that a typed command waits for the table of them
const TYPING_LOOK = 1000; // milliseconds between two looks whether somebody has stopped writing

export class App {
  /**
   * @param {About} about
   * @param {{href: string, languages: readonly string[], store?: Store, commands?: (folder: string) => Promise<void>}} page
   *   `commands` takes in the table of commands
   */
  constructor(about, { href, languages, store = new Store(), commands = async () => {} }) {
    this.about = about;
    this.store = store;
    this.languages = languages;
    this.readCommands = commands;
    /** @type {Promise<boolean> | null} */
    this.commands = null;
    this.base = base(href);
    this.engine = new Engine();
    this.answers = new Answers();
    this.keeping = new Keeping(scope(this.base), (key) => store.touch(`draft ${key}`, "list"));
    this.settings = settings.read(this.keeping.shelf.get("settings", {}));
    /** @type {Connection} */
    this.connection = { ...NOT_CONNECTED };
    this.joining = new Joining(this);
    this.cookie = new Cookie(this);
    this.files = new Files(this);
    this.notifications = new Notifying(this);
    this.opened = ""; // the key of the buffer that this tab shows
    /** @type {(room: string, refused: Outcome) => Promise<Outcome>} the face asks for the key of a room, and comes in with it */
    this.asksKey = async (_room, refused) => refused;
    /** @type {{names: string[], away: string[]}} */
    this.people = { names: [], away: [] };
    /** @type {Map<string, string>} by buffer, the message from which on it is unread, on this device alone */
    this.unreadMarks = remembered();
    this.share = new Share(this, scope(this.base), websocket(this.base));
    /** @type {Set<(events: Event[]) => void>} */
    this.listeners = new Set();
    this.applySettings();
  }

  get state() {
    return this.engine.client.state;
  }

  get drafts() {
    return this.keeping.drafts;
  }

  /** Take part: go on with a visit that this browser knows of, or wait for `join`. */
  start() {
    setInterval(() => this.endTyping(), TYPING_LOOK);
    this.joining.begin();
    this.share.start();
    this.notifications.start();
  }

  // Joining and leaving

  /**
   * Come in.
   * @param {{name: string, password?: string, code?: string}} who
   */
  join(who) {
    return this.joining.join(who);
  }

  /** Try to connect again, now. */
  retry() {
    this.share.retry();
  }

  /** Say goodbye, with these words, and forget on this device what is ours. @param {string} [text] */
  async leave(text = "") {
    await this.joining.leave(text);
  }

  /** Be nobody here any more: an account's session ends, a guest goes. */
  logOut() {
    return this.leave();
  }

  /** Whether the table of commands is there: asked for once one comes in, waited for a while, tried again when it failed. */
  async knowCommands() {
    this.commands ??= this.readCommands(this.base).then(() => true, () => {
      this.commands = null;
      return false;
    });
    return Promise.race([this.commands, new Promise((late) => setTimeout(late, COMMANDS, false))]);
  }

  // What the person does

  /**
   * An act of spec/README.md. The promise is kept when the server has answered.
   * @template {keyof Acts} A
   * @param {A} action
   * @param {Given<A>} [given]
   * @returns {Promise<Outcome & {data?: any}>}
   */
  async do(action, given) {
    return this.act(action, given ?? {});
  }

  /** @param {string} action @param {Record<string, any>} given @returns {Promise<Outcome & {data?: any}>} */
  async act(action, given) {
    if (action === "open") this.opened = this.keyOf(given.buffer);
    const outcome = await this.share.ask(["act", Date.now(), action, given]);
    if (action === "join" && !given.key && outcome.note?.code === BAD_KEY) return this.asksKey(given.room, outcome);
    return action === "whois" && outcome.ok ? { ...outcome, data: this.state.whois } : outcome;
  }

  /**
   * What the field holds: a message, or a command. `plain`: it is text whatever it begins with.
   * @param {string} key
   * @param {string} text
   * @param {{reply?: string, edit?: string, plain?: boolean}} [more]
   * @returns {Promise<Partial<Outcome> & {open?: string, args?: any}>}
   */
  async typed(key, text, { reply = "", edit = "", plain = false } = {}) {
    if (edit) return this.do("edit", { buffer: key, id: edit, text });
    if (!plain && seen(text).startsWith("/") && !(await this.knowCommands())) return { ok: false, note: NO_COMMANDS };
    const buffer = this.state.buffers.get(key);
    const meaning = read(text, placeOf(this.engine.client, buffer));
    const opened = OPENING[meaning.kind]?.(/** @type {any} */ (meaning));
    if (plain || (meaning.kind === "Say" && !meaning.hint)) {
      return this.do("say", { buffer: key, text: meaning.kind === "Say" && !plain ? meaning.text : text, reply });
    }
    if (opened) return opened;
    if (meaning.kind === "Topic" && !meaning.text && buffer?.kind === "room") return { open: "topic", args: {} };
    if (meaning.kind === "ListPins" && buffer?.kind === "room") return { open: "pins", args: {} };
    if (meaning.kind === "Join") return this.enter(meaning.room);
    if (meaning.kind === "Quit") {
      await this.leave(meaning.text);
      return { ok: true };
    }
    const outcome = await this.share.ask(["typed", Date.now(), text, key]);
    if (meaning.kind === "History" && outcome.ok) return { ...outcome, open: "history", args: { key, count: meaning.count } };
    const elsewhere = (meaning.kind === "Private" || meaning.kind === "Expire") && meaning.name; // it is shown there
    return elsewhere && outcome.ok ? { ...outcome, open: "place", args: { key: this.keyOf(elsewhere) } } : outcome;
  }

  /**
   * Enter a room, and show it.
   * @param {string} room
   */
  async enter(room) {
    const outcome = await this.do("join", { room });
    return outcome.ok ? { ok: true, open: "place", args: { key: lower(isRoom(room) ? room : `#${room}`) } } : outcome;
  }

  /**
   * A command of operators and what NickServ understands: the notes that answer it.
   * @param {string} command
   * @param {string} [words]
   * @returns {Promise<import("./client/state/items.js").Note[]>}
   */
  async ask(command, words = "") {
    const { note, notes } = await this.do("ask", { command, words });
    return note && !notes.includes(note) ? [...notes, note] : notes; // the connection was lost in between
  }

  /**
   * This tab shows that buffer.
   * @param {string} key
   * @param {{atEnd?: boolean, visible?: boolean}} [how]
   */
  show(key, how = {}) {
    this.shown = { key, atEnd: how.atEnd ?? true, visible: how.visible ?? true };
    this.tell([{ event: "shown", buffer: key }]);
  }

  /**
   * One has read until that time (0: everything).
   * @param {string} key
   * @param {number} [at]
   */
  readUpTo(key, at = 0) {
    this.unreadMarks.delete(key);
    void this.do("mark_read", { buffer: key, at });
  }

  /**
   * "Unread from here": on this device alone, until the room is left or read.
   * @param {string} key
   * @param {string} id
   */
  unreadFrom(key, id) {
    this.unreadMarks.set(key, id);
    this.store.touch(`unread ${key}`, "list");
  }

  /**
   * The item with that id.
   * @param {string} key
   * @param {string} id
   */
  item(key, id) {
    return itemOf(this.state, key, id) ?? null;
  }

  /** How much one message can hold here. @returns {{bytes: number, lines: number}} */
  messageLimits() {
    return multilineLimits(this.engine.client.link.offered.get(MULTILINE) ?? "");
  }

  /**
   * Whether an act may be offered; acts that one may not do are not shown.
   * @param {string} act
   * @param {string} [key]
   * @param {string} [name]
   */
  mayDo(act, key, name) {
    return may(this.engine.client, act, key, name);
  }

  /** The roles that one may give and take in a room, by their letters. @param {string} key */
  rolesToGive(key) {
    return rolesToGive(this.engine.client, key);
  }

  /**
   * Change a setting: it holds at once, in all tabs.
   * @template {keyof settings.Settings} N
   * @param {N} name
   * @param {settings.Settings[N]} value
   */
  set(name, value) {
    if (!settings.fits(name, value)) return;
    this.settings = { ...this.settings, [name]: value };
    this.keeping.shelf.set("settings", this.settings);
    this.share.post("settings", { settings: this.settings });
    this.applySettings();
    if (name === "words") void this.share.ask(["words", Date.now(), /** @type {any} */ (value)]);
  }

  /**
   * Another tab has changed some.
   * @param {any} given
   */
  takeSettings(given) {
    this.settings = settings.read(given);
    this.applySettings();
  }

  applySettings() {
    setClock(this.settings.hours);
    void this.notifications.push?.keep();
    this.store.touch("settings");
    const touch = () => this.store.touch("settings");
    this.spoken = speakSoon(this.settings.language, this.languages).then(touch, touch); // without its words: in English
  }

  // What happens

  /**
   * Call with everything that happens, at once and in hidden tabs, too. Returns what ends that.
   * @param {(events: Event[]) => void} listener
   */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Something happened to the core.
   * @param {Event[]} events
   */
  happened(events) {
    const { client } = this.engine;
    this.files.see(events);
    this.answers.see(events, unanswered(client));
    if (this.share.leading) {
      this.joining.see(events);
      this.cookie.see(events);
    }
    for (const event of events) {
      if (event.event === "ready" || (event.event === "entered" && event.buffer === this.opened)) this.complete();
      if (event.event === "begun") this.replaced();
      if (event.event === "left") this.gone();
      this.store.touch(...topicsOf(event, this.state));
      if (event.event === "people_listed") this.people = { names: event.names, away: event.away };
      if (event.event === "buffer_renamed") this.renamed(event.before, event.buffer ?? "");
    }
    if (events.length) this.tell(events);
  }

  /** A room or person has another name. @param {string} before @param {string} key */
  renamed(before, key) {
    this.drafts.rename(before, key);
    if (this.opened === before) this.opened = key;
    rekey(before, key);
  }

  /** The person has left: nothing of them stays. */
  gone() {
    this.joining.become("form", null);
    this.takeSettings(settings.ofNobody(this.settings));
    this.keeping.shelf.set("settings", this.settings);
  }

  /** What is open here lacks something that could not be asked for without a connection. */
  complete() {
    if (this.state.buffers.has(this.opened)) void this.do("open", { buffer: this.opened });
  }

  /** @param {Event[]} events */
  tell(events) {
    for (const listener of this.listeners) listener(events);
  }

  /** Everything may be different: another tab has told what it knows. */
  replaced() {
    this.store.touch("*", "list", "me", "about", "connection", "join", "search", "rooms", "invitations", "current");
    for (const key of this.state.buffers.keys()) {
      this.store.touch(...["messages", "members", "typing", "draft", "about", "unread"].map((topic) => `${topic} ${key}`));
    }
  }

  /**
   * The connection is in another phase.
   * @param {Partial<Connection>} change
   */
  connectionIs(change) {
    const phase = change.phase ?? this.connection.phase;
    const since = phase === this.connection.phase ? this.connection.since : Date.now();
    const lost = phase === "lost" && this.connection.phase !== "lost" && this.connection.phase !== "connecting";
    const lost_at = phase === "on" ? 0 : lost ? Date.now() : this.connection.lost_at;
    this.connection = { ...this.connection, since, lost_at, ...change };
    this.store.touch("connection");
    this.share.tellConnection();
  }

  /** Put away what a reload needs; only the tab that leads does. */
  keep() {
    if (!this.share.leading || this.joining.step !== "in") return;
    this.keeping.keep(keptOf(this.engine.client), this.state.me.account !== "");
  }

  endTyping() {
    const now = Date.now();
    for (const buffer of this.state.buffers.values()) {
      const over = [...buffer.typing].filter(([, until]) => until <= now);
      for (const [key] of over) buffer.typing.delete(key);
      if (over.length) this.store.touch(`typing ${buffer.key}`);
    }
  }

  /** The key of a buffer by the name of a room or person. @param {string} name */
  keyOf(name) {
    return isRoom(name) ? lower(name) : lower(person(name));
  }

  /** Letters and digits that no other client uses. */
  nonce() {
    return nonce();
  }
}

/** @type {Connection} */
export const NOT_CONNECTED = {
  phase: "none",
  since: 0,
  lost_at: 0,
  retry_at: 0,
  why: "",
  leading: false,
  refusal: null,
  fetched: 0,
  sent: 0,
};

/** Nobody knows yet what the text means: it is neither sent nor refused for good. */
const BAD_KEY = "475"; // a room that lets in who knows its key
const NO_COMMANDS = { kind: /** @type {const} */ ("note"), id: "~", at: 0, code: "no_commands", details: [], text: "", error: true, command: "" };

/** What the views open in place of an answer, by kind of meaning. @type {Record<string, (meaning: any) => {open: string, args: any}>} */
const OPENING = {
  Help: ({ command }) => ({ open: "help", args: { command } }),
  Search: ({ words }) => ({ open: "search", args: { words } }),
  ListHere: () => ({ open: "members", args: {} }),
  ListRooms: () => ({ open: "rooms", args: {} }),
  ListOnline: () => ({ open: "people", args: {} }),
  AskPrivate: () => ({ open: "message", args: {} }),
  Upload: () => ({ open: "upload", args: {} }),
};
