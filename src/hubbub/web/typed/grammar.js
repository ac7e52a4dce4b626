/**
 * Typed text in, meaning out: the grammar of every place where a person types, tested with spec/commands.json.
 *
 * 1. The line end is dropped. Nothing but spaces is no text.
 * 2. A command begins with the first character of the text that can be seen; "//" stands for a slash that is said. One
 *    with a password or a code that has spaces in front, or other signs than one slash, is neither done nor said.
 * 3. One space ends a word. Texts for people keep every other space as typed; other arguments lose those around them.
 * 4. Outside of rooms some commands work without their slash, in a room "leave" alone does, in the lobby none.
 *
 * "Space" means the space and the tab of ASCII only.
 */

import { isMistyped, milliseconds } from "./durations.js";
import { nameOf, slipped } from "./secrets.js";
import * as table from "./table.js";

/** @typedef {import("./meanings.js").Meaning} Meaning */
/** @typedef {import("./meanings.js").Place} Place */
/** @typedef {(rest: string) => Meaning | null} Reader */

const HISTORY_LIMIT = 1000; // messages; larger numbers are taken for this one
const TAKE_WORDS_WHEN_BARE = new Set(["join", "message", "msg", "help"]);

/**
 * The one meaning of what was typed at that place. Any text has one; nothing is thrown.
 * @param {string} text
 * @param {Place} place
 * @returns {Meaning}
 */
export function read(text, place) {
  text = text.replace(/\n$/, "").replace(/\r$/, "");
  if (!text.replace(/[ \t\r\n]+/g, "")) return { kind: "Nothing" };
  const meant = slipped(text.replace(/\n.*/s, ""));
  if (meant) return { kind: "Incomplete", usage: usage(meant), slip: true };
  text = seen(text);
  if (text.startsWith("//")) return said(text.slice(1), place);
  if (text.startsWith("/")) return command(text, place);
  if (text.startsWith("@")) return addressed(text);
  return bare(text, place);
}

/**
 * Without what has no shape in front of a command, which that would make words for everybody.
 * @param {string} text
 */
export function seen(text) {
  return text.replace(/^\p{Cf}+(?=[/@])/u, "");
}

/**
 * How the command is typed that the text begins with, or nearly does.
 * @param {string} begun
 */
function usage(begun) {
  const word = nameOf(begun);
  if (!begun.startsWith("/")) return "@name text";
  return (table.find(word) ?? table.find(table.closestCommand(word) ?? ""))?.usage ?? `/${word}`;
}

/**
 * @param {string} text
 * @param {Place} place
 * @returns {Meaning}
 */
function command(text, place) {
  const [word, rest] = split(text.slice(1));
  const found = table.find(word);
  if (!found) return filled({ kind: "Unknown", word, closest: table.closestCommand(word) });
  const meaning = (READERS[found.name] ?? served(found))(rest);
  if (!meaning) return { kind: "Incomplete", usage: found.usage };
  return place === "outside" && meaning.kind === "Action" ? { kind: "NoRoom", text } : filled(meaning);
}

/**
 * @param {string} text
 * @param {Place} place
 * @param {string} [hint]
 * @returns {Meaning}
 */
function said(text, place, hint) {
  return place === "outside" ? { kind: "NoRoom", text } : filled({ kind: "Say", text, hint });
}

/**
 * '@name text'. Without a name or a text nothing is sent: it could have been meant for one person only.
 * @param {string} text
 * @returns {Meaning}
 */
function addressed(text) {
  const found = /^@([^ \t:]*)(?::[ \t]?|[ \t]|$)(.*)/s.exec(text);
  return (found && privately(found[1], found[2])) || { kind: "Incomplete", usage: "@name text" };
}

/**
 * @param {string} text
 * @param {Place} place
 * @returns {Meaning}
 */
function bare(text, place) {
  const [word, rest] = split(text);
  const found = table.find(word);
  const alone = !strip(rest);
  if (!found?.bare) return said(text, place);
  if (place === "outside" && (alone || TAKE_WORDS_WHEN_BARE.has(word.toLowerCase()))) return command(`/${text}`, place);
  if (place === "room" && alone && found.name === "leave") return { kind: "Leave" };
  return said(text, place, place === "lobby" && alone ? `/${word.toLowerCase()}` : undefined);
}

/**
 * The first word, and what follows it and one space.
 * @param {string} text
 * @returns {[string, string]}
 */
function split(text) {
  const found = /^([^ \t]*)[ \t]?(.*)$/s.exec(text);
  return found ? [found[1], found[2]] : [text, ""];
}

/** @param {string} text */
function strip(text) {
  return text.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "");
}

/**
 * The meaning without what was not given.
 * @param {Meaning} meaning
 * @returns {Meaning}
 */
function filled(meaning) {
  return /** @type {Meaning} */ (Object.fromEntries(Object.entries(meaning).filter(([, value]) => value !== undefined)));
}

/**
 * Whom a word means, without the @ in front of a name and without the colon behind it, as people begin what they say to
 * somebody (`bob: hi`): no name has one. What is a mask, an address or a room keeps its colon.
 * @param {string} text
 */
export function person(text) {
  return text.replace(/^@/, "").replace(/^([^:#!*?@]*):$/, "$1");
}

// One reader for each command that the server does not understand by itself: its arguments as typed -> its meaning, or
// null where they do not fit its usage.

/**
 * @param {string} name
 * @param {string} text
 * @returns {Meaning | null}
 */
function privately(name, text) {
  return name && strip(text) ? { kind: "Private", name, text } : null;
}

/** @type {Reader} */
function msg(rest) {
  if (!strip(rest)) return { kind: "AskPrivate" };
  const [name, text] = split(rest.replace(/^[ \t]+/, ""));
  return privately(name.startsWith("@#") ? name : person(name), text); // "@#room": those with that role
}

/** @type {Reader} */
function who(rest) {
  const word = strip(rest).toLowerCase();
  if (!word) return { kind: "ListOnline" };
  return word === "here" ? { kind: "ListHere" } : null;
}

/** @type {Reader} */
function login(rest) {
  const [word, more] = split(strip(rest));
  const name = person(word);
  const password = strip(more);
  return name && password ? { kind: "Login", name, password } : null;
}

/** @type {Reader} */
function history(rest) {
  const number = strip(rest);
  if (!number) return { kind: "History" };
  const count = /^[0-9]+$/.test(number) ? Number(number) : 0;
  return count ? { kind: "History", count: Math.min(count, HISTORY_LIMIT) } : null;
}

/** @type {Reader} */
function rename(rest) {
  const [room, more] = split(strip(rest));
  const [name, text] = split(more.replace(/^[ \t]+/, ""));
  return room && name ? { kind: "RenameRoom", room, name, text: strip(text) || undefined } : null;
}

/** @type {Reader} */
function kick(rest) {
  const [name, text] = split(strip(rest));
  return person(name) ? { kind: "Kick", name: person(name), text: strip(text) || undefined } : null;
}

/**
 * '/ban name [time] [why]'. A second word that is no time begins the reason. `kind`: what masks of that kind begin with.
 * @param {string} kind
 * @returns {Reader}
 */
function ban(kind) {
  return (rest) => {
    const [written, behind] = split(strip(rest));
    const name = masked(without(written.replace(/^@/, ""), kind));
    const more = strip(behind);
    if (!name) return null;
    if (!more) return { kind: "Modes", words: `+b ${kind}${name}` };
    const [time, text] = split(more);
    if (isMistyped(more)) return null;
    if (!milliseconds(time)) return { kind: "Ban", mask: kind + name, text: more };
    return { kind: "Ban", mask: kind + name, time, text: strip(text) || undefined };
  };
}

/**
 * For a command that changes one mode for one name or mask.
 * @param {string} letter
 * @param {string} [kind]
 * @returns {Reader}
 */
function mode(letter, kind = "") {
  return (rest) => {
    const name = oneWord(rest, masked);
    return name ? { kind: "Modes", words: `${letter} ${kind}${masked(without(name, kind))}` } : null;
  };
}

/** @type {Reader} */
function announce(rest) {
  const word = strip(rest).toLowerCase();
  if (word === "on") return { kind: "Modes", words: "+m" };
  return word === "off" ? { kind: "Modes", words: "-m" } : null;
}

/** @type {Reader} */
function slow(rest) {
  const time = strip(rest);
  if (time.toLowerCase() === "off") return { kind: "Modes", words: "-W" };
  const seconds = Math.floor(milliseconds(time) / 1000);
  return seconds ? { kind: "Modes", words: `+W ${seconds}` } : null;
}

/** @type {Reader} */
function retention(rest) {
  const time = strip(rest);
  return !time || isTerm(time) ? { kind: "Retention", time: time || undefined } : null;
}

/**
 * '/expire [name] [time]': a word that is no time is a name. What begins with a digit is none.
 * @type {Reader}
 */
function expire(rest) {
  const [name, more] = split(strip(rest));
  const time = strip(more);
  if (isTerm(name)) return time ? null : { kind: "Expire", time: name };
  if (/^[+-]?[0-9]/.test(name)) return null;
  if (time && !isTerm(time)) return null;
  return { kind: "Expire", name: person(name) || undefined, time: time || undefined };
}

/** @param {string} word */
function isTerm(word) {
  return word.toLowerCase() === "off" || milliseconds(word) > 0;
}

/**
 * The name or mask that is all of the arguments; "" when there is none, or more.
 * @param {string} rest
 * @param {(name: string) => string} [meant]
 */
function oneWord(rest, meant = person) {
  const [name, more] = split(strip(rest));
  return more ? "" : meant(name);
}

/**
 * The person or the mask; the beginning of one alone is no person.
 * @param {string} name
 */
function masked(name) {
  return /^[am]:$/.test(name) ? name : person(name);
}

/**
 * @param {string} text
 * @param {string} start
 */
function without(text, start) {
  return start && text.startsWith(start) ? text.slice(start.length) : text;
}

/**
 * For a command that the server understands by itself.
 * @param {table.Command} command
 * @returns {Reader}
 */
function served({ name, needs }) {
  return (rest) => {
    const words = strip(rest);
    return words || !needs ? { kind: "Serve", command: name, words: words || undefined } : null;
  };
}

/** @type {Record<string, Reader>} */
const READERS = {
  msg,
  who,
  rooms: (rest) => (strip(rest) ? null : { kind: "ListRooms" }),
  register: (rest) => (strip(rest) ? { kind: "Register", password: strip(rest) } : null),
  login,
  join: (rest) => (strip(rest) ? { kind: "Join", room: strip(rest) } : null),
  leave: (rest) => ({ kind: "Leave", room: strip(rest) || undefined }),
  topic: (rest) => ({ kind: "Topic", text: strip(rest) || undefined }),
  me: (rest) => (strip(rest) ? { kind: "Action", text: rest } : null),
  edit: (rest) => (strip(rest) ? { kind: "Edit", text: rest } : null),
  nick: (rest) => (strip(rest) ? { kind: "Rename", name: strip(rest) } : null),
  away: (rest) => ({ kind: "Away", text: strip(rest) || undefined }),
  history,
  search: (rest) => (strip(rest) ? { kind: "Search", words: strip(rest) } : null),
  rename,
  kick,
  ban: ban(""),
  unban: mode("-b"),
  mute: ban("m:"),
  unmute: mode("-b", "m:"),
  op: mode("+o"),
  deop: mode("-o"),
  voice: mode("+v"),
  devoice: mode("-v"),
  invite: (rest) => (oneWord(rest) ? { kind: "Invite", name: oneWord(rest) } : null),
  announce,
  slow,
  retention,
  expire,
  pin: (rest) => ({ kind: "Pin", words: strip(rest) || undefined }),
  unpin: (rest) => ({ kind: "Unpin", words: strip(rest) || undefined }),
  pins: (rest) => (strip(rest) ? null : { kind: "ListPins" }),
  upload: (rest) => ({ kind: "Upload", file: strip(rest) || undefined }),
  mode: (rest) => ({ kind: "Modes", words: strip(rest) || undefined }),
  help: (rest) => ({ kind: "Help", command: without(strip(rest), "/") || undefined }),
  quit: (rest) => ({ kind: "Quit", text: strip(rest) || undefined }),
};
