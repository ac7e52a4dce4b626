/**
 * A message's text -> what is to be shown, as plain objects: never HTML, no text is lost, in linear time.
 *
 * Blocks: paragraphs, fences, quotes, lists. In them: **bold**, *italic*, `code`, links, mentions, rooms, :names: of
 * emoji; IRC's codes for bold, italic and monospace, while colours are left out. What hides or reorders is labelled.
 */

import { lower } from "../irc/casemap.js";
import { LINK } from "../irc/mentions.js";
import { clip, FORMATTING, revealed, stripFormatting } from "../wire/sanitize.js";
import { destination } from "./links.js";

/**
 * `link`: `host` is what has to stand beside the text, because the text says something else ("" otherwise).
 * `hidden`: a sign that cannot be seen, or reorders, shown by its label.
 * @typedef {(
 *   | string
 *   | {type: "strong", spans: Span[]}
 *   | {type: "em", spans: Span[]}
 *   | {type: "code", text: string}
 *   | {type: "link", href: string, text: string, host: string}
 *   | {type: "mention", name: string, text: string, me: boolean}
 *   | {type: "room", name: string}
 *   | {type: "hidden", label: string}
 * )} Span
 */
/**
 * @typedef {(
 *   | {type: "paragraph", spans: Span[]}
 *   | {type: "code", language: string, text: string}
 *   | {type: "quote", blocks: Block[]}
 *   | {type: "list", ordered: boolean, start: number, items: Span[][]}
 * )} Block
 */
/**
 * What words can be: `me` one's own names (name, account), folded; `names` tells whether somebody here has that folded
 * name; `emoji` gives the emoji of a name, without its colons.
 * @typedef {{me?: string[], names?: (fold: string) => boolean, emoji?: (name: string) => string | undefined}} Around
 */

const FENCE = /^ {0,3}```+[ \t]*([\w+#.-]{0,20})[ \t]*$/;
const QUOTE = /^> ?/;
const ITEM = /^(?:[-•] |([0-9]{1,4})[.)] )/;
const DEEPEST = 3; // quotes in quotes; what is deeper is text

/**
 * @param {string} text
 * @param {Around} [around]
 * @returns {Block[]}
 */
export function format(text, around = {}) {
  return blocks(clip(text).split("\n"), around, 0);
}

/**
 * The text of one line: no blocks, as in topics and in what somebody does (/me).
 * @param {string} text
 * @param {Around} [around]
 * @returns {Span[]}
 */
export function formatLine(text, around = {}) {
  return spans(clip(text), around);
}

/**
 * The text in one line without marks, as where it is quoted.
 * @param {string} text
 */
export function plain(text) {
  return format(text).map(plainBlock).join(" ").replace(/\s+/g, " ").trim();
}

/** @param {Block} block @returns {string} */
function plainBlock(block) {
  if (block.type === "code") return block.text;
  if (block.type === "quote") return block.blocks.map(plainBlock).join(" ");
  return block.type === "list" ? block.items.map(plainSpans).join(" ") : plainSpans(block.spans);
}

/** @param {Span[]} spans */
function plainSpans(spans) {
  return spans.map(plainSpan).join("");
}

/** @param {Span} span @returns {string} */
function plainSpan(span) {
  if (typeof span === "string") return span;
  if (span.type === "strong" || span.type === "em") return plainSpans(span.spans);
  if (span.type === "room") return span.name;
  return span.type === "hidden" ? "" : span.text;
}

/**
 * Whether the text is one to six emoji and nothing else.
 * @param {string} text
 */
export function onlyEmoji(text) {
  const bare = text.replace(/\s+/g, "");
  return bare.length < 120 && ONLY_EMOJI.test(bare);
}

const ONLY_EMOJI = /^\p{RGI_Emoji}{1,6}$/v;

// Blocks

/**
 * @param {string[]} lines
 * @param {Around} around
 * @param {number} depth
 * @returns {Block[]}
 */
function blocks(lines, around, depth) {
  /** @type {Block[]} */
  const found = [];
  let at = 0;
  while (at < lines.length) {
    const fence = FENCE.exec(lines[at]);
    const end = fence ? fenceEnd(lines, at) : run(lines, at, kindOf(lines[at], depth), depth);
    if (fence) found.push({ type: "code", language: fence[1].toLowerCase(), text: lines.slice(at + 1, end).join("\n") });
    else found.push(...block(lines.slice(at, end), kindOf(lines[at], depth), around, depth));
    at = fence ? end + 1 : end;
  }
  return found;
}

/**
 * @param {string[]} lines
 * @param {number} at
 */
function fenceEnd(lines, at) {
  const end = lines.findIndex((line, place) => place > at && /^ {0,3}```+[ \t]*$/.test(line));
  return end < 0 ? lines.length : end;
}

/**
 * @param {string} line
 * @param {number} depth
 */
function kindOf(line, depth) {
  if (depth < DEEPEST && line.startsWith("> ")) return "quote";
  const item = ITEM.exec(line);
  if (item) return item[1] ? "ordered" : "list";
  return line.trim() ? "text" : "blank";
}

/**
 * The end of the lines from `at` on that belong together.
 * @param {string[]} lines
 * @param {number} at
 * @param {string} kind
 * @param {number} depth
 */
function run(lines, at, kind, depth) {
  let end = at + 1;
  const same = (/** @type {string} */ line) => kindOf(line, depth) === kind || (kind === "quote" && line === ">");
  while (end < lines.length && same(lines[end]) && !FENCE.test(lines[end])) end += 1;
  return end;
}

/**
 * @param {string[]} lines
 * @param {string} kind
 * @param {Around} around
 * @param {number} depth
 * @returns {Block[]}
 */
function block(lines, kind, around, depth) {
  if (kind === "blank") return [];
  if (kind === "quote") {
    return [{ type: "quote", blocks: blocks(lines.map((line) => line.replace(QUOTE, "")), around, depth + 1) }];
  }
  if (kind === "text") return [{ type: "paragraph", spans: spans(lines.join("\n"), around) }];
  const start = Number(ITEM.exec(lines[0])?.[1] ?? 1);
  return [{ type: "list", ordered: kind === "ordered", start, items: lines.map((line) => spans(line.replace(ITEM, ""), around)) }];
}

// Spans

/**
 * Code and links first, for nothing counts inside them; then IRC's codes and the stars; words last.
 * @param {string} text
 * @param {Around} around
 * @returns {Span[]}
 */
function spans(text, around) {
  const state = new Nesting();
  const pieces = literal(text);
  pieces.forEach((piece, at) => {
    if (typeof piece !== "string") state.add(piece);
    else styled(piece, state, around, at > 0 ? LITERAL_SIGN : " ", at < pieces.length - 1 ? LITERAL_SIGN : " ");
  });
  return state.end();
}

/**
 * The text in strings, with code and links between them.
 * @param {string} text
 * @returns {Span[]}
 */
function literal(text) {
  /** @type {Span[]} */
  const pieces = [];
  let start = 0;
  for (const found of text.matchAll(LITERAL)) {
    const span = found[2] === undefined ? link(found[0]) : code(found[2]);
    if (!span) continue;
    pieces.push(text.slice(start, found.index), span);
    start = found.index + (typeof span !== "string" && span.type === "link" ? span.text.length : found[0].length);
  }
  pieces.push(text.slice(start));
  return pieces.filter((piece) => piece !== "");
}

const LITERAL = new RegExp(`(\`{1,2})(?!\`)([^\\n]{1,2000}?)(?<!\`)\\1(?!\`)|${LINK.source}`, "giu");

/**
 * @param {string} text
 * @returns {Span | null}
 */
function code(text) {
  const bare = stripFormatting(text);
  return bare.trim() ? { type: "code", text: bare } : null;
}

/**
 * @param {string} written
 * @returns {Span & {type: "link"} | null}
 */
function link(written) {
  const found = destination(written);
  return found && { type: "link", href: found.href, text: found.text, host: found.host };
}

const LITERAL_SIGN = "."; // what code and links are to the stars beside them: neither a space nor a letter

/** Spans that are open, innermost last: what is never closed turns out to have been text. */
class Nesting {
  constructor() {
    /** @type {{mark: string, spans: Span[]}[]} */
    this.open = [{ mark: "", spans: [] }];
  }

  /** @param {Span} span */
  add(span) {
    const { spans } = this.open[this.open.length - 1];
    if (typeof span === "string" && typeof spans[spans.length - 1] === "string") spans.push(spans.pop() + span);
    else spans.push(span);
  }

  /** @param {string} mark */
  has(mark) {
    return this.open.some((level) => level.mark === mark);
  }

  /** @param {string} mark */
  begin(mark) {
    this.open.push({ mark, spans: [] });
  }

  /**
   * Close the innermost span of that mark; what was opened inside it and not closed was text.
   * @param {string} mark
   */
  finish(mark) {
    while (this.open[this.open.length - 1].mark !== mark) this.giveUp();
    const spans = this.open.pop()?.spans ?? [];
    if (spans.length) this.add({ type: STRONG.has(mark) ? "strong" : "em", spans });
  }

  giveUp() {
    const level = this.open.pop();
    if (!level || (!level.spans.length && !level.mark.includes("*"))) return;
    // IRC's codes need no end, the stars do.
    if (!level.mark.includes("*")) this.add({ type: STRONG.has(level.mark) ? "strong" : "em", spans: level.spans });
    else for (const span of [level.mark, ...level.spans]) this.add(span);
  }

  end() {
    while (this.open.length > 1) this.giveUp();
    return this.open[0].spans;
  }
}

const STRONG = new Set(["**", "\x02"]);
const MARKS = /\*{1,3}|\x02|\x1d|\x0f/g;
const IRC_REST = /[\x03\x04\x11\x16\x1e\x1f]/;

/**
 * @param {string} text
 * @param {Nesting} state
 * @param {Around} around
 * @param {string} before the sign before the text
 * @param {string} after and behind it
 */
function styled(text, state, around, before, after) {
  if (IRC_REST.test(text)) {
    text = text.replace(FORMATTING, (codes) => (/[\x02\x1d\x0f]/.test(codes) ? codes : ""));
  }
  let start = 0;
  for (const found of text.matchAll(MARKS)) {
    words(text.slice(start, found.index), state, around);
    start = found.index + found[0].length;
    if (found[0].startsWith("*")) stars(found[0], text[found.index - 1] ?? before, text[start] ?? after, state);
    else codes(found[0], state);
  }
  words(text.slice(start), state, around);
}

/**
 * Stars open before a word and close after one: `2 * 3 * 4` has none.
 * @param {string} mark
 * @param {string} before
 * @param {string} after
 * @param {Nesting} state
 */
function stars(mark, before, after, state) {
  const closes = !/\s/.test(before) && !/[\p{L}\p{N}]/u.test(after);
  const opens = !/\s/.test(after) && !/[\p{L}\p{N}]/u.test(before);
  const parts = mark === "***" ? ["**", "*"] : [mark];
  for (const part of closes && !opens ? parts.reverse() : parts) {
    if (closes && state.has(part)) state.finish(part);
    else if (opens && !state.has(part)) state.begin(part);
    else state.add(part);
  }
}

/**
 * IRC's codes switch on and off; ^O ends them all.
 * @param {string} code
 * @param {Nesting} state
 */
function codes(code, state) {
  if (code !== "\x0f") {
    if (state.has(code)) state.finish(code);
    else state.begin(code);
    return;
  }
  for (const each of ["\x02", "\x1d"]) if (state.has(each)) state.finish(each);
}

const WORD =
  /@[\p{L}\p{M}\p{N}_\-[\]\\^{}|]+|(?<![\p{L}\p{N}_#/])#[\p{L}][\p{L}\p{M}\p{N}_-]+|:[a-z0-9_+-]{2,40}:|[\p{L}\p{N}_[\]\\^{}|][\p{L}\p{M}\p{N}_\-[\]\\^{}|]*/gu;

/**
 * Mentions, rooms and names of emoji among words; the rest is text.
 * @param {string} text
 * @param {Nesting} state
 * @param {Around} around
 */
function words(text, state, around) {
  let start = 0;
  for (const found of text.matchAll(WORD)) {
    const span = special(found[0], around, text, found.index + found[0].length);
    if (span === undefined) continue;
    visible(text.slice(start, found.index), state);
    state.add(span);
    start = found.index + found[0].length;
  }
  visible(text.slice(start), state);
}

/**
 * @param {string} word
 * @param {Around} around
 * @param {string} text
 * @param {number} end where the word ends in the text
 * @returns {Span | undefined}
 */
function special(word, around, text, end) {
  if (word.startsWith("#")) return { type: "room", name: word };
  if (word.startsWith(":")) return around.emoji?.(word.slice(1, -1));
  const name = word.replace(/^@/, "");
  const fold = lower(name);
  const me = around.me?.includes(fold) ?? false;
  const called = word !== name || (end === word.length && /^[:,]/.test(text.slice(end)));
  if (me || (called && around.names?.(fold))) return { type: "mention", name, text: word, me };
  return undefined;
}

/**
 * @param {string} text
 * @param {Nesting} state
 */
function visible(text, state) {
  if (!text) return;
  for (const piece of revealed(text, true)) state.add(typeof piece === "string" ? piece : { type: "hidden", label: piece.label });
}
