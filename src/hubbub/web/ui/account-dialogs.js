/** Dialogs about somebody's account, for operators of the server: what is known of it, another name, letting nobody in by it. */

import { html, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { parts, t } from "../strings/index.js";
import { amid, list } from "../strings/formats.js";
import { ActDialog, lasting } from "./act-dialog.js";
import { Answer, command, useAnswer } from "./asking.js";
import { Field } from "./controls.js";
import { Dialog } from "./layers.js";
import { done } from "./acts.js";

const bold = (name) => html`<b><bdi>${name}</bdi></b>`;

/** An act that is done, and what shows it is asked for again. @param {Promise<any>} asked @param {() => void} [again] */
async function then(asked, again) {
  const answer = await asked;
  again?.();
  return answer;
}

/** Nobody gets in by it, for a time or for ever. @param {{name: string, again?: () => void, close: () => void}} props */
export function SuspendDialog({ name, again, close }) {
  const app = useApp();
  return html`<${ActDialog} title=${t("suspend.title", { name })} lasts why=${t("suspend.why", { name })} close=${close}
    act=${({ time, why }) => then(command(app, null, "/account suspend", name, time, why), again)}
    sentence=${(lasting) => parts("suspend.sentence", { name: bold(name), time: lasting })} button=${(lasting) => t("suspend.button", { time: lasting })}
    done=${({ time }) => t("suspend.done", { name, time: lasting(time) })} undo=${() => done(unsuspend(app, name, again))} />`;
}

/** Its owner is let in again. @param {import("../app.js").App} app @param {string} name @param {() => void} [again] */
export function unsuspend(app, name, again) {
  return then(command(app, null, "/account unsuspend", name), again);
}

/** @param {{name: string, again?: () => void, close: () => void}} props */
export function RenameAccountDialog({ name, again, close }) {
  const app = useApp();
  const [next, setNext] = useState(name);
  return html`<${ActDialog} safe own title=${t("accounts.rename.title", { name })} close=${close} button=${t("accounts.rename.button")} sentence=${parts("accounts.rename.sentence", { name: bold(name) })}
    act=${() => then(command(app, null, "/account rename", name, next), again)} done=${() => t("accounts.rename.done", { before: name, name: next })}>
    <${Field} label=${t("accounts.rename.name")} value=${next} onInput=${(event) => setNext(event.target.value.trim())} spellcheck="false" autocapitalize="none" autofocus />
  <//>`;
}

/** What is known of an account, and the tokens of its programs. @param {{name: string, close: () => void}} props */
export function AccountDialog({ name, close }) {
  const answer = useAnswer("ACCOUNT", ["SHOW", name]);
  return html`<${Dialog} title=${name} close=${close}><div class="inner">
    <${Answer} answer=${answer} empty=${t("accounts.none")}>${([row]) => html`<dl class="facts">${facts(row).map(([word, value]) => html`<dt key=${word}>${word}</dt><dd dir="auto">${value}</dd>`)}</dl>`}<//>
    <h3>${t("token.title")}</h3><${Tokens} name=${name} /></div><//>`;
}

function facts(row) {
  const now = Date.now();
  return [
    [t("accounts.fact.seen"), row.here ? t("accounts.here") : row.seen ? amid(row.seen, now) : ""],
    [t("accounts.fact.made"), row.created ? amid(row.created, now) : ""],
    [t("account.email"), row.email],
    [t("side.rooms"), row.rooms?.length ? list(row.rooms) : ""],
    [t("cert.title"), row.certificates ? String(row.certificates) : ""],
    [t("accounts.fact.role"), row.operator && t("accounts.is.operator")],
    [t("accounts.fact.is"), row.suspended && t("accounts.is.suspended")],
  ].filter(([, value]) => value);
}

function Tokens({ name }) {
  const app = useApp();
  const answer = useAnswer("TOKEN", ["LIST", "of", name]);
  const revoke = (row) => done(then(command(app, null, "/token revoke", row.name, "of", name), answer.again));
  return html`<${Answer} answer=${answer} empty=${t("accounts.no.tokens")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.name}><span class="grow"><bdi>${row.name}</bdi><small>${row.scopes.join(" ")}</small></span>
    <button class="btn small" type="button" onClick=${() => revoke(row)}>${t("token.revoke")}</button></li>`)}</ul>`}<//>`;
}
