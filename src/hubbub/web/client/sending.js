/** How a message leaves: as one line, as one message of several lines, or in parts where the server takes no more. */

import { splitAtWords } from "../typed/splitting.js";
import { BODY_LIMIT, bytes } from "../wire/message.js";
import { ACTION } from "./arrivals.js";
import { commandOf, wordsOf } from "./outgoing.js";
import { BATCH, CLIENT_ID, CONCAT_TAG, EDIT, MESSAGE_TAGS, MULTILINE } from "./protocol/capabilities.js";
import { multilineLimits } from "./protocol/isupport.js";
import * as link from "./protocol/link.js";

/** @typedef {import("./outgoing.js").Outgoing} Outgoing */

const SOURCE = ":!@ ".length + 32 + 10 + 63; // bytes: what the server puts in front for others, however long name and host are
const SMALLEST = 64; // bytes of text in a line, however long the target is: the server then says what is wrong

/**
 * Send a message that fits. `ids`: the server remembers ids, so that it makes no second one of it.
 * @param {link.Link} to
 * @param {Outgoing} message
 * @param {boolean} ids
 */
export function send(to, message, ids) {
  /** @type {Record<string, string>} */
  const tags = {};
  if (message.reply && to.caps.has(MESSAGE_TAGS)) tags["+draft/reply"] = message.reply;
  if (ids && to.caps.has(CLIENT_ID)) tags[CLIENT_ID] = message.id;
  if (link.hasLabels(to)) tags.label = message.id;
  const lines = linesOf(to, message);
  if (lines.length === 1) {
    link.send(to, commandOf(message), [message.target, wordsOf(message)], tags);
    return;
  }
  const rows = lines.map(
    ([text, goesOn]) =>
      /** @type {[string, string[], Record<string, string>]} */ (["PRIVMSG", [message.target, text], goesOn ? { [CONCAT_TAG]: "" } : {}]),
  );
  link.sendBatch(to, MULTILINE, [message.target], rows, tags);
}

/**
 * Give a message another text of several lines; null: this server does not take it (docs/ext/edit.md).
 * @param {link.Link} to
 * @param {string} target
 * @param {string} id
 * @param {string} text
 * @returns {[string, string[], Record<string, string>][] | null}
 */
export function editOfLines(to, target, id, text) {
  const { bytes: most, lines: mostLines } = multilineLimits(to.offered.get(MULTILINE) ?? "");
  if (!to.offered.get(EDIT)?.includes("multiline") || !isMultiline(to)) return null;
  const lines = linesOf(to, { id: "", target, text, kind: "said", reply: "", sent: false, sentBefore: false });
  if (bytes(text) > most || lines.length > mostLines) return null;
  return lines.map(
    ([part, goesOn]) =>
      /** @type {[string, string[], Record<string, string>]} */ (["EDIT", [target, id, part], goesOn ? { [CONCAT_TAG]: "" } : {}]),
  );
}

/**
 * The texts of the messages that it has to be sent as: one where it can be sent whole.
 * @param {link.Link} to
 * @param {Outgoing} message
 */
export function partsOf(to, message) {
  if (message.kind === "said" && isMultiline(to)) {
    const { bytes: most, lines } = multilineLimits(to.offered.get(MULTILINE) ?? "");
    return pages(message.text, most, lines);
  }
  const lines = message.text.split("\n").filter((line) => line.trim());
  const parts = (lines.length ? lines : [message.text]).flatMap((line) => splitAtWords(link.clean(line), roomForText(message)));
  return parts.length ? parts : [""];
}

/** @param {link.Link} to */
function isMultiline({ caps }) {
  return caps.has(BATCH) && caps.has(MULTILINE);
}

/**
 * Bytes of text that one line can hold, also when it reaches others.
 * @param {Outgoing} message
 */
function roomForText(message) {
  const around = SOURCE + bytes(`${commandOf(message)} ${message.target} :`);
  return Math.max(SMALLEST, BODY_LIMIT - around - (message.kind === "did" ? ACTION.length + 1 : 0));
}

/**
 * The lines of a message, each with whether it goes on with the one before.
 * @param {link.Link} to
 * @param {Outgoing} message
 * @returns {[string, boolean][]}
 */
function linesOf(to, message) {
  if (message.kind !== "said" || !isMultiline(to)) return [[message.text, false]];
  const limit = roomForText(message);
  return message.text
    .split("\n")
    .flatMap((line) => pieces(line, limit).map((piece, place) => /** @type {[string, boolean]} */ ([piece, place > 0])));
}

/**
 * A line cut so that its pieces, one after the other, are the line again: behind spaces, where there are some.
 * @param {string} line
 * @param {number} limit
 */
function pieces(line, limit) {
  const found = [];
  while (bytes(line) > limit) {
    const head = headOf(line, limit);
    const space = head.lastIndexOf(" ");
    const cut = space > 0 ? space + 1 : head.length;
    found.push(line.slice(0, cut));
    line = line.slice(cut);
  }
  return [...found, line];
}

/**
 * As much of the text as has at most so many bytes, in whole characters.
 * @param {string} text
 * @param {number} limit
 */
function headOf(text, limit) {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(limit));
  return text.slice(0, read);
}

/**
 * The text in messages of at most so many bytes and lines, cut at lines, else at words.
 * @param {string} text
 * @param {number} mostBytes
 * @param {number} mostLines
 */
function pages(text, mostBytes, mostLines) {
  const lines = text.split("\n").flatMap((line) => (line ? splitAtWords(line, mostBytes) : [""]));
  /** @type {string[][]} */
  const found = [[]];
  let size = 0;
  for (const line of lines) {
    const cost = bytes(line) + 1;
    const onWire = 1 + Math.floor((cost - 1) / SMALLEST); // lines that it may take
    const page = found[found.length - 1];
    if (page.length && (size + cost > mostBytes || page.length + onWire > mostLines)) {
      found.push([line]);
      size = cost;
    } else {
      page.push(line);
      size += cost;
    }
  }
  const whole = found.map((page) => page.join("\n")).filter((page) => page.trim());
  return whole.length ? whole : [""];
}

/**
 * The text as lines can hold it: LF separates them, nothing else of the kind is left.
 * @param {string} text
 */
export function cleanLines(text) {
  return text.replace(/\r\n?/g, "\n").split("\n").map(link.clean).join("\n");
}
