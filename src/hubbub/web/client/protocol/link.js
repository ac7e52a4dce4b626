/**
 * The current connection as the client core knows it: what it can do, and the lines that wait to be sent.
 *
 * Where the server makes us wait, three things wait in two queues. First what a person said, did or asked for, in its
 * order, but that words go before pages of history, the long ones. Then what nobody waits for: it goes out when
 * nothing else waits, and leaves something of the allowance for what is said next.
 */

import { lower } from "../../irc/casemap.js";
import { bytes, format, parse } from "../../wire/message.js";
import { BATCH, LABELED_RESPONSE, MESSAGE_TAGS } from "./capabilities.js";
import { BATCH_BYTES, bucketOf, COSTS, FREE_ONCE, LEAST_OF_BATCH, LEFT, use, USUAL_COST, wait as waitOf } from "./rate_limit.js";

export const READY = "hubbub-ready"; // our PINGs: everything that belongs to entering has been answered
export const SETTLED = "hubbub-settled"; // everything that was typed has been answered
export const ALIVE = "hubbub-alive"; // the server is there

const LIST_BYTES = 440; // of a list in a line: the line, and the server's answer with it, have at most 512
const PAGE = 100; // messages asked for at once
const FIRST = ["BATCH", "NOTICE", "NUMBERS", "PRIVMSG"]; // words, and a page that is nothing without its answer
/** Which parameter names whom a line is about, where not the first. @type {Record<string, number>} */
const TARGETS = { CHATHISTORY: 1, BATCH: 2, NICK: 99, AWAY: 99, SETNAME: 99 };
const INSIDE = ["MARKREAD", "METADATA", "WHO"]; // what is of use only to who is in the room
const READ = ["CHATHISTORY", "LIST", "SEARCH", "WHO", "WHOIS"]; // what these go before

/**
 * `caps`: the enabled capabilities; `offered`: their values as the server told them; `supports`: the ISUPPORT tokens.
 * `lines`: what waits to be sent; `later`: what nobody waits for, each under a name of its own; `once`: what costs nothing
 * the first time, and was not sent. `silent`: another tab sends; nothing is kept here.
 * @typedef {[number, string, string[]]} Waiting what it costs, its command, the lines
 * @typedef {{caps: Set<string>, offered: Map<string, string>, supports: Map<string, string>,
 *   lines: Waiting[], later: Map<string, Waiting>, once: Set<string>, bucket: import("./rate_limit.js").Bucket | null, number: number, batches: number, silent: boolean}} Link
 */

/** @returns {Link} */
export function createLink() {
  return { caps: new Set(), offered: new Map(), supports: new Map(), lines: [], later: new Map(), once: new Set(FREE_ONCE), bucket: null, number: 0, batches: 0, silent: false };
}

/**
 * Whether answers can be told apart by labels.
 * @param {Link} link
 */
export function hasLabels({ caps }) {
  return caps.has(LABELED_RESPONSE) && caps.has(BATCH) && caps.has(MESSAGE_TAGS);
}

/**
 * Queue one line. What cannot be in a line must have been taken out before: see `clean`.
 * @param {Link} link
 * @param {string} command
 * @param {string[]} params
 * @param {Record<string, string>} [tags]
 */
export function send(link, command, params, tags = {}) {
  if (link.silent) return;
  const waiting = written(link, command, params, tags);
  if (command === "PONG") link.lines.unshift(waiting); // whoever does not answer in time is taken for dead
  else link.lines.push(...(["PART", "QUIT"].includes(command) ? marksOf(link, command === "PART" ? params[0] : undefined) : []), waiting);
}

/**
 * Queue one line that nobody waits for. `name`: it takes the place of the one of that name.
 * @param {Link} link
 * @param {string} command
 * @param {string[]} params
 * @param {Record<string, string>} [tags]
 * @param {string} [name]
 */
export function sendLater(link, command, params, tags = {}, name) {
  if (link.silent) return;
  const waiting = written(link, command, params, tags);
  link.later.set(name ?? waiting[2][0], waiting);
}

/**
 * Throw away what nobody waits for and only who is in the room may ask; the names that it had here.
 * @param {Link} link
 * @param {string} room
 */
export function drop(link, room) {
  return takeOut(link, INSIDE, room).map(([name]) => name);
}

/**
 * A room or a person has another name: what waits to be sent is about that.
 * @param {Link} link
 * @param {string} before
 * @param {string} name
 */
export function rename(link, before, name) {
  const names = new Map([[`MARKREAD ${lower(before)}`, `MARKREAD ${lower(name)}`]]);
  const now = (/** @type {string} */ line) => {
    const asked = parse(line);
    const place = TARGETS[asked?.command ?? ""] ?? 0;
    return asked && lower(asked.params[place] ?? "") === lower(before) ? format(asked.command, asked.params.with(place, name), asked.tags) : line;
  };
  link.lines = link.lines.map(([cost, command, lines]) => [cost, command, lines.map(now)]);
  link.later = new Map([...link.later].map(([one, [cost, command, [line]]]) => {
    const renamed = now(line);
    return [one === line ? renamed : (names.get(one) ?? one), [cost, command, [renamed]]];
  }));
}

/**
 * How far one has read, which is told before one goes, or leaves that room.
 * @param {Link} link
 * @param {string} [room]
 */
function marksOf(link, room) {
  return takeOut(link, ["MARKREAD"], room).map(([, waiting]) => waiting);
}

/**
 * What nobody waits for, about that room or about any, waits no more.
 * @param {Link} link
 * @param {string[]} commands
 * @param {string} [room]
 */
function takeOut({ later }, commands, room) {
  const taken = [...later].filter(([, [, command, [line]]]) => commands.includes(command) && (room === undefined || isAbout(line, room)));
  for (const [name] of taken) later.delete(name);
  return taken;
}

/**
 * @param {string} line
 * @param {string} room
 */
function isAbout(line, room) {
  return lower(parse(line)?.params[0] ?? "") === lower(room);
}

/**
 * @param {Link} link
 * @param {string} command
 * @param {string[]} params
 * @param {Record<string, string>} tags
 * @returns {Waiting}
 */
function written({ caps }, command, params, tags) {
  return [COSTS[command] ?? USUAL_COST, command, [format(command, params, caps.has(MESSAGE_TAGS) ? tags : {})]];
}

/**
 * Queue a batch that nothing comes between. Each line: its command, its parameters, and its tags.
 * @param {Link} link
 * @param {string} kind
 * @param {string[]} about its parameters
 * @param {[string, string[], Record<string, string>][]} lines
 * @param {Record<string, string>} tags
 */
export function sendBatch(link, kind, about, lines, tags) {
  if (link.silent) return;
  link.batches += 1;
  const batch = `b${link.batches}`;
  const inside = lines.map(([command, params, more]) => format(command, params, { batch, ...more }));
  const whole = [format("BATCH", [`+${batch}`, kind, ...about], tags), ...inside, format("BATCH", [`-${batch}`])];
  const cost = inside.reduce((sum, line) => sum + Math.max(LEAST_OF_BATCH, bytes(line) / BATCH_BYTES), 2 * USUAL_COST);
  link.lines.push([cost, "BATCH", whole]);
}

/**
 * The words joined, in as many parts as it takes for each to fit into a line, and into the answer with all of it.
 * @param {Iterable<string>} words
 * @param {string} joint
 */
export function packed(words, joint) {
  /** @type {string[]} */
  const parts = [];
  for (const word of words) {
    const longer = `${parts.at(-1)}${joint}${word}`;
    if (parts.length && bytes(longer) <= LIST_BYTES) parts[parts.length - 1] = longer;
    else parts.push(word);
  }
  return parts;
}

/**
 * A label that was not used before on this connection.
 * @param {Link} link
 */
export function newLabel(link) {
  link.number += 1;
  return `q${link.number}`;
}

/**
 * The lines that wait and may be sent now, once.
 * @param {Link} link
 * @param {number} now
 */
export function take(link, now) {
  const taken = [];
  while (wait(link, now) === 0) {
    const [cost, command, lines] = next(link);
    taken.push(...lines);
    if (link.bucket && !link.once.has(command)) use(link.bucket, cost);
    link.once.delete(command);
  }
  return taken;
}

/**
 * @param {Link} link of which something waits
 * @returns {Waiting}
 */
function next({ lines, later }) {
  const [[name, waiting] = ["", lines[0]]] = later;
  if (lines.length) return /** @type {Waiting} */ (lines.shift());
  later.delete(name);
  return waiting;
}

/**
 * The milliseconds until the next line may be sent; null when none waits.
 * @param {Link} link
 * @param {number} now
 */
export function wait(link, now) {
  if (link.lines.length) {
    if (waiting(link, now)) hurry(link);
    return waiting(link, now);
  }
  const [first] = link.later.values();
  return first ? waitToLeave(link, now, first[0], first[1]) : null;
}

/**
 * Whether what nobody waits for could go out now.
 * @param {Link} link
 * @param {number} now
 */
export function hasLeisure(link, now) {
  return !link.lines.length && !waitToLeave(link, now, USUAL_COST);
}

/**
 * @param {Link} link of which a line waits
 * @param {number} now
 */
function waiting({ lines: [[cost, command]], bucket, once }, now) {
  if (!bucket || once.has(command)) return 0;
  return waitOf(bucket, now, READ.includes(command) ? cost : cost - bucket.spared);
}

/**
 * @param {Link} link
 * @param {number} now
 * @param {number} cost
 * @param {string} [command]
 */
function waitToLeave({ bucket, once }, now, cost, command = "") {
  return bucket ? waitOf(bucket, now, (once.has(command) ? 0 : cost) + LEFT) : 0;
}

/**
 * Put what goes first in front, if nothing but what is to be read stands before them.
 * @param {Link} link
 */
function hurry({ lines }) {
  const place = lines.findIndex(([, command]) => !READ.includes(command));
  if (place > 0 && FIRST.includes(lines[place][1])) lines.unshift(...lines.splice(place, 1));
}

/**
 * Take in the tokens of an RPL_ISUPPORT line.
 * @param {Link} link
 * @param {string[]} tokens
 */
export function learn(link, tokens) {
  for (const token of tokens) {
    const [name, ...value] = token.split("=");
    if (name.startsWith("-")) link.supports.delete(name.slice(1));
    else link.supports.set(name, value.join("="));
    if (name === "FLOOD") link.bucket = bucketOf(value.join("="));
  }
}

/**
 * How many messages to ask for at once.
 * @param {Link} link
 * @param {number} [most]
 */
export function page(link, most = PAGE) {
  const limit = link.supports.get("CHATHISTORY") ?? "";
  return /^[0-9]{1,8}$/.test(limit) && Number(limit) ? Math.min(most, Number(limit)) : most;
}

/**
 * The text as a line can hold it: without line ends and NUL, and with something in place of what is not UTF-8.
 * @param {string} text
 */
export function clean(text) {
  return text.replace(/[\r\n\0]/g, " ").replace(/[\ud800-\udfff]/gu, "?");
}

/**
 * Whether the text can be a parameter before the last one.
 * @param {string} text
 */
export function isWord(text) {
  return text !== "" && !text.startsWith(":") && !/[ ,\r\n\0]|[\ud800-\udfff]/u.test(text);
}
