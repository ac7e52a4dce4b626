/** What stands between messages: days, the line of the new, who came and went, what was changed, notes, gaps. */

import { html } from "../../vendor/preact.js";
import { parts, t, has } from "../../strings/index.js";
import { day, listOf, time } from "../../strings/formats.js";
import { Icon } from "../icons.js";
import { modesWords } from "../modes.js";
import { wordsOf } from "../words.js";
import { Line } from "./text.js";

/** @param {{at: number, now: number, rowKey: string}} props */
export function Day({ at, now, rowKey }) {
  return html`<div class="day" data-key=${rowKey}><hr /><h3>${day(at, now)}</h3></div>`;
}

/** @param {{count: number, rowKey: string}} props */
export function Unread({ count, rowKey }) {
  return html`<div class="newline" id="new" data-key=${rowKey} tabindex="-1"><h3>${t("new.count", { n: count })}</h3></div>`;
}

const bold = (name) => html`<b><bdi>${name}</bdi></b>`;

/** The names, and how many others there are. */
function named({ named: names, more }) {
  return listOf([...names.map(bold), ...(more ? [t("others", { n: more })] : [])]);
}

/** Comings and goings in one line, that opens. */
export function Fold({ row, look }) {
  const open = look.expanded.has(row.key);
  return html`<div class="event" data-key=${row.key}><${Icon} name=${open ? "down" : "enter"} small />
    <button class="sum" type="button" aria-expanded=${String(open)} onClick=${() => look.expand(row.key)}>
      <span>${open ? foldedOut(row) : foldedUp(row)}</span>${!open && html`<${Icon} name="right" small />`}</button></div>`;
}

function foldedUp({ outcome: { came, left, renamed } }) {
  const said = [
    came.named.length && parts("fold.came", { names: named(came), n: came.named.length + came.more }),
    left.named.length && parts("fold.gone", { names: named(left), n: left.named.length + left.more }),
    ...renamed.named.map(([before, name]) => parts("fold.renamed", { before: bold(before), name: bold(name) })),
    renamed.more && t("fold.renamed.more", { n: renamed.more }),
  ].filter(Boolean);
  return said.map((one, at) => (at ? [", ", one] : one));
}

/** Each of them, with times and reasons. */
function foldedOut({ items }) {
  return items.map((item, at) => html`<span key=${item.id}>${at > 0 && "; "}${parts(item.kind === "renamed" ? "fold.renamed.at" : item.text ? `fold.${item.kind}.why` : `fold.${item.kind}.at`, {
    name: bold(item.name), before: bold(item.before), time: time(item.at), why: html`<bdi>${item.text}</bdi>` })}</span>`);
}

const ICONS = { topic: "pencil", modes: "shield", kicked: "leave", room_renamed: "hash", invited: "ticket" };

/** What was changed: topic, roles, modes, names; who was removed. */
export function Event({ item, look }) {
  return html`<div class="event" data-key=${item.id}><${Icon} name=${ICONS[item.kind] ?? "alert"} small /><span class="sum still"><span>${eventWords(item, look)}</span></span></div>`;
}

function eventWords(item, look) {
  if (item.kind === "modes") return modesWords(item, bold);
  const key = `event.${item.kind}${item.kind === "topic" && !item.text ? ".none" : ""}${item.kind !== "topic" && item.text ? ".why" : ""}`;
  if (!has(key)) return item.text;
  return parts(key, {
    name: bold(item.name), by: bold(item.by || item.name), before: bold(item.before), own: item.own,
    text: html`<bdi><${Line} text=${item.text} buffer=${look.buffer} /></bdi>`,
  });
}

/** Words of the server: to everybody blue, a refusal red and for one's own eyes. */
export function Note({ items }) {
  const [item] = items;
  const loud = item.code === "announcement";
  const kind = item.error ? "note bad" : "note";
  const small = loud ? t("note.everybody", { time: time(item.at) }) : t("note.only.you");
  return html`<div class=${kind} data-key=${item.id} role=${item.error ? "alert" : undefined}><${Icon} name=${item.error ? "alert" : loud ? "megaphone" : "list"} />
    <div dir="auto"><span class="lines">${items.map(wordsOf).join("\n")}</span><small>${small}</small></div></div>`;
}

/** Two stretches do not join silently. */
export function Gap({ item }) {
  return html`<div class="event gap" data-key=${item.id} data-gap=${item.id}><${Icon} name="more" small /><span class="sum still">${t("gap")}</span></div>`;
}

/** The beginning of a room or conversation. */
export function Beginning({ buffer, invite }) {
  const room = buffer.kind === "room";
  const key = buffer.timeline.items.length ? "beginning.said" : "beginning";
  return html`<div class="empty"><span class="mark" aria-hidden="true"><i></i><i></i><i></i></span>
    <h3>${t(room ? "beginning.room" : "beginning.person", { name: buffer.name })}</h3>
    <p>${t(`${key}.${room ? "room.hint" : "person.hint"}`)}</p>
    ${room && invite && html`<button class="btn" type="button" onClick=${invite}>${t("invite.somebody")}</button>`}</div>`;
}

