/** Invitations: a link that opens everywhere, its QR code, and those that hold. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { parts, t } from "../strings/index.js";
import { amid, date } from "../strings/formats.js";
import { Answer, command, Failed, useAgain, useAnswer } from "./asking.js";
import { Field, useFields } from "./controls.js";
import { Dialog } from "./layers.js";
import { Late } from "./late.js";
import { done } from "./acts.js";
import { showInvitations, showInvite } from "./opening.js";
import { Command } from "./ways.js";
import { wordsOf } from "./words.js";

const DAY = 86_400_000;

/** A new invitation into a room, or without one into the server. @param {{buffer?: any, again?: () => void, close: () => void}} props */
export function InviteDialog({ buffer, again, close }) {
  const app = useApp();
  const room = buffer?.kind === "room" ? buffer : undefined;
  const links = room ? app.mayDo("invite.link", room.key) : app.mayDo("invite.server");
  const [how, setHow] = useState({ uses: 10, days: 7 });
  const made = useInvitation(app, room, how, links, again);
  const all = () => {
    close();
    showInvitations({ buffer: room });
  };
  return html`<${Dialog} title=${room ? t("invite.title.room", { room: room.name }) : t("invite.title", { server: app.about.name })} close=${close}><div class="inner">
    ${made.invitation && html`<${Link} invitation=${made.invitation} how=${how} setHow=${setHow} all=${all} />`}
    ${made.wrong && html`<${Failed} note=${made.wrong} again=${made.again} />`}
    ${room && html`<${Somebody} room=${room} />`}
  </div><//>`;
}

/** An invitation as it is wanted; another when other things are wanted. */
function useInvitation(app, room, how, links, again) {
  const [state, setState] = useState(/** @type {any} */ ({ invitation: null, wrong: null }));
  const ask = () => {
    setState((before) => ({ ...before, wrong: null }));
    make(app, room, how).then((made) => {
      setState(made);
      again?.();
    });
  };
  useEffect(() => {
    if (links) ask();
  }, [how.uses, how.days]);
  useAgain(state.wrong, ask);
  return { ...state, again: ask };
}

async function make(app, room, { uses, days }) {
  const words = [...(room ? ["ROOM", room.name] : []), "USES", String(uses), "DAYS", String(days)];
  const notes = await app.ask("INVITE-LINK", words.join(" "));
  const refused = notes.find((note) => note.error);
  const row = notes.map((note) => note.row).find((one) => one?.row === "invitation");
  const link = row?.link ?? /https?:\/\/\S+#\S+/.exec(notes.map((note) => note.text).join(" "))?.[0];
  if (refused || !link) return { invitation: null, wrong: refused ?? notes[0] ?? {} };
  return { invitation: { link, uses, until: row?.until ?? Date.now() + days * DAY }, wrong: null };
}

function Link({ invitation, how, setHow, all }) {
  const [changing, setChanging] = useState(false);
  const { link, uses, until } = invitation;
  return html`<div class="invite"><${Late} load=${() => import("./qr.js")} name="Qr" text=${link} />
    <div class="field"><span class="label">${t("invite.link")}</span><${Command} line=${link} label=${t("invite.copy")} />
      <p class="hint">${parts("invite.good", { n: uses, count: html`<b>${uses}</b>`, date: html`<b>${date(until)}</b>` })}</p>
      <div class="chips">${navigator.share && html`<button class="chip" type="button" onClick=${() => navigator.share({ url: link }).catch(() => {})}>${t("invite.share")}</button>`}
        <button class="chip" type="button" aria-expanded=${String(changing)} onClick=${() => setChanging(!changing)}>${t("invite.change")}</button><button class="chip" type="button" onClick=${all}>${t("invite.all")}</button></div>
      ${changing && html`<${Change} how=${how} setHow=${setHow} />`}</div></div>`;
}

/** For how many, for how long. */
function Change({ how, setHow }) {
  const [values, type] = useFields(how);
  const set = (name, most) => (event) => type({ [name]: Math.min(most, Math.max(1, Number(event.target.value) || 1)) });
  const submit = (event) => {
    event.preventDefault();
    setHow(values);
  };
  return html`<form class="inlineform" onSubmit=${submit}><${Field} label=${t("invite.uses")} type="number" min="1" max="1000" value=${values.uses} onInput=${set("uses", 1000)} /><${Field} label=${t("invite.days")} type="number" min="1" max="365" value=${values.days} onInput=${set("days", 365)} /><button class="btn" type="submit">${t("invite.make")}</button></form>`;
}

/** Somebody who is here already is let in by name. */
function Somebody({ room }) {
  const app = useApp();
  const [name, setName] = useState("");
  const [told, setTold] = useState({ wrong: "", good: "" });
  const submit = async (event) => {
    event.preventDefault();
    const answer = await app.do("invite", { buffer: room.key, name: name.trim() });
    setTold(answer?.ok === false ? { wrong: wordsOf(answer.note ?? answer), good: "" } : { wrong: "", good: t("invite.told", { name: name.trim() }) });
    if (answer?.ok !== false) setName("");
  };
  return html`<form class="inlineform" onSubmit=${submit}><${Field} label=${t("invite.name")} value=${name} onInput=${(event) => { setName(event.target.value); setTold({ wrong: "", good: "" }); }} wrong=${told.wrong} hint=${told.good || t("invite.name.hint")} spellcheck="false" autocapitalize="none" list="people-names" />
    <datalist id="people-names">${[...app.state.people.values()].slice(0, 200).map((person) => html`<option key=${person.name} value=${person.name}></option>`)}</datalist><button class="btn" type="submit" disabled=${!name.trim()}>${t("invite.button")}</button></form>`;
}

/** Those that hold, with a way to end each. @param {{buffer?: any, close: () => void}} props */
export function InvitationsDialog({ buffer, close }) {
  const another = () => {
    close();
    showInvite({ buffer });
  };
  return html`<${Dialog} title=${t("invitations.title")} close=${close} footer=${html`<button class="btn primary" type="button" onClick=${another}>${t("invitations.make")}</button>`}><div class="inner"><${Invitations} /></div><//>`;
}

/** The list of invitations. */
export function Invitations() {
  const app = useApp();
  const answer = useAnswer("INVITE-LINK", ["LIST"]);
  const revoke = async (row) => {
    await done(command(app, null, "/invite-link revoke", row.n));
    answer.again();
  };
  return html`<${Answer} answer=${answer} empty=${t("invitations.none")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.n}>
    <span class="grow">${row.room ? html`<bdi>${row.room}</bdi>` : t("invitations.server")}<small>${t("invitations.line", { used: row.used, uses: row.uses, date: amid(row.until, Date.now()), name: row.by })}</small></span>
    <button class="btn small" type="button" onClick=${() => revoke(row)}>${t("invitations.revoke")}</button></li>`)}</ul>`}<//>`;
}

/** A link as a large QR code. @param {{link: string, close?: () => void}} props */
export function QrDialog({ link, close }) {
  return html`<${Dialog} title=${t("invited.qr")} close=${close}><div class="inner qrlarge"><${Late} load=${() => import("./qr.js")} name="Qr" text=${link} /><${Command} line=${link} /></div><//>`;
}
