/** The log of acts, with undo; and reports, to be taken care of: for moderators of a room and operators of the server. */

import { html, useState } from "../vendor/preact.js";
import { lower } from "../irc/casemap.js";
import { useApp } from "../store.js";
import { parts, t, has } from "../strings/index.js";
import { amid, brief, list } from "../strings/formats.js";
import { Answer, command, useAnswer } from "./asking.js";
import { Icon } from "./icons.js";
import { Dialog } from "./layers.js";
import { openMenu } from "./menu.js";
import { showBan, showMute, showRemove, showUban } from "./opening.js";
import { done } from "./acts.js";
import { takingRole } from "./override.js";
import { Avatar } from "./people.js";
import { go } from "./places.js";
import { toast } from "./toast.js";

/** @param {{buffer?: any, close: () => void}} props */
export function AuditDialog({ buffer, close }) {
  return html`<${Dialog} title=${buffer?.kind === "room" ? t("audit.title.room", { room: buffer.name }) : t("audit.title")} close=${close} kind="widest"><div class="scroll"><${Audit} room=${buffer?.kind === "room" ? buffer.name : ""} /></div><//>`;
}

/** Acts as a table, the newest first. @param {{room?: string, count?: number}} props */
export function Audit({ room = "", count = 50 }) {
  return html`<${Acts} answer=${useAnswer("AUDIT", room ? [room, String(count)] : [String(count)])} room=${room} />`;
}

/** The acts of an answer. @param {{answer: any, room?: string}} props */
export function Acts({ answer, room = "" }) {
  const app = useApp();
  const undo = async (act) => {
    const told = await done(command(app, null, "/undo", act.n));
    if (told?.ok !== false) toast(t("audit.undone", { n: act.n }));
    answer.again();
  };
  return html`<${Answer} answer=${answer} empty=${t("audit.none")}>${(rows) => html`<div class="tablewrap"><table><thead><tr><th scope="col" class="n hide-phone">${t("audit.number")}</th><th scope="col">${t("audit.when")}</th><th scope="col">${t("audit.what")}</th><th scope="col" class="n"><span class="sr">${t("undo")}</span></th></tr></thead>
    <tbody>${[...rows].sort((one, other) => other.n - one.n).map((act) => html`<${Act} key=${act.n} act=${act} undo=${undo} room=${room} />`)}</tbody></table></div>`}<//>`;
}

function Act({ act, undo, room }) {
  return html`<tr><td class="n when hide-phone">${act.n}</td><td class="when">${brief(act.at, Date.now())}</td><td><span class="with"><${Avatar} name=${act.by} account=${act.account} size=${20} /><span>${actWords(act, room)}</span></span></td>
    <td class="n">${act.undone ? html`<span class="when">${t("audit.was.undone")}</span>` : act.undoable ? html`<button class="btn small plain" type="button" aria-label=${t("audit.undo", { n: act.n })} onClick=${() => undo(act)}><${Icon} name="undo" small /><span class="hide-phone">${t("undo")}</span></button>` : html`<span class="when">${t("audit.final")}</span>`}</td></tr>`;
}

/** A mask of everybody with that name is the name. @param {string} mask */
export const withoutHost = (mask) => mask.replace(/^([^!@*]+)!\*@\*$/, "$1");

const bold = (name) => html`<b><bdi>${name}</bdi></b>`;

/** What was done, in a sentence where we have one, else in the server's words; where, until when and why stand behind it. */
function actWords(act, room) {
  const target = withoutHost(act.target ?? "");
  const params = { by: bold(act.by), target: bold(act.act === "lockdown" && has(`lockdown.${target}`) ? t(`lockdown.${target}`) : target) };
  const said = has(`audit.act.${act.act}`) ? parts(`audit.act.${act.act}`, params) : [params.by, ` ${act.act} `, params.target];
  const more = [act.room !== room && act.room, act.until && t("audit.until", { time: amid(act.until, Date.now()) }), act.text].filter(Boolean);
  return [...said, ...more.map((one) => html` · <bdi>${one}</bdi>`)];
}

/** @param {{buffer?: any, close: () => void}} props */
export function ReportsDialog({ buffer, close }) {
  return html`<${Dialog} title=${t("reports.title")} close=${close} kind="widest"><div class="scroll"><${Reports} room=${buffer?.kind === "room" ? buffer.name : ""} close=${close} /></div><//>`;
}

const MOST = 50; // reports at once

/** Reports that wait, with what can be done. @param {{room?: string, close?: () => void}} props */
export function Reports({ room = "", close }) {
  return html`<${Waiting} answer=${useAnswer("REPORTS", room ? [room] : [])} close=${close} />`;
}

/** The reports of an answer that wait. @param {{answer: any, close?: () => void}} props */
export function Waiting({ answer, close }) {
  return html`<${Answer} answer=${answer} empty=${t("reports.none")}>${(rows) => html`<ul>${rows.filter((row) => row.state !== "closed").slice(0, MOST).map((report) => html`<${Report} key=${report.n} report=${report} again=${answer.again} close=${close} />`)}</ul>`}<//>`;
}

function Report({ report, again, close }) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    if (busy) return;
    setBusy(true);
    await done(command(app, null, "/reports take", report.n));
    setBusy(false);
    again();
  };
  const show = () => {
    close?.();
    go(lower(report.room), report.id);
  };
  const where = report.room ? t("reports.where", { room: report.room, time: amid(report.at, Date.now()) }) : t("reports.where.private", { time: amid(report.at, Date.now()) });
  return html`<li class="report"><${Avatar} name=${report.about} size=${32} /><div><p><b><bdi>${report.about}</bdi></b> <span class="when">${where}</span>${report.id && html` <button class="aslink" type="button" onClick=${show}>${t("reports.show")}</button>`}</p>
      ${report.quote && html`<blockquote class="text" dir="auto">${report.quote}</blockquote>`}
      <p class="when why">${reasons(report)}${report.taken_by && html` · ${parts("reports.taken", { name: bold(report.taken_by) })}`}</p></div>
    <div class="acts">${!report.taken_by && html`<button class="btn small" type="button" aria-disabled=${String(busy)} onClick=${take}>${t("reports.take")}</button>`}
      <button class="btn small" type="button" aria-haspopup="menu" onClick=${(event) => actMenu(app, event.currentTarget, report, again)}>${t("reports.act")}<${Icon} name="down" small /></button></div></li>`;
}

function reasons({ by, why }) {
  return list(by.map((name, at) => t("reports.reason", { name, why: why[at] ?? "" })));
}

/** What can be done about a report. */
function actMenu(app, at, report, again) {
  const buffer = app.state.buffers.get(lower(report.room ?? ""));
  const about = { name: report.about, who: lower(report.about), buffer };
  const may = (act) => buffer && app.mayDo(act, buffer.key, report.about);
  openMenu(at, t("reports.act"), [
    may("redact") && report.id && { icon: "trash", label: t("act.remove.others"), act: () => showRemove({ buffer, item: { id: report.id, sender: report.about, text: report.quote, own: false }, removed: () => {} }) },
    may("mute") && { icon: "quiet", label: t("person.mute"), act: () => showMute(about) },
    may("ban") && { icon: "ban", label: t("person.ban"), bad: true, act: () => showBan(about) },
    report.room && takingRole(app, report.room),
    app.mayDo("operate") && { icon: "ban", label: t("uban.new"), bad: true, act: () => showUban({ target: `${report.about}!*@*`, again }) },
    null,
    { icon: "check", label: t("reports.close"), act: () => done(command(app, null, "/reports close", report.n)).then(again) },
  ]);
}
