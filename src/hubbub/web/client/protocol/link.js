/** The current connection as the client core knows it: what it can do, and the lines that wait to be sent. */

import { bytes, format } from "../../wire/message.js";
import { BATCH, LABELED_RESPONSE, MESSAGE_TAGS } from "./capabilities.js";
import { BATCH_BYTES, bucketOf, COSTS, LEAST_OF_BATCH, use, USUAL_COST, wait as waitOf } from "./rate_limit.js";

export const READY = "hubbub-ready"; // our PINGs: everything that belongs to entering has been answered
export const SETTLED = "hubbub-settled"; // everything that was typed has been answered
export const ALIVE = "hubbub-alive"; // the server is there

const LIST_BYTES = 440; // of a list in a line: the line, and the server's answer with it, have at most 512
const PAGE = 100; // messages asked for at once

/**
 * `caps`: the enabled capabilities; `offered`: their values as the server told them; `supports`: the ISUPPORT tokens.
 * `lines`: what waits to be sent, with its cost. `silent`: another tab sends; nothing is kept here.
 * @typedef {{caps: Set<string>, offered: Map<string, string>, supports: Map<string, string>,
 *   lines: [number, string[]][], bucket: import("./rate_limit.js").Bucket | null, number: number, batches: number, silent: boolean}} Link
 */

/** @returns {Link} */
export function createLink() {
  return { caps: new Set(), offered: new Map(), supports: new Map(), lines: [], bucket: null, number: 0, batches: 0, silent: false };
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
  const line = format(command, params, link.caps.has(MESSAGE_TAGS) ? tags : {});
  if (command === "PONG") link.lines.unshift([0, [line]]); // whoever does not answer in time is taken for dead
  else link.lines.push([COSTS[command] ?? USUAL_COST, [line]]);
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
  const written = [format("BATCH", [`+${batch}`, kind, ...about], tags), ...inside, format("BATCH", [`-${batch}`])];
  const cost = inside.reduce((sum, line) => sum + Math.max(LEAST_OF_BATCH, bytes(line) / BATCH_BYTES), 2 * USUAL_COST);
  link.lines.push([cost, written]);
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
 * The lines that wait and may be sent now, once. Where the server makes us wait, what was said goes before what is
 * asked: nobody waits with their words for a page of history.
 * @param {Link} link
 * @param {number} now
 */
export function take(link, now) {
  const taken = [];
  for (let next = link.lines[0]; next; next = link.lines[0]) {
    if (waiting(link, now)) {
      if (!hurry(link) || waiting(link, now)) break;
      next = link.lines[0];
    }
    link.lines.shift();
    taken.push(...next[1]);
    if (link.bucket) use(link.bucket, next[0]);
  }
  return taken;
}

/**
 * Put the first message in front; whether there was one behind something else.
 * @param {Link} link
 */
function hurry({ lines }) {
  const place = lines.findIndex(([, [line]]) => SAID.test(line));
  if (place < 1) return false;
  lines.unshift(...lines.splice(place, 1));
  return true;
}

const SAID = /^(?:@[^ ]* )?(?:PRIVMSG|NOTICE|BATCH) /;

/**
 * The milliseconds until the next line may be sent; null when none waits.
 * @param {Link} link
 * @param {number} now
 */
export function wait(link, now) {
  return link.lines.length ? waiting(link, now) : null;
}

/**
 * @param {Link} link
 * @param {number} now
 */
function waiting(link, now) {
  return link.bucket ? waitOf(link.bucket, now, link.lines[0][0]) : 0;
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
