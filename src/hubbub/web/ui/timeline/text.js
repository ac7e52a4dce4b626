/** What somebody wrote, as nodes: paragraphs, quotes, lists, code, links, mentions; never HTML. */

import { html } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { format, formatLine, onlyEmoji } from "../../views/formatting.js";
import { lower } from "../../irc/casemap.js";
import { placeOf, fragmentOf } from "../../routes.js";
import { t } from "../../strings/index.js";
import { openCard } from "../opening.js";
import { go } from "../places.js";
import { Code } from "./code.js";

/**
 * What makes words more than words in a buffer.
 * @param {import("../../app.js").App} app
 * @param {any} [buffer]
 */
export function around(app, buffer) {
  const { me, people } = app.state;
  return {
    me: [me.name, me.account].filter(Boolean).map(lower),
    names: (fold) => buffer?.members.has(fold) || people.has(fold),
  };
}

/**
 * A message's text.
 * @param {{app: import("../../app.js").App, buffer: any, text: string, tail?: any, marks?: string[]}} props  `tail`: what stands at the end of the last line
 */
export function Text({ app, buffer, text, tail, marks }) {
  if (!marks && onlyEmoji(text)) return html`<div class="text emoji" dir="auto">${text}${tail}</div>`;
  const look = { app, buffer, marks: marks?.length ? wanted(marks) : null };
  const runs = grouped(format(text, around(app, buffer)));
  const last = runs.findLastIndex((run) => run[0].type !== "code");
  return html`${runs.map((run, at) => Run({ run, look, tail: at === last && tail }))}${last < 0 && tail}`;
}

/** Code stands by itself; all else in a row is one text. */
function grouped(blocks) {
  const runs = [];
  for (const block of blocks) {
    if (block.type === "code" || !runs.length || runs.at(-1)[0].type === "code") runs.push([block]);
    else runs.at(-1).push(block);
  }
  return runs;
}

function Run({ run, look, tail }) {
  if (run[0].type === "code") return html`<${Code} language=${run[0].language} text=${run[0].text} />`;
  if (run.length === 1 && run[0].type === "paragraph") return html`<div class="text" dir="auto">${nodes(run[0].spans, look)}${tail && html` ${tail}`}</div>`;
  return html`<div class="text" dir="auto">${blocksOf(run, look, tail)}</div>`;
}

/** @param {any} [tail] what stands at the end of the last paragraph, or below if the last is none */
function blocksOf(blocks, look, tail) {
  const ends = tail && blocks.at(-1).type === "paragraph";
  const last = ends && html`<p key="last">${nodes(blocks.at(-1).spans, look)} ${tail}</p>`;
  const made = (ends ? blocks.slice(0, -1) : blocks).map((block, at) => BLOCKS[block.type](block, look, at));
  return [...made, last || (tail && html`<p key="last">${tail}</p>`)];
}

const BLOCKS = {
  paragraph: (block, look, key) => html`<p key=${key}>${nodes(block.spans, look)}</p>`,
  quote: (block, look, key) => html`<blockquote key=${key} class="quote">${blocksOf(block.blocks, look)}</blockquote>`,
  code: (block, _look, key) => html`<${Code} key=${key} language=${block.language} text=${block.text} />`,
  list: (block, look, key) => {
    const items = block.items.map((spans, at) => html`<li key=${at}>${nodes(spans, look)}</li>`);
    return block.ordered ? html`<ol key=${key} start=${block.start}>${items}</ol>` : html`<ul key=${key}>${items}</ul>`;
  },
};

/** One line of text, for topics and for what somebody does. @param {{text: string, buffer?: any}} props */
export function Line({ text, buffer }) {
  const app = useApp();
  return html`${nodes(formatLine(text, around(app, buffer)), { app, buffer, marks: null })}`;
}

/** The nodes of spans. */
function nodes(spans, look) {
  return spans.map((span, key) => (typeof span === "string" ? marked(span, look.marks) : SPANS[span.type](span, look, key)));
}

/** Names of signs that turn or hide what is read, as Unicode calls them for short. */
const SHORT = {
  "U+200B": "ZWSP", "U+200C": "ZWNJ", "U+200D": "ZWJ", "U+200E": "LRM", "U+200F": "RLM", "U+202A": "LRE", "U+202B": "RLE", "U+202C": "PDF", "U+202D": "LRO", "U+202E": "RLO",
  "U+2060": "WJ", "U+2066": "LRI", "U+2067": "RLI", "U+2068": "FSI", "U+2069": "PDI", "U+FEFF": "BOM",
};

const SPANS = {
  strong: (span, look, key) => html`<b key=${key}>${nodes(span.spans, look)}</b>`,
  em: (span, look, key) => html`<i key=${key}>${nodes(span.spans, look)}</i>`,
  code: (span, _look, key) => html`<code key=${key}>${span.text}</code>`,
  link: (span, _look, key) => html`<${Link} key=${key} span=${span} />`,
  mention: (span, look, key) => html`<${Mention} key=${key} span=${span} look=${look} />`,
  room: (span, _look, key) => html`<a key=${key} class="at" href=${fragmentOf(lower(span.name))} onClick=${openHere(lower(span.name))} dir="auto">${span.name}</a>`,
  hidden: (span, _look, key) => html`<span key=${key} class="bidi" title=${span.label}>${SHORT[span.label] ?? span.label}</span>`,
};

/** A link: shown as it is written, from left to right whatever stands around it, without https://; where it would mislead, its real host stands beside it. */
function Link({ span }) {
  const { href, host, text } = span;
  const shown = text.replace(/^https:\/\//i, "");
  const own = href.startsWith(`${location.origin}${location.pathname}#`) ? placeOf(new URL(href).hash) : null;
  if (own) return html`<a dir="ltr" href=${href} onClick=${openHere(lower(own.target), own.id)}>${shown}</a>`;
  return html`<a dir="ltr" href=${href} target="_blank" rel="noopener noreferrer">${shown}</a>${host && html` <small class="host" dir="ltr">(${host})</small>`}`;
}

function openHere(key, id = "") {
  return (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(key, id);
  };
}

function Mention({ span, look }) {
  const open = (event) => openCard(event.currentTarget, lower(span.name), look.buffer);
  return html`<button type="button" class=${span.me ? "at you" : "at"} onClick=${open} aria-label=${span.me ? t("text.you", { name: span.text }) : undefined}>${span.text}</button>`;
}

/* ---------------------------------------------------------------- marks of a search */

/** @param {string[]} words */
function wanted(words) {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

function marked(text, marks) {
  return marks ? text.split(marks).map((piece, at) => (at % 2 ? html`<mark key=${at}>${piece}</mark>` : piece)) : text;
}
