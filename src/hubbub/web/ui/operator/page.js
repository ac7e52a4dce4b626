/** The operator's page: its own frame over the same tokens, loaded only when it is opened. */

import { html, useEffect, useLayoutEffect, useState } from "../../vendor/preact.js";
import { useApp, useTopics } from "../../store.js";
import { t } from "../../strings/index.js";
import { command, useAnswer } from "../asking.js";
import { Grey } from "../late.js";
import { Field, IconButton } from "../controls.js";
import { Icon } from "../icons.js";
import { Avatar } from "../people.js";
import { goToPage } from "../places.js";
import { useView, view } from "../view.js";
import { wordsOf } from "../words.js";
import { AuditSection, InvitationsSection, LockdownSection, PeopleSection, ReportsSection, RoomsSection, SettingsSection, StorageSection } from "./sections.js";
import { Overview } from "./overview.js";

const SECTIONS = [
  ["overview", "graph", Overview], ["people", "people", PeopleSection], ["rooms", "hash", RoomsSection], ["reports", "flag", ReportsSection], ["audit", "list", AuditSection],
  ["invitations", "ticket", InvitationsSection], ["storage", "disk", StorageSection], ["lockdown", "lock", LockdownSection], ["settings", "settings", SettingsSection],
];

const SPANS = ["hour", "day", "week"];

/** The page, for who may see it. */
export function OperatorPage() {
  const app = useApp();
  useTopics("me", "connection");
  useStylesheet("operator.css");
  useEffect(() => {
    document.title = `${t("operator.title")} · ${app.about.name}`;
  }, []);
  if (app.mayDo("operate")) return html`<${Desk} />`;
  return app.state.connection.step === "ready" ? html`<${NotForYou} />` : html`<main class="whole"><${Grey} /></main>`;
}

function Desk() {
  const [open, setOpen] = useState("overview");
  const [span, setSpan] = useState("day");
  const numbers = useNumbers(span);
  const [, , Body] = SECTIONS.find(([id]) => id === open);
  useLayoutEffect(() => {
    if (view.state.turned) /** @type {HTMLElement | null} */ (document.querySelector(".side [aria-current]"))?.focus();
  }, []);
  const choose = (id) => {
    setOpen(id);
    view.set({ drawer: false });
  };
  return html`<div class="app two"><${Nav} open=${open} choose=${choose} now=${numbers.now} />
    <main class="desk" tabindex="0" aria-label=${t(`operator.${open}`)}><${Head} open=${open} span=${span} setSpan=${setSpan} now=${numbers.now} />
      <${Body} numbers=${numbers} span=${span} choose=${choose} /></main>
    <${Veil} /></div>`;
}

function Veil() {
  const drawer = useView((state) => state.drawer);
  return html`<div class=${drawer ? "veil open" : "veil"} onClick=${() => view.set({ drawer: false })}></div>`;
}

/** The numbers of a span and the beginnings of lists, asked for again each half minute while the page is seen. */
function useNumbers(span) {
  const answer = useAnswer("NUMBERS", [span, "LISTS"]);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || answer.again(), 30_000);
    return () => clearInterval(timer);
  }, [span]);
  const series = Object.fromEntries(answer.rows.filter((row) => row.row === "series").map((row) => [row.name, row]));
  const lists = (row) => ({ ...answer, rows: answer.rows.filter((one) => one.row === row) });
  return { state: answer.state, note: answer.note, again: answer.again, lists, now: answer.rows.find((row) => row.row === "now"), storage: answer.rows.find((row) => row.row === "storage"), series };
}

/** The sheet of this page: nobody else needs it. */
function useStylesheet(name) {
  useEffect(() => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = new URL(`../../styles/${name}`, import.meta.url).href;
    document.head.append(sheet);
    return () => sheet.remove();
  }, []);
}

function Nav({ open, choose, now }) {
  const app = useApp();
  const drawer = useView((state) => state.drawer);
  const counts = { people: now?.accounts, rooms: now?.rooms, invitations: now?.invitations };
  return html`<nav class=${drawer ? "side open" : "side"} aria-label=${t("operator.title")}>
    <div class="bar"><button class="serverbtn grow" type="button" onClick=${() => goToPage("chat")}><${Icon} name="back" small /><span class="cut">${t("operator.back")}</span></button>
      <${IconButton} icon="close" label=${t("close")} class="only-phone" onClick=${() => view.set({ drawer: false })} /></div>
    <div class="scroll"><div class="side-title"><h2 class="label" dir="auto">${app.about.name}</h2></div><ul>
      ${SECTIONS.map(([id, icon]) => html`<li key=${id}><button type="button" class=${id === "reports" && now?.open_reports ? "room unread" : "room"} aria-current=${id === open ? "page" : undefined} onClick=${() => choose(id)}>
        <${Icon} name=${icon} small /><span class="grow cut">${t(`operator.${id}`)}</span>
        ${id === "reports" && now?.open_reports > 0 ? html`<span class="count">${now.open_reports}<span class="sr"> ${t("operator.open.reports")}</span></span>` : counts[id] !== undefined && html`<span class="quiet">${counts[id]}</span>`}</button></li>`)}</ul></div>
    <div class="me"><${Avatar} name=${app.state.me.name} self size=${32} presence="here" /><span class="grow"><b class="cut" dir="auto">${app.state.me.name}</b><small class="cut">${t("me.operator")}</small></span></div>
  </nav>`;
}

function Head({ open, span, setSpan, now }) {
  const app = useApp();
  const about = [app.about.version && `hubbub ${app.about.version}`, app.about.host ?? location.host].filter(Boolean).join(" · ");
  return html`<div class="deskhead"><div class="with"><${IconButton} icon="menu" class="only-phone" label=${t("operator.menu")} onClick=${() => view.set({ drawer: true })} /><div><h1>${t(`operator.${open}`)}</h1>
      ${open === "overview" && html`<p>${now?.up_since ? t("operator.about", { about, days: Math.floor((Date.now() - now.up_since) / 86_400_000), n: Math.floor((Date.now() - now.up_since) / 86_400_000) }) : about}</p>`}</div></div>
    ${open === "overview" && html`<div class="seg" role="group" aria-label=${t("operator.span")}>${SPANS.map((one) => html`<button key=${one} type="button" aria-pressed=${String(one === span)} onClick=${() => setSpan(one)}>${t(`operator.span.${one}`)}</button>`)}</div>`}</div>`;
}

function NotForYou() {
  return html`<main class="whole"><div class="empty"><${Icon} name="lock" /><h1>${t("operator.not.you")}</h1><p>${t("operator.not.you.hint")}</p><${Claim} /><button class="btn" type="button" onClick=${() => goToPage("chat")}>${t("operator.back")}</button></div></main>`;
}

/** The code that the server printed makes the first operator of it. */
function Claim() {
  const app = useApp();
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState("");
  if (!app.state.me.account) return null;
  const submit = async (event) => {
    event.preventDefault();
    const answer = await command(app, null, "/operator", code.trim());
    setWrong(answer?.ok === false ? wordsOf(answer.note ?? answer) : "");
  };
  return html`<form class="inlineform" onSubmit=${submit}><${Field} label=${t("operator.code")} value=${code} onInput=${(event) => { setCode(event.target.value); setWrong(""); }} hint=${t("operator.code.hint")} wrong=${wrong} autocomplete="off" spellcheck="false" autocapitalize="none" />
    <button class="btn" type="submit" disabled=${!code.trim()}>${t("operator.code.button")}</button></form>`;
}
