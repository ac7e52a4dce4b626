/** One message: who, when, what it answers, its text, files, reactions, and how it fares on its way. */

import { html } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { time } from "../../strings/formats.js";
import { plain } from "../../views/formatting.js";
import { lower } from "../../irc/casemap.js";
import { beside, said } from "../../views/files.js";
import { beginning, lettersOf, linesOf } from "../../views/long.js";
import { openCard } from "../opening.js";
import { Icon } from "../icons.js";
import { Avatar, hueClass } from "../people.js";
import { topRole } from "../roles.js";
import { copy } from "../clipboard.js";
import { wordsOf } from "../words.js";
import { Files } from "./files.js";
import { Reactions } from "./reactions.js";
import { Line, Text } from "./text.js";
import { Tools } from "./tools.js";

/**
 * @param {object} props
 * @param {any} props.row
 * @param {any} props.look  what the timeline knows: {app, buffer, active, goal, stop, expanded, expand, focusable}
 */
export function Message({ row, look }) {
  const { item, first } = row;
  const { app, buffer } = look;
  const active = look.active === row.key && !item.redacted && item.status !== "sending";
  return html`<article class=${kinds(row, look)} id=${`m-${row.key}`} data-key=${row.key} tabindex=${look.focusable === row.key ? 0 : -1} aria-label=${label(item)}>
    ${item.reply && !item.redacted && Reply({ item, look })}
    ${first ? [Avatar({ name: item.sender, account: item.account, self: item.own, bot: item.bot }), By({ item, look })] : When(item, true)}
    <div class="body">${Body({ item, look, rowKey: row.key })}</div>
    ${active && html`<${Tools} app=${app} buffer=${buffer} item=${item} />`}
  </article>`;
}

function kinds(row, look) {
  const { item, first } = row;
  const hue = hueClass(item.account || item.sender, item.own);
  const state = { sending: "pending", failed: "failed", unsure: "failed" }[item.status];
  return ["msg", first && "first", hue, item.mention && look.buffer.kind === "room" && !item.own && "mention", state, look.goal === row.key && "goal", look.active === row.key && "on"].filter(Boolean).join(" ");
}

/** What a screen reader calls it. */
function label(item) {
  return t("message.label", { name: item.sender, time: time(item.at) });
}

function By({ item, look }) {
  const { buffer } = look;
  const role = topRole(buffer, item.sender);
  const open = (event) => openCard(event.currentTarget, lower(item.sender), buffer);
  return html`<h4 class="by"><button class="who" type="button" tabindex="-1" onClick=${open}><bdi>${item.sender}</bdi></button>
    ${role && html`<span class="tag">${t(`role.${role}`)}</span>`}${item.bot && html`<span class="tag">${t("tag.bot")}</span>`}${item.kind === "notice" && html`<span class="tag">${t("tag.notice")}</span>`}
    ${When(item)}</h4>`;
}

/** `beside`: in the gutter, where the name of the message says it already. */
function When({ at }, beside = false) {
  return html`<time class="when" data-at=${at} aria-hidden=${beside ? "true" : undefined}>${time(at)}</time>`;
}

/** What it answers: a line that leads there. */
function Reply({ item, look }) {
  const about = look.app.item(look.buffer.key, item.reply);
  if (!about || about.redacted) {
    return html`<span class="re"><${Icon} name="reply" small /><span class="sr">${t("reply.to")}</span><span class="cut">${t(about ? "reply.removed" : "reply.unknown")}</span>${!about && html`<button class="aslink" type="button" onClick=${() => look.goTo(item.reply)}>${t("reply.go")}</button>`}</span>`;
  }
  return html`<button class=${`re ${hueClass(about.account || about.sender, about.own)}`} type="button" tabindex="-1" onClick=${() => look.goTo(item.reply)}>
    <${Avatar} name=${about.sender} account=${about.account} self=${about.own} size=${20} /><span class="sr">${t("reply.to")}</span>
    <b class="cut" dir="auto">${about.sender}</b><span class="cut" dir="auto">${oneLine(about)}</span></button>`;
}

/** The beginning of a message, in one line. */
export function oneLine(message) {
  return plain(said(message).slice(0, 400)).slice(0, 200);
}

function Body({ item, look, rowKey }) {
  if (item.redacted) return Gone({ item, look });
  const marks = Marks({ item, pinned: look.buffer.pins.includes(item.id) });
  return html`${item.kind === "did" ? html`<div class="text act" dir="auto"><bdi>${item.sender}</bdi> <${Line} text=${beside(item)} buffer=${look.buffer} /> ${marks}</div>` : Folding({ item, look, rowKey, tail: marks })}
    ${item.files?.length > 0 && Files({ item, look })}
    ${item.reactions?.size > 0 && html`<${Reactions} item=${item} look=${look} />`}
    ${item.status !== "sent" && State({ item, look })}`;
}

/** What has become of it since: small words behind the text. */
function Marks({ item, pinned }) {
  const edited = item.edited_at > 0 && html`<span class="edited" data-at=${item.edited_at}>(${t("message.edited")})</span>`;
  if (!pinned) return edited;
  return html`${edited} <span class="edited">(${t("message.pinned")})</span>`;
}

/** Long texts are cut before they are first drawn. */
function Folding({ item, look, rowKey, tail }) {
  const whole = beside(item);
  if (!whole) return tail || null;
  const begun = beginning(whole);
  const long = begun.length < whole.length;
  const open = !long || look.expanded.has(rowKey);
  return html`${Text({ app: look.app, buffer: look.buffer, text: open ? whole : closed(begun), tail })}
    ${long && html`<button type="button" class="unfold" aria-expanded=${String(open)} onClick=${() => look.expand(rowKey)}>
      <${Icon} name=${open ? "up" : "down"} small />${open ? t("message.fold") : unfolding(whole)}</button>`}`;
}

function unfolding(text) {
  const lines = linesOf(text);
  return lines ? t("message.unfold", { n: lines }) : t("message.unfold.letters", { n: lettersOf(text) });
}

/** A fence that is cut open is closed. */
function closed(text) {
  const open = text.split("\n").filter((line) => line.startsWith("```")).length % 2 === 1;
  return open ? `${text}\n\`\`\`` : text;
}

/** A removed message: one line, with who and why. One's own text can be taken back into the field, once. */
function Gone({ item, look }) {
  const by = item.redacted_by;
  const words = by && item.redacted_why ? t("gone.by.why", { name: by, why: item.redacted_why }) : by ? t("gone.by", { name: by }) : t("gone");
  const kept = look.removedText(item.id);
  return html`<div class="gone"><${Icon} name="trash" small /><span dir="auto">${words}</span>${kept && html`<button type="button" class="aslink" onClick=${() => look.putBack(item.id)}>${t("gone.put.back")}</button>`}</div>`;
}

function State({ item, look }) {
  const { app, buffer } = look;
  if (item.status === "kept") return html`<span class="state"><${Icon} name="clock" small />${t("state.kept")}</span>`;
  if (item.status === "sending") return look.slow(item) && html`<span class="state"><${Icon} name="clock" small />${t("state.sending")}</span>`;
  const id = item.client_id || item.id;
  const words = item.status === "unsure" ? t("state.unsure") : wordsOf(item.failure);
  return html`<span class="state"><${Icon} name="alert" small /><span dir="auto">${words}</span>
    ${canRetry(item) && html`<button type="button" onClick=${() => app.do("retry", { buffer: buffer.key, id })}>${t("try.again")}</button>`}
    <button type="button" onClick=${() => copy(item.text)}>${t("copy")}</button>
    <button type="button" onClick=${() => app.do("discard", { buffer: buffer.key, id })}>${t("discard")}</button></span>`;
}

/** Whether sending again can help: not against a rule. */
function canRetry(item) {
  return item.status === "unsure" || !item.failure || !/TOO_LONG|INVALID|BAD_CHAR|MAX_BYTES|MAX_LINES/.test(item.failure.code);
}
