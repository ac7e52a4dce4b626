/** What a typed text makes the client do: one function for each meaning of the grammar. */

import { person, read } from "../../typed/grammar.js";
import { isRoom } from "../arrivals.js";
import * as history from "../history.js";
import { note, notice, refuse } from "../notes.js";
import { post } from "../posting.js";
import { CHATHISTORY, EDIT, FILES } from "../protocol/capabilities.js";
import { clean, isWord } from "../protocol/link.js";
import { question } from "../protocol/questions.js";
import { find } from "../rooms.js";
import { placeOf, quit } from "../session.js";
import { bufferOf } from "../state/store.js";
import * as accounts from "./accounts.js";
import { command } from "./commands.js";
import * as reading from "./history.js";
import { edited } from "./messages.js";
import * as people from "./people.js";
import * as rooms from "./rooms.js";

/** @typedef {import("../session.js").Client} Client */
/** @typedef {import("../events.js").Event} Event */
/** @typedef {import("../state/store.js").Buffer | undefined} Where */
/** @typedef {import("../../typed/meanings.js").Meaning} Meaning */

const USUAL_HISTORY = 20; // messages of /history
const ALWAYS = ["Say", "Action", "Private", "AskPrivate", "Help", "Quit", "Unknown", "Incomplete", "NoRoom", "Nothing"];

/**
 * Do what was typed in a buffer (undefined: in no room), one line.
 * @param {Client} client
 * @param {string} text
 * @param {number} now
 * @param {Where} where
 * @returns {Event[]}
 */
export function act(client, text, now, where) {
  const meaning = read(text, placeOf(client, where));
  if (!client.ready && !ALWAYS.includes(meaning.kind)) return refuse(client, "no_connection", now, [], where);
  return /** @type {any} */ (DOING)[meaning.kind](client, meaning, now, where);
}

/**
 * Say something to one person.
 * @param {Client} client
 * @param {string} written
 * @param {string} text
 * @param {number} now
 */
export function privately(client, written, text, now) {
  const name = person(written.trim());
  if (!isWord(name) || isRoom(name)) return refuse(client, name ? "bad_name" : "no_recipient", now, [name]);
  return post(client, name, text, now);
}

/** @param {string} text */
function roomName(text) {
  return text.startsWith("#") ? text : `#${text}`;
}

/**
 * The name of the room that the person is in.
 * @param {Where} where
 */
function nameOf(where) {
  return where?.kind === "room" ? where.name : undefined;
}

/**
 * The text as parameters: none where there is no text.
 * @param {string | undefined} text
 */
function words(text) {
  return text ? [clean(text)] : [];
}

/**
 * Send a command about the current room; all but its last parameter have to be words.
 * @param {Client} client
 * @param {number} now
 * @param {Where} where
 * @param {string} name
 * @param {...(string | undefined)} params
 * @returns {Event[]}
 */
function inRoom(client, now, where, name, ...params) {
  const given = params.filter((word) => word !== undefined);
  if (given.length < params.length) return refuse(client, "in_no_room", now, [], where);
  const wrong = given.slice(0, 2).find((word) => !isWord(word));
  if (wrong !== undefined) return refuse(client, "bad_word", now, [wrong], where);
  command(client, where, name, ...given);
  return [];
}

/**
 * @param {Client} client
 * @param {Meaning & {kind: "Say"}} meaning
 * @param {number} now
 * @param {Where} where
 */
function say(client, { text, hint }, now, where) {
  if (!where) return refuse(client, "in_no_room", now);
  const events = post(client, where.name, text, now);
  return hint ? [...events, ...notice(client, note("hint", now, { details: [hint] }), where)] : events;
}

/**
 * Of what one said last, wherever that was.
 * @param {Client} client
 * @param {Meaning & {kind: "Edit"}} meaning
 * @param {number} now
 * @param {Where} where
 */
function edit(client, { text }, now, where) {
  const { said } = client;
  if (!said) return refuse(client, "nothing_to_edit", now, [], where);
  if (!client.link.caps.has(EDIT)) return refuse(client, "no_edits", now, [], where);
  const buffer = client.state.buffers.get(said.key);
  return buffer ? edited(client, buffer, said.message, text) : [];
}

/**
 * @param {Client} client
 * @param {Meaning & {kind: "ListHere"}} _meaning
 * @param {number} now
 * @param {Where} where
 */
function listHere(client, _meaning, now, where) {
  if (!where || !find(client.rooms, where.key)) return refuse(client, "in_no_room", now, [], where);
  return [{ event: "members_listed", buffer: where.key }];
}

/**
 * @param {Client} client
 * @param {Meaning & {kind: "Leave"}} meaning
 * @param {number} now
 * @param {Where} where
 */
function leave(client, { room }, now, where) {
  const name = room ? roomName(room) : (where?.name ?? "");
  if (!name) return refuse(client, "in_no_room", now);
  const unknown = isRoom(name) && (!isWord(name) || !bufferOf(client.state, name));
  return unknown ? refuse(client, "not_in_room", now, [name], where) : rooms.leave(client, now, { buffer: name });
}

/**
 * @param {Client} client
 * @param {Meaning & {kind: "Topic"}} meaning
 * @param {number} now
 * @param {Where} where
 */
function topic(client, { text }, now, where) {
  const name = nameOf(where);
  if (!name) return refuse(client, "in_no_room", now, [], where);
  command(client, where, "TOPIC", name, ...words(text));
  return [];
}

/**
 * @param {Client} client
 * @param {Meaning & {kind: "RenameRoom"}} meaning
 * @param {number} now
 * @param {Where} where
 * @returns {Event[]}
 */
function renameRoom(client, { room, name, text }, now, where) {
  const names = [roomName(room), roomName(name)];
  const wrong = names.find((one) => !isWord(one));
  if (wrong !== undefined) return refuse(client, "bad_room_name", now, [wrong], where);
  command(client, where, "RENAME", ...names, ...words(text));
  return [];
}

/**
 * @param {Client} client
 * @param {Meaning & {kind: "Rename"}} meaning
 * @param {number} now
 * @param {Where} where
 */
function rename(client, { name }, now, where) {
  return isWord(name) ? people.rename(client, now, { name }) : refuse(client, "bad_word", now, [name], where);
}

/**
 * @param {Client} client
 * @param {Meaning & {kind: "History"}} meaning
 * @param {number} now
 * @param {Where} where
 */
function shown(client, { count }, now, where) {
  if (!where) return refuse(client, "in_no_room", now);
  if (!client.link.caps.has(CHATHISTORY)) return refuse(client, "no_history", now, [], where);
  return history.ask(client, question("shown", where.name, { wanted: count ?? USUAL_HISTORY }));
}

/** @type {{[kind in Meaning["kind"]]: (client: Client, meaning: Meaning & {kind: kind}, now: number, where: Where) => Event[]}} */
const DOING = {
  Say: say,
  Action: (client, { text }, now, where) => (where ? post(client, where.name, text, now, "did") : refuse(client, "in_no_room", now)),
  Private: (client, { name, text }, now) => privately(client, name, text, now),
  Edit: edit,
  AskPrivate: () => [{ event: "ask_private" }],
  ListOnline: (client, _, now) => people.list_people(client, now),
  ListHere: listHere,
  ListRooms: (client, _, now) => rooms.list_rooms(client, now),
  Join: (client, { room }, now) => rooms.join(client, now, { room }),
  Leave: leave,
  Topic: topic,
  RenameRoom: renameRoom,
  Kick: (client, { name, text }, now, where) => inRoom(client, now, where, "KICK", nameOf(where), name, ...words(text)),
  Invite: (client, { name }, now, where) => inRoom(client, now, where, "INVITE", name, nameOf(where)),
  Modes: (client, { words: given = "" }, now, where) =>
    inRoom(client, now, where, "MODE", nameOf(where), ...clean(given).split(/[ \t]+/).filter((word) => word)),
  Ban: (client, { mask, time = "0", text }, now, where) =>
    inRoom(client, now, where, "TBAN", nameOf(where), time, clean(mask), ...words(text)),
  Pin: (client, { words: text }, now, where) => inRoom(client, now, where, "PIN", nameOf(where), ...(text ? ["*", clean(text)] : [])),
  Unpin: (client, { words: text }, now, where) => inRoom(client, now, where, "UNPIN", nameOf(where), ...(text ? ["*", clean(text)] : [])),
  ListPins: (client, _meaning, now, where) => inRoom(client, now, where, "PINS", nameOf(where)),
  Upload: (client, { file = "" }, now, where) => {
    if (!where) return refuse(client, "in_no_room", now);
    return client.link.caps.has(FILES) ? [{ event: "upload_asked", buffer: where.key, file }] : refuse(client, "no_files", now, [], where);
  },
  Retention: (client, { time }, now, where) => inRoom(client, now, where, "RETENTION", nameOf(where), ...(time ? [time] : [])),
  Expire: (client, { name, time }, now, where) => inRoom(client, now, where, "EXPIRE", name ?? where?.name, ...(time ? [time] : [])),
  Rename: rename,
  Register: (client, { password }, now) => accounts.register(client, now, { password }),
  Login: (client, { name, password }, now) => accounts.log_in(client, now, { account: name, password }),
  Serve: (client, { command: name, words: given = "" }, now) => accounts.serve(client, now, { command: name, words: given }),
  Away: (client, { text = "" }, now) => people.away(client, now, { text }),
  History: shown,
  Search: (client, { words: given }, now) => reading.search(client, now, { words: given }),
  Help: (_client, { command: name }) => [{ event: "help_asked", command: name ?? null }],
  Quit: (client, { text = "" }) => quit(client, text),
  Unknown: (client, { word, closest = "" }, now, where) => refuse(client, "unknown_command", now, [word, closest], where),
  Incomplete: (client, { usage, slip }, now, where) =>
    refuse(client, slip ? "slipped_command" : "incomplete_command", now, [usage], where),
  NoRoom: (client, _, now) => refuse(client, "in_no_room", now),
  Nothing: () => [],
};
