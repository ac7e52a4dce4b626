/** The person card: who somebody is, and what one may do about it. Acts one may not do are absent. */

import { html, useState } from "../vendor/preact.js";
import { lower } from "../irc/casemap.js";
import { useApp } from "../store.js";
import { t } from "../strings/index.js";
import { brief, list } from "../strings/formats.js";
import { useReady } from "./asking.js";
import { show } from "./layers.js";
import { Popup } from "./popup.js";
import { MenuList } from "./menu.js";
import { showBan, showBlock, showKick, showMute, showReportPerson, showRole, showSettings, showSuspend, showUban } from "./opening.js";
import { done } from "./acts.js";
import { Avatar } from "./people.js";
import { write } from "./places.js";
import { presenceOf } from "./presence.js";
import { roleOf } from "./roles.js";

/**
 * Open the card of somebody.
 * @param {Element} at
 * @param {string} key  folded name
 * @param {any} [buffer]  the room one is in
 */
export function openCard(at, key, buffer) {
  show(Card, { anchor: at.getBoundingClientRect(), who: key, buffer });
}

/** @param {{anchor: DOMRect, who: string, buffer: any, close: () => void}} props */
function Card({ anchor, who, buffer, close }) {
  const app = useApp();
  const person = app.state.people.get(who);
  const member = buffer?.kind === "room" ? buffer.members.get(who) : undefined;
  const name = person?.name ?? member?.name ?? who;
  const self = lower(app.state.me.name) === who;
  return html`<${Popup} anchor=${anchor} label=${t("card.label", { name })} close=${close} kind="card">
    <header><${Avatar} name=${name} account=${person?.account} self=${self} bot=${person?.bot} size=${56} presence=${presenceOf(app, who)} />
      <div><b dir="auto">${name}</b><span>${what(person, member)}</span></div></header>
    <${Facts} name=${name} who=${who} person=${person} />
    <div class="sep"></div>
    <${MenuList} label=${t("card.acts", { name })} items=${lines(app, name, who, buffer, member, self)} close=${close} anchor=${anchor} />
  <//>`;
}

/** Role here, account or guest, bot. */
function what(person, member) {
  const role = roleOf(member);
  return [role && t(`card.role.${role}`), person?.bot && t("card.bot"), person && t(person.account ? "card.account" : "card.guest")].filter(Boolean).join(" · ");
}

/** What they say of themselves, since when they are here, where one meets them. */
function Facts({ name, who, person }) {
  const app = useApp();
  const [more, setMore] = useState(/** @type {any} */ (null));
  useReady(() => app.do("whois", { name }).then((answer) => answer.ok && setMore(answer.data ?? null)));
  const rooms = [...app.state.buffers.values()].filter((one) => one.kind === "room" && one.members.has(who)).map((one) => one.name);
  const facts = [
    [t("card.called"), person?.display_name], [t("card.says"), person?.status], [t("card.away"), person?.away],
    [t("card.account.name"), person?.account && lower(person.account) !== who ? person.account : ""],
    [t("card.since"), more?.since ? brief(more.since, Date.now()) : ""],
    [t("card.together"), rooms.length ? together(rooms) : ""], [t("card.host"), more?.address ?? person?.host],
  ].filter(([, value]) => value);
  return facts.length > 0 && html`<dl>${facts.map(([word, value]) => html`<dt key=${word}>${word}</dt><dd dir="auto">${value}</dd>`)}</dl>`;
}

function together(rooms) {
  return rooms.length <= 3 ? list(rooms) : list([...rooms.slice(0, 2), t("card.more", { n: rooms.length - 2 })]);
}

/** What one may do. */
function lines(app, name, who, buffer, member, self) {
  const may = (act) => buffer?.kind === "room" && app.mayDo(act, buffer.key, name);
  const props = { name, who, buffer };
  const blocked = app.state.blocked?.has(who);
  const account = app.state.people.get(who)?.account;
  const operates = !self && app.mayDo("operate");
  /** @type {any[]} */
  const all = [
    !self && { icon: "reply", label: t("person.write"), act: () => write(app, name) },
    !self && (blocked ? { icon: "block", label: t("person.unblock"), act: () => done(app.do("unblock", { name })) } : { icon: "block", label: t("person.block"), act: () => showBlock(props) }),
    self && { icon: "person", label: t("person.self"), act: () => showSettings({ tab: "you" }) },
    null,
    member && may("role") && { icon: "shield", label: t("person.role", { room: buffer.name }), act: () => showRole(props) },
    !self && may("mute") && { icon: "quiet", label: t("person.mute"), act: () => showMute(props) },
    !self && member && may("kick") && { icon: "leave", label: t("person.kick"), bad: true, act: () => showKick(props) },
    !self && may("ban") && { icon: "ban", label: t("person.ban"), bad: true, act: () => showBan(props) },
    operates && account && { icon: "key", label: t("accounts.suspend"), bad: true, act: () => showSuspend({ name: account }) },
    operates && { icon: "ban", label: t("uban.new"), bad: true, act: () => showUban({ target: account ? `$a:${account}` : `${name}!*@*` }) },
    !self && app.mayDo("report", buffer?.key, name) && { icon: "flag", label: t("person.report"), act: () => showReportPerson(props) },
  ];
  return all.filter((one) => one !== false && one !== undefined);
}
