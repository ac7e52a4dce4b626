/** Account and devices: keeping the name, logging in, password, where one is logged in, certificates, tokens of programs. */

import { html, useRef, useState } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { amid } from "../../strings/formats.js";
import { ACCOUNT_REGISTRATION } from "../../client/protocol/capabilities.js";
import { Answer, command, useAnswer } from "../asking.js";
import { Choice, SetRow, Switch } from "../choices.js";
import { Field, useFields } from "../controls.js";
import { Dialog, show } from "../layers.js";
import { done } from "../acts.js";
import { toast } from "../toast.js";
import { wordsOf } from "../words.js";

const SHORTEST = 8; // characters of a password, where the server does not tell

/** What the server wants of who makes an account. @param {import("../../app.js").App} app @returns {{email: boolean, shortest: number}} */
function wants(app) {
  const words = (app.engine?.client.link.offered.get(ACCOUNT_REGISTRATION) ?? "").split(",");
  const shortest = words.map((word) => /^min-password-length=(\d+)$/.exec(word)?.[1]).find(Boolean);
  return { email: words.includes("email-required"), shortest: Number(shortest ?? SHORTEST) };
}

export function AccountTab() {
  const app = useApp();
  if (!app.state.me.account) return html`<${Guest} />`;
  return html`<${Staying} /><${Password} /><${Devices} /><${Certificates} /><${Tokens} />`;
}

function Guest() {
  return html`<p>${t("account.guest")}</p><div class="chips"><button class="btn primary" type="button" onClick=${() => show(KeepName)}>${t("me.keep")}</button><button class="btn" type="button" onClick=${() => show(LogIn)}>${t("me.log.in")}</button></div>`;
}

/** Whether one stays in one's rooms while no device is there. */
function Staying() {
  const app = useApp();
  const answer = useAnswer("ACCOUNT");
  const own = answer.rows.find((row) => row.row === "own_account");
  if (!own) return null;
  const set = async (on) => {
    await done(command(app, null, "/account stay", on ? "on" : "off"));
    answer.again();
  };
  return html`<${SetRow} label=${t("account.stay")} hint=${own.days ? t("account.stay.hint", { n: own.days }) : t("account.stay.nobody")}><${Switch} label=${t("account.stay")} on=${own.stays} change=${set} disabled=${!own.days && !own.stays} /><//>`;
}

/** A dialog with a password, or two; says what is wrong with them. */
function useForm(fields, send) {
  const [values, change] = useFields(fields);
  const [wrong, setWrong] = useState("");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const set = (name) => (event) => {
    setWrong("");
    change({ [name]: event.target.value });
  };
  const submit = async (event) => {
    event?.preventDefault?.();
    setBusy(true);
    setWrong("");
    const answer = await send(values);
    setBusy(false);
    setCode(answer?.note?.code ?? "");
    if (answer?.ok === false) setWrong(answer.words ?? wordsOf(answer.note ?? answer));
    else change((now) => (now === values ? fields : now)); // what was typed meanwhile stays
  };
  return { values, set, wrong, code, busy, submit };
}

const tooShort = (app, password) => (password.length < wants(app).shortest ? { ok: false, words: t("password.short", { n: wants(app).shortest }) } : null);

/** The name becomes one's own. @param {{close: () => void}} props */
export function KeepName({ close }) {
  const app = useApp();
  const { email: wanted, shortest } = wants(app);
  const form = useForm({ password: "", email: "" }, async ({ password, email }) => {
    const answer = tooShort(app, password) ?? (await app.do("register", { password, email: wanted ? email.trim() : "" }));
    if (answer?.ok !== false) {
      close();
      toast(t("account.kept", { name: app.state.me.name }));
    }
    return answer;
  });
  const badEmail = form.code === "INVALID_EMAIL";
  return html`<${Dialog} title=${t("account.keep.title", { name: app.state.me.name })} close=${close} onSubmit=${form.submit} footer=${html`<button class="btn" type="button" onClick=${close}>${t("account.not.now")}</button><button class="btn primary" type="submit" disabled=${form.busy}>${t("account.keep.button")}</button>`}>
    <div class="inner"><p>${t("account.keep.sentence")}</p><input class="sr" type="text" autocomplete="username" value=${app.state.me.name} readonly tabindex="-1" aria-hidden="true" />
      <${Field} label=${t("join.password")} type="password" autocomplete="new-password" value=${form.values.password} onInput=${form.set("password")} wrong=${!badEmail && form.wrong} hint=${t("password.hint", { n: shortest })} autofocus />
      ${wanted && html`<${Field} label=${t("account.email")} type="email" required autocomplete="email" value=${form.values.email} onInput=${form.set("email")} wrong=${badEmail && form.wrong} hint=${t("account.email.hint")} />`}</div>
  <//>`;
}

/** @param {{close: () => void}} props */
export function LogIn({ close }) {
  const app = useApp();
  const form = useForm({ name: app.state.me.name, password: "" }, async ({ name, password }) => {
    const answer = await app.do("log_in", { account: name.trim(), password });
    if (answer?.ok !== false) close();
    return answer;
  });
  return html`<${Dialog} title=${t("account.login.title")} close=${close} onSubmit=${form.submit} footer=${html`<button class="btn" type="button" onClick=${close}>${t("cancel")}</button><button class="btn primary" type="submit" disabled=${form.busy}>${t("join.login")}</button>`}>
    <div class="inner"><${Field} label=${t("account.name")} autocomplete="username" value=${form.values.name} onInput=${form.set("name")} spellcheck="false" autocapitalize="none" />
      <${Field} label=${t("join.password")} type="password" autocomplete="current-password" value=${form.values.password} onInput=${form.set("password")} wrong=${form.wrong} autofocus />
      <button class="aslink" type="button" onClick=${() => { close(); show(ResetDialog, { name: form.values.name }); }}>${t("account.reset.open")}</button></div>
  <//>`;
}

/** A new password by a code that an operator has made, for who has forgotten it. @param {{name?: string, close: () => void}} props */
export function ResetDialog({ name = "", close }) {
  const app = useApp();
  const made = useRef({ account: "", password: "" }); // the code is used up by it: only logging in is left
  const isSet = ({ account, password }) => account === made.current.account && password === made.current.password;
  const form = useForm({ name, code: "", password: "" }, async ({ name, code, password }) => {
    const given = { account: name.trim(), password };
    const answer = isSet(given) ? null : tooShort(app, password) ?? (await app.do("ask", { command: "reset", words: `${given.account} ${code.replace(/\s/g, "")} ${password}` }));
    if (answer?.ok === false) return answer;
    made.current = given;
    const outcome = await app.do("log_in", given);
    if (outcome?.ok !== false) close();
    return outcome;
  });
  const ready = form.values.name.trim() && form.values.code.trim() && form.values.password;
  return html`<${Dialog} title=${t("account.reset.title")} close=${close} onSubmit=${form.submit} footer=${html`<button class="btn" type="button" onClick=${close}>${t("cancel")}</button><button class="btn primary" type="submit" disabled=${form.busy || !ready}>${t("account.reset.button")}</button>`}>
    <div class="inner"><p>${t("account.reset.sentence")}</p><${Field} label=${t("account.name")} autocomplete="username" value=${form.values.name} onInput=${form.set("name")} spellcheck="false" autocapitalize="none" />
      <${Field} label=${t("account.reset.code")} value=${form.values.code} onInput=${form.set("code")} autocomplete="off" spellcheck="false" autocapitalize="none" autofocus />
      <${Field} label=${t("account.password.new")} type="password" autocomplete="new-password" value=${form.values.password} onInput=${form.set("password")} wrong=${form.wrong} hint=${t("password.hint", { n: wants(app).shortest })} /></div>
  <//>`;
}

/** Another password: the other devices are logged out by it. */
function Password() {
  const app = useApp();
  const form = useForm({ password: "" }, async ({ password }) => {
    const answer = tooShort(app, password) ?? (await app.do("register", { password }));
    if (answer?.ok !== false) toast(t("account.password.done"));
    return answer;
  });
  return html`<form onSubmit=${form.submit} class="setblock"><h4>${t("account.password")}</h4><input class="sr" type="text" autocomplete="username" value=${app.state.me.account} readonly tabindex="-1" aria-hidden="true" />
    <${Field} label=${t("account.password.new")} type="password" autocomplete="new-password" value=${form.values.password} onInput=${form.set("password")} wrong=${form.wrong} hint=${t("account.password.hint", { n: wants(app).shortest })} />
    <div><button class="btn" type="submit" disabled=${form.busy || !form.values.password}>${t("account.password.button")}</button></div></form>`;
}

/** Where one is logged in. */
function Devices() {
  const app = useApp();
  const answer = useAnswer("DEVICES");
  const close = async (row) => {
    await done(command(app, null, "/devices close", row.n));
    answer.again();
  };
  const others = async () => {
    const told = await done(command(app, null, "/logout everywhere"));
    if (told?.ok !== false) toast(t("devices.closed.all"));
    answer.again();
  };
  return html`<div class="setblock"><h4>${t("devices.title")}</h4><${Answer} answer=${answer} empty=${t("devices.none")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.n}>
      <span class="grow">${row.this ? t("devices.this") : t(`devices.by.${row.by}`)}<small><bdi>${row.address}</bdi> · ${t("devices.since", { time: amid(row.since, Date.now()) })}${row.tls ? "" : ` · ${t("devices.plain")}`}</small></span>
      ${!row.this && html`<button class="btn small" type="button" onClick=${() => close(row)}>${t("devices.close")}</button>`}</li>`)}</ul>`}<//>
    <div><button class="btn" type="button" onClick=${others}>${t("devices.close.all")}</button></div></div>`;
}

/** Certificates that log one in, for IRC clients and hubbub chat. */
function Certificates() {
  const app = useApp();
  const answer = useAnswer("CERT", ["LIST"]);
  const form = useForm({ print: "" }, async ({ print }) => {
    const told = await command(app, null, "/cert add", print.replaceAll(":", ""));
    answer.again();
    return told;
  });
  const remove = async (row) => {
    await done(command(app, null, "/cert del", row.fingerprint));
    answer.again();
  };
  return html`<div class="setblock"><h4>${t("cert.title")}</h4><p class="hint">${t("cert.hint")}</p>
    <${Answer} answer=${answer} empty=${t("cert.none")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.fingerprint}><span class="grow"><code class="wrap">${row.fingerprint}</code></span><button class="btn small" type="button" onClick=${() => remove(row)}>${t("cert.remove")}</button></li>`)}</ul>`}<//>
    <form onSubmit=${form.submit} class="inlineform"><${Field} label=${t("cert.add")} value=${form.values.print} onInput=${form.set("print")} wrong=${form.wrong} spellcheck="false" autocapitalize="none" placeholder="3F:9A:…" /><button class="btn" type="submit" disabled=${!form.values.print}>${t("cert.add.button")}</button></form></div>`;
}

const GOOD_FOR = ["7d", "90d", "ever"];

/** Tokens by which programs do as one may; what a new one is, is shown only now. */
function Tokens() {
  const app = useApp();
  const answer = useAnswer("TOKEN", ["LIST"]);
  const [made, setMade] = useState("");
  const [goodFor, setGoodFor] = useState("90d");
  const form = useForm({ name: "", scopes: "read say" }, async ({ name, scopes }) => {
    const notes = await app.ask("TOKEN", `ADD ${name.trim()} ${scopes.trim()} for ${goodFor}`);
    const refused = notes.find((note) => note.error);
    if (refused) return { ok: false, note: refused };
    setMade(notes.map((note) => note.row?.token).find(Boolean) ?? "");
    answer.again();
    return null;
  });
  const revoke = async (row) => {
    await done(command(app, null, "/token revoke", row.name));
    setMade("");
    answer.again();
  };
  return html`<div class="setblock"><h4>${t("token.title")}</h4><p class="hint">${t("token.hint")}</p>
    <${Answer} answer=${answer} empty=${t("token.none")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.name}><span class="grow"><bdi>${row.name}</bdi><small>${row.scopes.join(" ")} · ${row.until ? t("token.until", { time: amid(row.until, Date.now()) }) : t("token.ever")} · ${row.used ? t("token.used", { time: amid(row.used, Date.now()) }) : t("token.unused")}</small></span><button class="btn small" type="button" onClick=${() => revoke(row)}>${t("token.revoke")}</button></li>`)}</ul>`}<//>
    ${made && html`<p role="status">${t("token.made")} <code class="wrap">${made}</code></p>`}
    <form onSubmit=${form.submit} class="stack"><${Field} label=${t("token.name")} value=${form.values.name} onInput=${form.set("name")} wrong=${form.wrong} spellcheck="false" autocapitalize="none" /><${Field} label=${t("token.scopes")} value=${form.values.scopes} onInput=${form.set("scopes")} hint=${t("token.scopes.hint")} spellcheck="false" autocapitalize="none" />
      <${Choice} chips label=${t("token.good.for")} value=${goodFor} options=${GOOD_FOR.map((one) => [one, t(`token.for.${one}`)])} change=${setGoodFor} /><div><button class="btn" type="submit" disabled=${form.busy || !form.values.name.trim()}>${t("token.add")}</button></div></form></div>`;
}
