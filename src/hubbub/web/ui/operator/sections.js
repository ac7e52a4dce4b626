/** The sections of the operator's page: people, rooms, reports, acts, invitations, storage, who may come in, settings. */

import { html, useState } from "../../vendor/preact.js";
import { lower } from "../../irc/casemap.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { brief, list, moment, size } from "../../strings/formats.js";
import { Answer, command, Failed, useAnswer, useRooms } from "../asking.js";
import { Grey } from "../late.js";
import { Audit, Reports } from "../audit.js";
import { Icon } from "../icons.js";
import { Invitations } from "../invite.js";
import { done } from "../acts.js";
import { openCard, showInvite } from "../opening.js";
import { Avatar } from "../people.js";
import { toast } from "../toast.js";
import { Accounts } from "./accounts.js";
import { Uban } from "./uban.js";

const Boxed = ({ children, title }) => html`<section class="box">${title && html`<header><h2>${title}</h2></header>`}${children}</section>`;

/** Who is connected. */
const Everybody = () => html`<${Here} answer=${useAnswer("NUMBERS", ["HERE"])} />`;

/** Who is connected, of an answer, as a table. @param {{answer: any}} props */
export function Here({ answer }) {
  const rooms = (row) => [...row.rooms.map((room) => room.replace(/^#/, "")), ...(row.rooms_more ? [t("card.more", { n: row.rooms_more })] : [])];
  const over = (row) => [t(`over.${row.over}`), row.tls && row.over !== "browser" && "TLS", row.devices > 1 && t("over.devices", { n: row.devices })].filter(Boolean).join(", ");
  return html`<${Answer} answer=${answer} empty=${t("here.none")} rowsOnly>${(all) => html`<div class="tablewrap"><table><thead><tr><th scope="col" class="half">${t("here.name")}</th><th scope="col">${t("side.rooms")}</th><th scope="col" class="hide-phone">${t("here.over")}</th><th scope="col" class="n hide-phone">${t("here.address")}</th><th scope="col" class="n">${t("here.since")}</th></tr></thead>
    <tbody>${all.map((row) => html`<tr key=${row.name}><td><button type="button" class="with" onClick=${(event) => openCard(event.currentTarget, lower(row.name))}><${Avatar} name=${row.name} account=${row.account} size=${24} /><bdi class="cut">${row.name}</bdi></button></td>
      <td>${list(rooms(row))}</td><td class="hide-phone">${over(row)}</td><td class="n hide-phone">${row.address}</td><td class="n">${brief(row.since, Date.now())}</td></tr>`)}</tbody></table></div>`}<//>`;
}

export function PeopleSection() {
  return html`<div class="cols"><section class="box span"><header><h2>${t("operator.here")}</h2></header><${Everybody} /></section><section class="box span"><${Uban} /></section><section class="box span"><${Accounts} /></section></div>`;
}

export function RoomsSection() {
  const app = useApp();
  const { failed, ask } = useRooms();
  const rooms = app.state.rooms;
  if (failed) return html`<${Failed} note=${failed} again=${ask} />`;
  if (!rooms) return html`<${Grey} />`;
  return html`<${Boxed}><div class="tablewrap"><table><thead><tr><th scope="col" class="half">${t("here.name")}</th><th scope="col" class="n">${t("members.title")}</th><th scope="col">${t("head.topic")}</th></tr></thead>
    <tbody>${rooms.map((room) => html`<tr key=${room.name}><td><bdi>${room.name}</bdi></td><td class="n">${room.members}</td><td dir="auto">${room.topic}</td></tr>`)}</tbody></table></div><//>`;
}

export const ReportsSection = () => html`<${Boxed}><${Reports} /><//>`;
export const AuditSection = () => html`<${Boxed}><${Audit} count=${200} /><//>`;

export function InvitationsSection() {
  const [made, setMade] = useState(0);
  const another = () => showInvite({ again: () => setMade((before) => before + 1) });
  return html`<section class="box"><header><h2>${t("operator.invitations")}</h2><button class="btn small" type="button" onClick=${another}>${t("invitations.make")}</button></header>
    <div class="inner"><${Invitations} key=${made} /></div></section>`;
}

export function StorageSection({ numbers }) {
  if (numbers.storage) return html`<${StorageBox} storage=${numbers.storage} free=${numbers.now?.disk_free} />`;
  return numbers.state === "failed" ? html`<${Failed} note=${numbers.note} again=${numbers.again} />` : html`<${Grey} />`;
}

/** What is kept, how much of it, and the last copy. @param {{storage: any, free?: number}} props */
export function StorageBox({ storage, free }) {
  const parts = [["messages", storage.messages], ["files", storage.files], ["search", storage.search]];
  const all = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
  return html`<section class="box"><header><h2>${t("operator.storage")}</h2><span>${free ? t("storage.of", { kept: size(all), free: size(free) }) : size(all)}</span></header>
    <div class="storebar" aria-hidden="true">${parts.map(([name, bytes]) => html`<i key=${name} style=${{ flexGrow: bytes / Math.max(all, 1) }}></i>`)}</div>
    <ul class="legend">${parts.map(([name, bytes]) => html`<li key=${name}><i></i>${t(`storage.${name}`)} <b>${size(bytes)}</b></li>`)}
      <li>${t("storage.copy")} <${LastCopy} storage=${storage} /></li></ul></section>`;
}

/** A green line when it was proved, a red one when there is none since. @param {{storage: any}} props */
function LastCopy({ storage }) {
  if (!storage.last_copy_ok) return html`<b class="ill">${t("storage.copy.bad", { why: storage.last_copy_error ?? "" })}</b>`;
  if (!storage.last_copy) return html`<b>${t("storage.copy.none")}</b>`;
  return html`<b class="up">${t("storage.copy.good", { time: moment(storage.last_copy, Date.now()), n: storage.last_copy_messages ?? 0, rooms: storage.last_copy_rooms ?? 0 })}</b>`;
}

const LEVELS = ["open", "no-registration", "accounts-only", "read-only"];

/** Who may come in and speak for now: four cards that say what each forbids. */
export function LockdownSection() {
  const app = useApp();
  const answer = useAnswer("LOCKDOWN");
  const row = answer.rows.find((one) => one.row === "lockdown");
  const level = row?.level ?? LEVELS.find((one) => answer.lines.some((line) => line?.includes(one)));
  const set = async (next) => {
    const told = await done(command(app, null, "/lockdown", next));
    if (told?.ok !== false) toast(t("lockdown.set", { level: t(`lockdown.${next}`) }), level && { label: t("undo"), act: () => set(level) });
    answer.again();
  };
  const walk = (event, at) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.currentTarget.parentElement.children[(at + step + LEVELS.length) % LEVELS.length].focus();
  };
  return html`<div class="levels" role="radiogroup" aria-label=${t("operator.lockdown")}>${LEVELS.map((one, at) => html`<button key=${one} type="button" role="radio" class="level" aria-checked=${String(one === level)} tabindex=${one === level || (!level && !at) ? 0 : -1} onClick=${() => set(one)} onKeyDown=${(event) => walk(event, at)}>
    <${Icon} name=${one === level ? "check" : "lock"} /><b>${t(`lockdown.${one}`)}</b><span>${t(`lockdown.${one}.hint`)}</span></button>`)}</div>`;
}

/** What the server was told: read here, changed in its file, taken in by a button. */
export function SettingsSection() {
  const app = useApp();
  const answer = useAnswer("NUMBERS", ["SETTINGS"]);
  const again = async () => {
    const notes = await app.ask("REHASH");
    toast(notes.find((note) => note.error)?.text ?? t("settings.read.again"));
    answer.again();
  };
  return html`<${Boxed}><div class="inner"><p>${t("settings.file")}</p><div><button class="btn" type="button" onClick=${again}>${t("settings.rehash")}</button></div></div>
    <${Answer} answer=${answer} empty=${t("settings.none")} rowsOnly>${(rows) => html`<div class="tablewrap"><table><tbody>${rows.map((row) => html`<tr key=${row.name}><td><code>${row.name}</code></td><td><code dir="auto">${row.value}</code></td><td class="hide-phone">${row.help}</td></tr>`)}</tbody></table></div>`}<//><//>`;
}
