/** A line of the server -> what arrives in a buffer by it: a message, a happening, or what becomes of a message. */

import { parseTime } from "../irc/times.js";
import { localId, wasMe } from "./identity.js";
import { CLIENT_ID, EDITED_TAG, FILES, OWN_REACTIONS_TAG, REACT_TAG, REACTIONS, REACTOR_TAG, REPLY_TAGS, UNREACT_TAG } from "./protocol/capabilities.js";
import { statusTarget } from "./protocol/isupport.js";
import { readFiles } from "./state/files.js";
import { happening, message } from "./state/items.js";
import { isMe } from "./state/store.js";


/** @typedef {import("../wire/message.js").Message} Line */
/** @typedef {import("./session.js").Client} Client */
/** @typedef {import("./state/items.js").Reaction} Reaction */
/** @typedef {import("./state/items.js").Happened} Happened */

/**
 * Another text for the message with the id `message`; `id` and `at` are those of the edit.
 * @typedef {{type: "edit", id: string, at: number, message: string, by: string, text: string, kind: "said" | "did", files: import("./state/files.js").File[]}} Edit
 * The message with the id `message` is removed.
 * @typedef {{type: "redaction", id: string, at: number, message: string, by: string, text: string}} Redaction
 * Somebody reacts to the message with the id `message`, or (`undone`) takes that back.
 * @typedef {{type: "reacting", id: string, at: number, message: string, by: string, text: string, undone: boolean, account: string}} Reacting
 * @typedef {{type: "message"} & {message: import("./state/items.js").Message, id: string, at: number}} Said
 * @typedef {{type: "happening"} & {happening: import("./state/items.js").Happening, id: string, at: number}} Event
 * @typedef {Said | Event | Edit | Redaction | Reacting} Thing
 */
/**
 * A thing, and where it arrives: the room as written, or the other person of a conversation; "" for what happens to a
 * person in all their rooms at once. `late`: from history; `seq`: the number of the received line.
 * @typedef {{target: string, thing: Thing, late: boolean, seq: number}} Arrival
 */
/**
 * What surrounds a line. `held`: the message waits for who is offline, as a note in the same answer says.
 * @typedef {{now: number, label: string, late: boolean, held: boolean}} Around
 */
/** @typedef {(client: Client, line: Line, around: Around) => Arrival | null} Reader */

export const ACTION = "\x01ACTION ";
const MOST_REACTIONS = 8; // different ones, to one message

/**
 * @param {number} now
 * @param {Partial<Around>} [more]
 * @returns {Around}
 */
export function around(now, more = {}) {
  return { now, label: "", late: false, held: false, ...more };
}

/**
 * What the line brings; null when it is nothing that stands in a buffer, or lacks what it needs.
 * @param {Client} client
 * @param {Line} line
 * @param {Around} given
 */
export function read(client, line, given) {
  const found = READERS[line.command];
  return found && line.params.length >= found[0] ? found[1](client, line, given) : null;
}

/**
 * The server's time of a line, or `now` when it gives none that can be read.
 * @param {Line} line
 * @param {number} now
 */
export function timeOf(line, now) {
  const at = parseTime(line.tags.time ?? "");
  return Number.isNaN(at) ? now : at;
}

/**
 * The server's id of what the line says, or one of ours.
 * @param {Client} client
 * @param {Line} line
 */
export function idOf(client, line) {
  return line.tags.msgid || localId(client);
}

/**
 * The id of the message that this one replies to, or reacts to.
 * @param {Line} line
 */
export function referenceOf({ tags }) {
  return REPLY_TAGS.map((tag) => tags[tag]).find((id) => id) ?? "";
}

/**
 * The name of who sent it; a server's is the server's name.
 * @param {Line} line
 */
export function nameOf({ source }) {
  return source.split("!")[0];
}

/**
 * Whether programs talk to each other; what somebody does (ACTION) is for people.
 * @param {any} thing
 */
export function isCtcp(thing) {
  return thing.type === "message" && thing.message.text.startsWith("\x01");
}

/** @param {string} target */
export function isRoom(target) {
  return target.startsWith("#");
}

/**
 * What a message of history says of the reactions to it (docs/ext/reactions.md); null when it says nothing.
 * @param {Line} line
 * @param {string} me
 */
export function reactionsOf({ tags }, me) {
  const counts = json(tags[REACTIONS]);
  const own = json(tags[OWN_REACTIONS_TAG]);
  if (counts === null || typeof counts !== "object" || Array.isArray(counts)) return null;
  const mine = (/** @type {string} */ text) => Array.isArray(own) && own.includes(text);
  const rows = Object.entries(counts)
    .slice(0, MOST_REACTIONS)
    .filter(([, count]) => Number.isInteger(count) && count > 0)
    .map(([text, count]) => /** @type {[string, Reaction]} */ ([text, { count, names: mine(text) ? [me] : [], own: mine(text) }]));
  return rows.length ? new Map(rows) : null;
}

/** @param {string | undefined} text */
function json(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** @type {Reader} */
function said(client, line, { now, late, held }) {
  const { tags } = line;
  const sender = nameOf(line);
  const [sign, to] = statusTarget(client.link.supports, line.params[0]);
  const at = timeOf(line, now);
  const own = wasMe(client, sender, tags.account ?? "", at, late);
  const made = message({
    ...textOf(line.command, line.params[1]),
    id: idOf(client, line),
    sender,
    at,
    account: tags.account ?? "",
    own,
    private: !isRoom(to),
    client_id: own ? (tags[CLIENT_ID] ?? "") : "",
    status: held && own ? "kept" : "sent",
    edited_at: editedAt(tags[EDITED_TAG]),
    reply: referenceOf(line),
    reactions: reactionsOf(line, client.state.me.name),
    late,
    bot: "bot" in tags,
    only_for: sign,
    files: readFiles(tags[FILES]),
  });
  return arrival(client, made.private && !own ? sender : to, { type: "message", message: made, id: made.id, at }, late);
}

/**
 * @param {string} command
 * @param {string} text
 * @returns {{kind: "said" | "did" | "notice", text: string}}
 */
function textOf(command, text) {
  if (text.startsWith(ACTION)) return { kind: "did", text: text.slice(ACTION.length).replace(/\x01$/, "") };
  return { kind: command === "NOTICE" ? "notice" : "said", text };
}

/** @param {string | undefined} time */
function editedAt(time) {
  if (time === undefined) return 0;
  return parseTime(time) || 1; // some time
}

/**
 * @param {Client} client
 * @param {string} target
 * @param {Thing} thing
 * @param {boolean} late
 * @returns {Arrival}
 */
function arrival(client, target, thing, late) {
  return { target, thing, late, seq: client.counted.seq };
}

/**
 * Where something that was done to a message belongs.
 * @param {Client} client
 * @param {Line} line
 */
function targetOf(client, line) {
  const by = nameOf(line);
  return isRoom(line.params[0]) || isMe(client.state, by) ? line.params[0] : by;
}

/** @type {Reader} */
function edit(client, line, { now, late }) {
  const { kind, text } = textOf("PRIVMSG", line.params[2]);
  const given = { id: idOf(client, line), at: timeOf(line, now), message: line.params[1], by: nameOf(line), text };
  return arrival(client, targetOf(client, line), { type: "edit", ...given, kind: kind === "did" ? kind : "said", files: readFiles(line.tags[FILES]) }, late);
}

/** @type {Reader} */
function redaction(client, line, { now, late }) {
  const given = { id: idOf(client, line), at: timeOf(line, now), message: line.params[1], by: nameOf(line) };
  return arrival(client, targetOf(client, line), { type: "redaction", ...given, text: line.params[2] ?? "" }, late);
}

/**
 * Whose a reaction is, whatever their name: an account's, or a guest's, which is no account's name.
 * @param {Record<string, string>} tags
 */
function identityOf(tags) {
  return tags.account || (tags[REACTOR_TAG] ? `*${tags[REACTOR_TAG]}` : "");
}

/** @type {Reader} */
function reacting(client, line, { now, late }) {
  const text = line.tags[REACT_TAG] || line.tags[UNREACT_TAG];
  const about = referenceOf(line);
  if (!text || !about) return null;
  const given = { id: idOf(client, line), at: timeOf(line, now), message: about, by: nameOf(line), text, account: identityOf(line.tags) };
  return arrival(client, targetOf(client, line), { type: "reacting", ...given, undone: !(REACT_TAG in line.tags) }, late);
}

/**
 * @param {Happened} kind
 * @returns {Reader}
 */
function happens(kind) {
  return (client, line, { now, late }) => {
    const { room, ...fields } = FIELDS[kind](line);
    const about = fields.before || fields.name || fields.by || "";
    const at = timeOf(line, now);
    const own = wasMe(client, about, "", at, late);
    const made = happening({ kind, id: idOf(client, line), at, own, late, ...fields });
    return arrival(client, room, { type: "happening", happening: made, id: made.id, at }, late);
  };
}

/** @typedef {{room: string, name?: string, by?: string, text?: string, before?: string}} Fields */

/** @type {Record<string, (line: Line) => Fields>} */
const FIELDS = {
  joined: (line) => ({ room: line.params[0], name: nameOf(line) }),
  left: (line) => ({ room: line.params[0], name: nameOf(line), text: line.params[1] ?? "" }),
  quit: (line) => ({ room: "", name: nameOf(line), text: line.params[0] ?? "" }),
  kicked: (line) => {
    const by = nameOf(line);
    const [room, name, why = ""] = line.params;
    return { room, name, by, text: why === by ? "" : why };
  },
  renamed: (line) => ({ room: "", before: nameOf(line), name: line.params[0] }),
  topic: (line) => ({ room: line.params[0], by: nameOf(line), text: line.params[1] }),
  modes: (line) => ({ room: line.params[0], by: nameOf(line), text: line.params.slice(1).join(" ") }),
  room_renamed: (line) => ({ room: line.params[1], by: nameOf(line), before: line.params[0], name: line.params[1], text: line.params[2] ?? "" }),
  invited: (line) => ({ room: line.params[1], by: nameOf(line), name: line.params[0] }),
};

/** The fewest parameters that make sense of a command, and its reader. @type {Record<string, [number, Reader]>} */
const READERS = {
  PRIVMSG: [2, said],
  NOTICE: [2, said],
  EDIT: [3, edit],
  REDACT: [2, redaction],
  TAGMSG: [1, reacting],
  JOIN: [1, happens("joined")],
  PART: [1, happens("left")],
  QUIT: [0, happens("quit")],
  KICK: [2, happens("kicked")],
  NICK: [1, happens("renamed")],
  TOPIC: [2, happens("topic")],
  MODE: [2, happens("modes")],
  RENAME: [2, happens("room_renamed")],
  INVITE: [2, happens("invited")],
};
