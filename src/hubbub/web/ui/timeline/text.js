/** What somebody wrote, as nodes: paragraphs, quotes, lists, code, links, mentions; never HTML. */

import { html } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { format, formatLine, onlyEmoji } from "../../formatting.js";
import { lower } from "../../irc/casemap.js";
import { destination } from "../../links.js";
import { t } from "../../strings/index.js";
import { fragmentOf, placeOf } from "../../routes.js";
import { go } from "../places.js";
import { openCard } from "../card.js";
import { Code } from "./code.js";

/** What one is called, folded: these mentions are orange. */
function called(app) {
  return new Set([app.state.me.name, app.state.me.account].filter(Boolean).map(lower));
}

/** Whose names count as mentions in a buffer. */
export function namesIn(app, buffer) {
  const mine = called(app);
  return { has: (name) => mine.has(name) || buffer?.members.has(name) || app.state.people.has(name) };
}

/**
 * A message's text.
 * @param {{app: any, buffer: any, text: string, tail?: any, marks?: string[]}} props  `tail`: what stands at the end of the last line
 */
export function Text({ app, buffer, text, tail, marks }) {
  if (!marks && onlyEmoji(text)) return html`<div class="text emoji" dir="auto">${text}${tail}</div>`;
  const look = { app, buffer, mine: called(app), marks: marks && wanted(marks) };
  const blocks = format(text, namesIn(app, buffer));
  const runs = grouped(blocks);
  return runs.map((run, at) => html`<${Run} key=${at} run=${run} look=${look} tail=${at === lastText(runs) && tail} />`);
}

/** Code stands by itself; all else in a row is one text. */
function grouped(blocks) {
  const runs = [];
  for (const block of blocks) {
    if (block.block === "code" || !runs.length || runs.at(-1)[0].block === "code") runs.push([block]);
    else runs.at(-1).push(block);
  }
  return runs;
}

function lastText(runs) {
  return runs.findLastIndex((run) => run[0].block !== "code");
}

function Run({ run, look, tail }) {
  if (run[0].block === "code") return html`<${Code} language=${run[0].language} text=${run[0].text} />`;
  const bare = run.length === 1 && run[0].block === "text" && !/\n\s*\n/.test(plain(run[0].spans));
  if (bare) return html`<div class="text" dir="auto">${nodes(run[0].spans, look)}${tail && html` ${tail}`}</div>`;
  return html`<div class="text" dir="auto">${run.map((block, at) => BLOCKS[block.block](block, look, at === run.length - 1 && tail))}</div>`;
}

const plain = (spans) => spans.map((span) => span.text).join("");

const BLOCKS = {
  text: (block, look, tail) => paragraphs(block.spans).map((spans, at, all) => html`<p key=${at}>${nodes(spans, look)}${at === all.length - 1 && tail && html` ${tail}`}</p>`),
  quote: (block, look) => html`<blockquote class="quote">${nodes(block.spans, look)}</blockquote>`,
  list: (block, look) => {
    const items = block.items.map((spans, at) => html`<li key=${at}>${nodes(spans, look)}</li>`);
    return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`;
  },
};

/** Spans cut at empty lines. */
function paragraphs(spans) {
  const all = [[]];
  for (const span of spans) {
    const pieces = span.link || span.code ? [span.text] : span.text.split(/\n\s*\n/);
    pieces.forEach((text, at) => {
      if (at) all.push([]);
      if (text) all.at(-1).push({ ...span, text });
    });
  }
  return all.filter((one) => one.length);
}

/** One line of text, for topics and for what somebody does. @param {{text: string, buffer?: any}} props */
export function Line({ text, buffer }) {
  const app = useApp();
  return html`${nodes(formatLine(text, namesIn(app, buffer)), { app, buffer, mine: called(app) })}`;
}

/** The nodes of spans. */
export function nodes(spans, look) {
  return spans.map((span, at) => node(span, look, at));
}

function node(span, look, key) {
  if (span.label) return html`<span key=${key} class="bidi" title=${hint(span.text)}>${span.label}</span>`;
  if (span.link) return html`<${Link} key=${key} span=${span} />`;
  if (span.mention) return html`<${Mention} key=${key} span=${span} look=${look} />`;
  if (span.room) return html`<a key=${key} class="at" href=${fragmentOf(span.room)} onClick=${openHere(span.room)} dir="auto">${span.text}</a>`;
  const text = look.marks && !span.code ? marked(span.text, look.marks) : span.text;
  return dressed(span, text, key);
}

/** Bold, italic and the like around a text; colours of others are left out, as ours have meanings. */
function dressed(span, text, key) {
  if (span.code || span.mono) return html`<code key=${key}>${text}</code>`;
  const tags = [span.strike && "s", span.underline && "u", span.italic && "i", span.bold && "b"].filter(Boolean);
  if (!tags.length) return text;
  return tags.reduce((inside, Tag) => html`<${Tag} key=${key}>${inside}<//>`, text);
}

const hint = (sign) => `U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

/** A link: shown as it is written, without https://; where it would mislead, its real host stands beside it. */
function Link({ span }) {
  const { href, host } = destination(span.link) ?? {};
  if (!href) return span.text;
  const shown = span.text.replace(/^https:\/\//i, "");
  const own = href.startsWith(`${location.origin}${location.pathname}#`) ? placeOf(new URL(href).hash) : null;
  if (own) return html`<a href=${href} onClick=${openHere(own.key, own.id)}>${shown}</a>`;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${shown}</a>${host && html` <small class="host">(${host})</small>`}`;
}

function openHere(key, id = "") {
  return (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(key, id);
  };
}

function Mention({ span, look }) {
  const you = look.mine.has(span.mention);
  const open = (event) => openCard(look.app, event.currentTarget, span.mention, look.buffer);
  return html`<button type="button" class=${you ? "at you" : "at"} onClick=${open} aria-label=${you ? t("text.you", { name: span.text }) : undefined}>${span.text}</button>`;
}

/* ---------------------------------------------------------------- marks of a search */

function wanted(words) {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

function marked(text, marks) {
  return text.split(marks).map((piece, at) => (at % 2 ? html`<mark key=${at}>${piece}</mark>` : piece));
}
