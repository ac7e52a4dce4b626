/** The join page: one question, a name; an account or an invitation opens one more, in place. */

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { useApp, useTopics } from "../store.js";
import { codeOf } from "../routes.js";
import { parts, t } from "../strings/index.js";
import { Field, IconButton, useFields } from "./controls.js";
import { Icon } from "./icons.js";
import { showQr } from "./opening.js";
import { Mark } from "./people.js";
import { isTouch } from "./view.js";
import { Scene, Ways } from "./ways.js";
import { wordsOf } from "./words.js";

/** The code that an invitation's address has behind its #; it never leaves the browser but as a password. */
export function invitationCode(place = location) {
  return codeOf(place.hash);
}

/**
 * What was done in the page before the script was there: the name so far, whether it was being typed, whether Enter was pressed.
 * @typedef {{name: string, typing: boolean, entered: boolean}} Begun
 */

/** @param {{begun: Begun}} props */
export function Door({ begun }) {
  const app = useApp();
  useTopics("join", "about", "connection");
  const [code] = useState(invitationCode);
  useEffect(() => {
    document.title = code ? t("invited.title", { server: app.about.name }) : app.about.name;
  }, []);
  return html`<div class="door">
    <main><${Form} begun=${begun} ticket=${code} /></main>
    <aside aria-label=${t("join.ways")}><${Scene} /><${Ways} code=${code} open=${Boolean(code) && matchMedia("(min-width: 64rem)").matches} /></aside>
  </div>`;
}

/** What the form starts with. */
function first(app, begun, ticket) {
  const asked = new URLSearchParams(location.search).get("name") ?? "";
  return { name: begun.name || asked, password: "", code: ticket, account: app.about.access === "accounts", invited: app.about.access === "invited" && !ticket };
}

function Form({ begun, ticket }) {
  const app = useApp();
  const [form, change] = useFields(() => first(app, begun, ticket));
  const joining = app.joining.step === "joining";
  const [hidden, setHidden] = useState(false);
  const error = hidden ? null : app.joining.error;
  const typed = (name) => (event) => {
    setHidden(true);
    change({ [name]: event.target.value });
  };
  const join = (event) => {
    event?.preventDefault();
    setHidden(false);
    const { name, password, code } = form;
    if (name.trim()) app.join({ name: name.trim(), password: form.account ? password : "", code: code.trim() });
  };
  useEffect(() => {
    if (begun.entered) join();
    begun.entered = false; // once, also where the page is drawn anew
  }, []);
  useEffect(() => {
    if (error?.field === "password") change({ account: true });
    if (error?.field === "code" && !ticket) change({ invited: true });
  }, [error]); // what is wrong, or missing, stands under its field
  const own = (error) => error?.field === "name" && html`<${NameError} error=${error} form=${form} change=${change} />`;
  return html`<form class="form" onSubmit=${join} aria-busy=${String(joining)}>
    <${Mark} />
    <${Lead} ticket=${ticket} error=${error} />
    <${NameField} value=${form.name} change=${typed("name")} wrong=${own(error)} ready=${!joining} typing=${begun.typing} />
    ${form.account && html`<${Password} value=${form.password} change=${typed("password")} wrong=${wrong(error, "password")} />`}
    ${form.invited && html`<${Field} label=${t("join.code")} big inputRef=${takeUp} value=${form.code} onInput=${typed("code")} autocomplete="off" spellcheck="false"
      placeholder="K7QD-2MXA-PP4T-5VRE" wrong=${wrong(error, "code")} />`}
    <button class="btn primary big" type="submit" disabled=${joining}>${buttonWords(app, form, ticket, joining)}</button>
    ${error && !["name", "password", "code"].includes(error.field) && html`<p class="note bad flush" role="alert"><${Icon} name="alert" /><span>${wordsOf(error)}</span></p>`}
    <${Alternatives} form=${form} change=${change} ticket=${ticket} />
    ${!navigator.cookieEnabled && html`<p class="note warn flush"><${Icon} name="warn" /><span>${t("join.no.cookies")}</span></p>`}
  </form>`;
}

/** A field that somebody has just asked for goes on with what they were at: the name, if there is none yet. @param {HTMLInputElement | null} input */
function takeUp(input) {
  if (!input || !document.activeElement.closest(".alt, .wrong")) return;
  const { name } = /** @type {any} */ (input.form.elements);
  (name.value ? input : name).focus();
}

function wrong(error, field) {
  return error?.field === field ? wordsOf(error) : undefined;
}

function buttonWords(app, form, ticket, joining) {
  if (joining) return t("join.joining");
  if (form.account) return t("join.login");
  if (ticket || form.invited) return t("join.come.in");
  const lobby = app.about.lobby;
  if (!lobby) return t("join.join");
  return lobby === "#lobby" ? t("join.lobby") : t("join.room", { room: lobby });
}

/** Where one is, and on what terms. */
function Lead({ ticket, error }) {
  const app = useApp();
  const { name, access } = app.about;
  const server = html`<b dir="auto">${name}</b>`;
  if (ticket) {
    return html`<div><h1>${t("invited.you")}</h1></div><p class="lead">${parts("invited.lead", { server })}</p>
      ${error?.field === "code" ? html`<p class="note bad flush" role="alert"><${Icon} name="alert" /><span>${wordsOf(error)}</span></p>` : html`<${Ticket} code=${ticket} />`}`;
  }
  return html`<div><h1 dir="auto">${name}</h1></div><p class="lead">${t(`join.lead.${access ?? "open"}`)}</p>`;
}

function Ticket({ code }) {
  const label = t("invited.qr");
  const large = () => showQr({ link: location.href });
  return html`<div class="ticket"><${Icon} name="ticket" /><span class="grow"><span class="label">${t("invited.yours")}</span><br /><code>${code}</code></span>
    <${IconButton} icon="qr" label=${label} onClick=${large} /></div>`;
}

function NameField({ value, change, wrong, ready, typing }) {
  const input = useRef(null);
  useLayoutEffect(() => {
    if (typing || !isTouch()) input.current.focus();
  }, []);
  useLayoutEffect(() => {
    if (ready && wrong) input.current.select();
  }, [ready]);
  return html`<${Field} label=${t("join.name")} big inputRef=${input} value=${value} onInput=${change} wrong=${wrong} name="name" required
    autocomplete="nickname" spellcheck="false" autocapitalize="none" enterkeyhint="go" placeholder=${t("join.name.hint")} />`;
}

/** A taken name: a way to log in if it is one's own, and a free one if not. */
function NameError({ error, form, change }) {
  const app = useApp();
  if (error.code !== "registered" && error.code !== "taken") return wordsOf(error);
  const free = error.free ?? `${form.name}2`;
  const logIn = html`<button type="button" class="aslink" onClick=${() => change({ account: true })}>${t("join.log.in")}</button>`;
  const other = html`<button type="button" class="aslink" onClick=${() => { change({ name: free }); app.join({ name: free, password: "", code: form.code }); }}><bdi>${free}</bdi></button>`;
  return parts(`join.${error.code}`, { name: html`<b><bdi>${form.name}</bdi></b>`, login: logIn, other });
}

const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** A password is asked for only where nobody can read it on the way. */
function Password({ value, change, wrong }) {
  const app = useApp();
  if (!app.about.secure && !LOCAL.test(location.hostname)) return html`<${NotEncrypted} />`;
  return html`<${Field} label=${t("join.password")} big inputRef=${takeUp} type="password" value=${value} onInput=${change} wrong=${wrong} autocomplete="current-password" name="password" />`;
}

function NotEncrypted() {
  const app = useApp();
  const secure = new URL(location.href);
  secure.protocol = "https:";
  const fingerprint = app.about.fingerprint;
  return html`<div class="note warn flush"><${Icon} name="warn" /><div>${parts("join.insecure", { link: html`<a href=${secure.href}>${t("join.insecure.link")}</a>` })}
    ${fingerprint && html`<small>${t("join.fingerprint")} <code class="wrap">${fingerprint}</code></small>`}</div></div>`;
}

function Alternatives({ form, change, ticket }) {
  const app = useApp();
  const toggle = (name) => () => change({ [name]: !form[name] });
  const account = app.about.access !== "accounts";
  const invitation = !ticket && app.about.access !== "invited";
  return html`<div class="alt">
    ${account && html`<button type="button" aria-expanded=${String(form.account)} onClick=${toggle("account")}>${t(form.account ? "join.as.guest" : "join.have.account")}</button>`}
    ${invitation && html`<button type="button" aria-expanded=${String(form.invited)} onClick=${toggle("invited")}>${t(form.invited ? "join.no.invitation" : "join.have.invitation")}</button>`}
  </div>`;
}
