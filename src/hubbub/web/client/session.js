/**
 * The client: one person's visit to one server, over as many connections as it takes.
 *
 * Whoever drives it gives it what was received and what was typed, reads `state`, follows the events that come back, and
 * sends what `take` gives after having shown them, and again after `wait`:
 *
 *     connect -> receive, typed, act ... -> connectionLost -> connect -> ...
 *
 * Between `connect` and `ready` a connection goes through registration, then the lobby and the rooms of the last
 * connection are joined, then a PING goes out: its PONG says that the server has answered all that, and only then are
 * messages sent.
 *
 * A client is plain data, changed by functions that ask no clock and throw no dice: two that are given the same, in the
 * same order, are the same. That is how all tabs of a browser know what the one that is connected knows.
 */

import { lower } from "../irc/casemap.js";
import { read } from "../typed/grammar.js";
import { ACTIONS } from "./actions/table.js";
import * as typing from "./actions/typed.js";
import { createCatchUp, isBusy, lost as catchUpLost } from "./catchup.js";
import { createDedup } from "./dedup.js";
import * as memory from "./memory.js";
import { stepOut } from "./moving.js";
import { NOTHING_ASKED } from "./notes.js";
import * as outgoing from "./outgoing.js";
import { sendDue } from "./posting.js";
import { createBatches } from "./protocol/batches.js";
import * as link from "./protocol/link.js";
import { createLogin } from "./protocol/login.js";
import { createQuestions } from "./protocol/questions.js";
import * as registration from "./protocol/registration.js";
import { createCounted } from "./reactions.js";
import { forgetPresence, forgetTyping, take as takeLine } from "./receiving.js";
import * as rooms from "./rooms.js";
import { createState } from "./state/store.js";

/** @typedef {import("./events.js").Event} Event */
/** @typedef {import("./state/store.js").Buffer} Buffer */
/** @typedef {import("./state/items.js").Message} Message */
/** @typedef {import("../typed/meanings.js").Place} Place */

/**
 * What takes long or is another's business: done by who drives the client, which then calls `answer`.
 * @typedef {{task: "prove", challenge: string}} Task
 */

/**
 * @typedef {object} Client
 * @property {import("./state/store.js").State} state
 * @property {string} password of the server, or an invitation's code
 * @property {string[]} metadata the keys of what people and rooms say of themselves that are shown
 * @property {string[]} words that count as mentions, besides our name
 * @property {boolean} scram whether this browser can log in by SCRAM
 * @property {{account: string, password: string} | null} login whom the server has let us log in as
 * @property {{account: string, password: string} | null} trying what was typed last, until the server says that it is right
 * @property {string} token to take the visit up again
 * @property {boolean} ready
 * @property {boolean} connected
 * @property {boolean} rejoining
 * @property {string} failed why the connection has to be given up; who drives it closes it
 * @property {boolean} quitting
 * @property {string} lastError
 * @property {boolean} killed whether an operator has ended the connection, and said so
 * @property {rooms.Rooms} rooms
 * @property {outgoing.Queue} queue
 * @property {import("./catchup.js").CatchUp} catchup
 * @property {Map<string, string>} entering rooms asked for, with the label of the asking
 * @property {string} tried the room that was last asked for, if a key was given
 * @property {import("./dedup.js").Dedup} dedup
 * @property {import("./reactions.js").Counted} counted
 * @property {{key: string, message: Message} | null} said what we said last, as the server has it
 * @property {Map<string, string>} cursors where history goes on before or after an item of a buffer
 * @property {Set<string>} unsynced rooms whose members' metadata the server has not told yet
 * @property {Set<string>} watched names of whom we want to know whether they are here
 * @property {Map<string, number>} typing buffers where we are seen to write, since when that was told last
 * @property {{key: string, until: number}[]} names our earlier ones, with the time when each was given up
 * @property {number} localIds
 * @property {number | null} missed messages that were fetched since the connection came back; null: none are
 * @property {{text: string, buffer: string | null}[]} later what was typed and waits
 * @property {boolean} settling
 * @property {boolean} fenced
 * @property {string | null} quitText
 * @property {link.Link} link
 * @property {import("./protocol/questions.js").Questions} questions
 * @property {import("./protocol/batches.js").Batches} batches
 * @property {Map<string, string[][]>} collected rows of lists that are not complete
 * @property {registration.Registration} registration
 * @property {Task[]} tasks
 * @property {import("./notes.js").Answering} answering of the line that is being handled
 */

/**
 * `nonce`: letters and digits that no other client uses, such as 12 random hexadecimal digits. `mostMissed`: pages that are
 * fetched of what was missed in one place; the newest page comes instead where there are more (0: all are).
 * @param {string} name
 * @param {string} nonce
 * @param {{password?: string, metadata?: string[], scram?: boolean, mostMissed?: number}} [given]
 * @returns {Client}
 */
export function createClient(name, nonce, { password = "", metadata = [], scram = false, mostMissed = 0 } = {}) {
  return {
    state: createState(name),
    password,
    metadata,
    words: [],
    scram,
    login: null,
    trying: null,
    token: "",
    quitting: false,
    rooms: new Map(),
    queue: outgoing.createQueue(nonce),
    catchup: createCatchUp(mostMissed),
    entering: new Map(),
    tried: "",
    dedup: createDedup(),
    counted: createCounted(),
    said: null,
    watched: new Set(),
    cursors: new Map(),
    unsynced: new Set(),
    typing: new Map(),
    names: [],
    localIds: 0,
    missed: null,
    later: [],
    settling: false,
    quitText: null,
    answering: NOTHING_ASKED,
    ...fresh({ name }),
  };
}

/**
 * What is of one connection only.
 * @param {{name: string, token?: string, password?: string, scram?: boolean, login?: import("./protocol/login.js").Login | null}} who
 */
function fresh(who) {
  return {
    link: link.createLink(),
    questions: createQuestions(),
    batches: createBatches(),
    collected: new Map(),
    registration: registration.createRegistration(who),
    tasks: [],
    connected: false,
    rejoining: false,
    ready: false,
    failed: "",
    lastError: "",
    killed: false,
    fenced: false,
  };
}

/**
 * @param {Client} client
 * @param {string} nonce for logging in, never used before; "" when that is not to be done
 */
function restart(client, nonce) {
  const { token, password, scram, state } = client;
  const login = client.login && nonce ? createLogin(client.login.account, client.login.password, nonce) : null;
  const { silent } = client.link;
  Object.assign(client, fresh({ name: state.me.name, token, password, scram, login }));
  client.link.silent = silent;
}

/**
 * A connection stands: say the first words. `nonce`: letters and digits that were never used before.
 * @param {Client} client
 * @param {string} [nonce]
 */
export function connect(client, nonce = "nonce") {
  restart(client, nonce);
  client.connected = true;
  registration.begin(client.registration, client.link);
  return enterStep(client, "registering");
}

/**
 * The connection is gone. What was not accepted is kept for the next one.
 * @param {Client} client
 * @param {string} [reason]
 * @returns {Event[]}
 */
export function connectionLost(client, reason = "") {
  if (!client.connected) return [];
  const why = reason || client.failed || client.lastError;
  restart(client, "");
  outgoing.lost(client.queue);
  client.state.connection.reason = why;
  const events = [{ event: "disconnected", reason: why }, ...enterStep(client, "offline")];
  for (const room of [...client.entering.keys()]) events.push(...stepOut(client, room));
  client.entering.clear();
  catchUpLost(client.catchup, [...client.rooms.values()].map((room) => room.name));
  rooms.lost(client.rooms);
  client.missed = client.state.connection.been_here ? 0 : null;
  return [...events, ...forgetPresence(client)];
}

/**
 * The connection is in another step.
 * @param {Client} client
 * @param {import("./state/store.js").Connection["step"]} step
 * @returns {Event[]}
 */
export function enterStep(client, step) {
  if (client.state.connection.step === step) return [];
  client.state.connection.step = step;
  return [{ event: "connection_changed" }];
}

/**
 * What is to be answered, by label: questions that are asked, or will be.
 * @param {Client} client
 */
export function unanswered({ questions, catchup }) {
  return new Map([...questions, ...catchup.waiting]);
}

/**
 * The lines that are to be written now.
 * @param {Client} client
 * @param {number} now
 */
export function take(client, now) {
  return link.take(client.link, now);
}

/**
 * The milliseconds until there is more to be written, at the server's pace; null: nothing waits.
 * @param {Client} client
 * @param {number} now
 */
export function wait(client, now) {
  return link.wait(client.link, now);
}

/**
 * Nothing was received for long: ask for a sign of life.
 * @param {Client} client
 */
export function checkAlive(client) {
  if (client.connected && client.registration.step === "done") link.send(client.link, "PING", [link.ALIVE]);
}

/**
 * Another name after `name_refused`. False: no server could take this one, and nothing was done.
 * @param {Client} client
 * @param {string} name
 */
export function chooseName(client, name) {
  if (!link.isWord(name)) return false;
  client.state.me.name = name;
  if (client.connected) registration.chooseName(client.registration, client.link, name);
  return true;
}

/**
 * Take in received lines; `now` in milliseconds since 1970 stands for times that the server does not tell.
 * @param {Client} client
 * @param {string[]} lines
 * @param {number} now
 * @returns {Event[]}
 */
export function receive(client, lines, now) {
  /** @type {Event[]} */
  const events = [];
  for (const line of lines) {
    if (client.failed || !client.connected) break;
    client.counted.seq += 1;
    events.push(...takeLine(client, line, now));
  }
  return [...events, ...forgetTyping(client, now), ...memory.bound(client), ...flush(client, now)];
}

// What the person does

/**
 * The buffer that the person is in.
 * @param {Client} client
 */
export function currentOf(client) {
  return client.state.buffers.get(client.state.current ?? "");
}

/**
 * Where that is, for the grammar.
 * @param {Client} client
 * @param {Buffer | undefined} buffer
 * @returns {Place}
 */
export function placeOf(client, buffer) {
  if (!buffer) return "outside";
  if (buffer.kind === "person") return "conversation";
  return buffer.key === lower(client.state.server.lobby) ? "lobby" : "room";
}

/**
 * What the person typed in a buffer (null: where they are), one line of it. A command waits for the messages that were
 * typed before it.
 * @param {Client} client
 * @param {string} text
 * @param {number} now
 * @param {string | null} [buffer]
 * @returns {Event[]}
 */
export function typed(client, text, now, buffer = null) {
  const where = bufferFor(client, buffer);
  const said = ["Say", "Action", "Private"].includes(read(text, placeOf(client, where)).kind);
  if (client.later.length || (client.ready && client.queue.waiting.length && !said)) {
    client.later.push({ text, buffer });
    return flush(client, now);
  }
  return [...typing.act(client, text, now, where), ...flush(client, now)];
}

/**
 * @param {Client} client
 * @param {string | null} key
 */
function bufferFor(client, key) {
  return key === null ? currentOf(client) : client.state.buffers.get(key);
}

/**
 * An act of a face: the name and the arguments as in spec/README.md. Throws RangeError for an unknown one.
 * @param {Client} client
 * @param {string} action
 * @param {Record<string, any>} given
 * @param {number} now
 * @returns {Event[]}
 */
export function act(client, action, given, now) {
  const found = ACTIONS.get(action);
  if (!found) throw new RangeError(`no such action: ${action}`);
  return [...found(client, now, given), ...flush(client, now)];
}

/**
 * Say goodbye, after what is still to be sent.
 * @param {Client} client
 * @param {string} text
 * @returns {Event[]}
 */
export function quit(client, text) {
  client.quitting = true;
  client.quitText = link.clean(text);
  const events = flush(client, 0);
  return client.connected && client.registration.step === "done" ? events : [{ event: "quitting" }];
}

/**
 * Report `settled` once everything that was typed so far is accepted or refused, and answered.
 * @param {Client} client
 */
export function settle(client) {
  client.settling = true;
  fence(client);
}

/**
 * Send the messages that may be sent now, then the fence or the goodbye that waits for them.
 * @param {Client} client
 * @param {number} now
 * @returns {Event[]}
 */
function flush(client, now) {
  if (!client.ready) return [];
  const events = sendDue(client, now);
  while (client.later.length && !client.queue.waiting.length && client.quitText === null) {
    const [{ text, buffer }] = client.later.splice(0, 1);
    events.push(...typing.act(client, text, now, bufferFor(client, buffer)), ...sendDue(client, now));
  }
  fence(client);
  if (client.quitText === null) return events;
  link.send(client.link, "QUIT", [client.quitText]);
  client.quitText = null;
  return [...events, { event: "quitting" }];
}

/** @param {Client} client */
function fence(client) {
  const waits = outgoing.all(client.queue).length || client.later.length || isBusy(client.catchup);
  if (!client.settling || !client.ready || waits || client.fenced) return;
  client.fenced = true;
  link.send(client.link, "PING", [link.SETTLED]);
}

/**
 * The PONG of that PING: everything before it is answered.
 * @param {Client} client
 * @returns {Event[]}
 */
export function settled(client) {
  client.fenced = false;
  if (!client.settling || outgoing.all(client.queue).length || client.later.length) return [];
  client.settling = false;
  return [{ event: "settled" }];
}

/**
 * What a task has brought: for "prove" the words that prove that we know the password, "" when the server is not to be
 * trusted with them; `signature` is what it has to prove itself by.
 * @param {Client} client
 * @param {string} text
 * @param {string} signature
 */
export function answer(client, text, signature) {
  const { login, step } = client.registration;
  if (step !== "login" || !login) return;
  login.serverSignature = signature;
  for (const part of text ? registration.written(text) : ["*"]) link.send(client.link, "AUTHENTICATE", [part]);
}
