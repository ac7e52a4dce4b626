/** One IRC line <-> a message (https://modern.ircdocs.horse/#message-format, IRCv3 message-tags). */

import { joinTags, parseTags } from "./tags.js";

export const BODY_LIMIT = 510; // bytes of a client's line after its tags: 512 with CR LF

// How many parameters make the last one free text. It then gets its colon even where the grammar needs none.
/** @type {Record<string, number>} */
const TEXT_AT = {
  PRIVMSG: 2,
  NOTICE: 2,
  TOPIC: 2,
  PART: 2,
  KICK: 3,
  QUIT: 1,
  NICK: 1,
  AWAY: 1,
  SETNAME: 1,
  ERROR: 1,
  PONG: 2,
};

/**
 * `source` "": the line had none. `command` is in upper case; the trailing parameter is the last of `params`.
 * @typedef {{tags: Record<string, string>, source: string, command: string, params: string[]}} Message
 */

/**
 * The message of a line without its end, however long it is; null for a line that has no command.
 * @param {string} line
 * @returns {Message | null}
 */
export function parse(line) {
  /** @type {Record<string, string>} */
  let tags = {};
  if (line.startsWith("@")) {
    const [written, rest] = split(line);
    tags = parseTags(written.slice(1));
    line = rest;
  }
  let source = "";
  if (line.startsWith(" ") || line.startsWith(":")) {
    line = trimStart(line);
    if (line.startsWith(":")) {
      const [written, rest] = split(line);
      source = written.slice(1);
      line = trimStart(rest);
    }
  }
  const colon = line.indexOf(" :");
  const words = (colon < 0 ? line : line.slice(0, colon)).split(" ").filter((word) => word);
  if (!words.length || words[0].startsWith(":")) return null;
  const command = words.shift() ?? "";
  if (colon >= 0) words.push(line.slice(colon + 2));
  return { tags, source, command: upper(command), params: words };
}

/**
 * The line, without its end and however long it gets. Throws RangeError for what cannot be written: CR, LF or NUL
 * anywhere; an empty word, a space, or a colon in front, anywhere but in the last parameter.
 * @param {string} command
 * @param {string[]} [params]
 * @param {Record<string, string>} [tags]
 */
export function format(command, params = [], tags = {}) {
  const words = [command, ...params.slice(0, -1)];
  for (const word of words) {
    if (!word || word.startsWith(":") || word.includes(" ")) throw new RangeError(`not a word: ${word}`);
  }
  const written = Object.keys(tags).length ? `@${joinTags(tags)} ` : "";
  if (params.length) words.push(last(command, params));
  const line = written + words.join(" ");
  if (/[\r\n\0]/.test(line)) throw new RangeError("a line has no CR, LF or NUL inside");
  return line;
}

/**
 * The last parameter as it is written.
 * @param {string} command
 * @param {string[]} params
 */
function last(command, params) {
  const text = params[params.length - 1];
  const free = !text || text.startsWith(":") || text.includes(" ") || TEXT_AT[command] === params.length;
  return free ? `:${text}` : text;
}

/**
 * How many bytes the text has in UTF-8.
 * @param {string} text
 */
export function bytes(text) {
  return ENCODER.encode(text).length;
}

const ENCODER = new TextEncoder();

/**
 * Only ASCII has a case here: the Turkish dotless i must not make a NICK.
 * @param {string} command
 */
function upper(command) {
  return command.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** @param {string} text */
function trimStart(text) {
  return text.replace(/^ +/, "");
}

/**
 * What stands before the first space, and after it.
 * @param {string} text
 * @returns {[string, string]}
 */
function split(text) {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1)];
}
