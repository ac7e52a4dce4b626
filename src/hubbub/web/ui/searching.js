/** Search: words, narrowed by where, who and when; the newest first, marked, each a way to where it was said. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { isRoom } from "../client/arrivals.js";
import { lower } from "../irc/casemap.js";
import { useApp, useTopics } from "../store.js";
import { t } from "../strings/index.js";
import { moment } from "../strings/formats.js";
import { person } from "../typed/grammar.js";
import { narrowed } from "../typed/narrowing.js";
import { said } from "../views/files.js";
import { doReady, Failed, useAgain } from "./asking.js";
import { Grey } from "./late.js";
import { Field, useFields } from "./controls.js";
import { Icon } from "./icons.js";
import { show } from "./layers.js";
import { Popup } from "./popup.js";
import { Avatar, hueClass } from "./people.js";
import { go } from "./places.js";
import { Text } from "./timeline/text.js";

const PAUSE = 400; // ms without typing until it is searched

/** What stands under the field. @param {{query: any, change: (patch: object) => void, current: string|null}} props */
export function Searching({ query, change, current }) {
  const app = useApp();
  const results = useResults(app, query, current);
  return html`<${Chips} query=${query} change=${change} current=${current} /><${Results} results=${results} query=${query} change=${change} />`;
}

/** What is found, asked for when the typing rests. */
function useResults(app, query, current) {
  useTopics("search");
  const [state, setState] = useState(/** @type {any} */ ({ step: "none" }));
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!query.text.trim()) {
      setState({ step: "none" });
      return undefined;
    }
    let wanted = true;
    setState((before) => ({ step: before.step === "there" ? "there" : "asking" }));
    const timer = setTimeout(async () => {
      const { words, place, sender, after, before } = narrowed(query.text);
      const room = app.state.buffers.get(lower(isRoom(place) ? place : `#${place}`));
      const where = !place ? query.where || "" : place === "here" ? current ?? "" : room?.name ?? person(place);
      const until = before ? dayStart(before) : dayEnd(query.before);
      const answer = await doReady(app, "search", { words, where, sender: sender || query.from, after: dayStart(after || query.after), before: until });
      if (wanted) setState(answer?.ok === false ? { step: "failed", note: answer.note ?? answer } : { step: "there" });
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query.text, query.where, query.from, query.after, query.before, current, turn]);
  const again = () => setTurn(turn + 1);
  useAgain(state.note, again);
  return { ...state, again };
}

const DAY = 86_400_000;
const dayStart = (date) => (date ? new Date(`${date}T00:00`).getTime() : 0);
const dayEnd = (date) => (date ? new Date(`${date}T00:00`).getTime() + DAY : 0);

/** Where, who, when. */
function Chips({ query, change, current }) {
  const app = useApp();
  const where = query.where && (app.state.buffers.get(query.where)?.name ?? query.where);
  const ask = (what) => (event) => show(Narrow, { anchor: event.currentTarget.getBoundingClientRect(), what, query, change });
  const when = [query.after, query.before].filter(Boolean).join(" – ");
  return html`<div class="chips narrowing" role="group" aria-label=${t("search.narrow")}>
    <${Chip} on=${Boolean(where)} words=${where ? t("search.in", { where }) : t("search.in.this")} act=${() => change({ where: where ? null : current })} />
    <${Chip} on=${Boolean(query.from)} words=${query.from ? t("search.from", { name: query.from }) : t("search.from.whom")} act=${query.from ? () => change({ from: "" }) : ask("from")} />
    <${Chip} on=${Boolean(when)} words=${when || t("search.when")} act=${when ? () => change({ after: "", before: "" }) : ask("when")} /></div>`;
}

function Chip({ on, words, act }) {
  return html`<button class="chip" type="button" aria-pressed=${String(on)} onClick=${act}><span class="cut" dir="auto">${words}</span>${on && html` <${Icon} name="close" />`}</button>`;
}

/** The box behind a chip: a name, or days. */
function Narrow({ anchor, what, query, change, close }) {
  const [values, type] = useFields({ from: query.from, after: query.after, before: query.before });
  const set = (name) => (event) => type({ [name]: event.target.value });
  const submit = (event) => {
    event.preventDefault();
    close();
    change({ ...values, from: person(values.from.trim()) });
  };
  return html`<${Popup} anchor=${anchor} label=${t(`search.${what}.title`)} close=${close} kind="narrow"><form class="inner" onSubmit=${submit}>
    ${what === "from" ? html`<${Field} label=${t("search.name")} value=${values.from} onInput=${set("from")} autofocus spellcheck="false" autocapitalize="none" />`
      : html`<${Field} label=${t("search.after")} type="date" value=${values.after} onInput=${set("after")} autofocus /><${Field} label=${t("search.before")} type="date" value=${values.before} onInput=${set("before")} />`}
    <button class="btn primary" type="submit">${t("search.set")}</button></form><//>`;
}

function Results({ results, query, change }) {
  const app = useApp();
  const { search } = app.state;
  if (results.step === "none") return html`<p class="cap">${t("search.hint")}</p>`;
  if (results.step === "failed") return html`<div class="inner"><${Failed} note=${results.note} again=${results.again} /></div>`;
  if (results.step === "asking" || !search) return html`<div class="inner"><${Grey} /></div>`;
  const found = search.messages.map((message, at) => ({ message, target: search.targets[at] })).reverse();
  if (!found.length && search.done) return html`<${Nothing} query=${query} change=${change} />`;
  return html`<p class="cap" role="status">${t("search.count", { n: found.length })}</p><${Hits} found=${found} query=${query} more=${search.more} />`;
}

function Nothing({ query, change }) {
  return html`<div class="empty" role="status"><h3>${t("search.none", { text: query.text.trim() })}</h3><p>${t("search.none.hint")}</p>
    ${query.where && html`<button class="btn" type="button" onClick=${() => change({ where: null })}>${t("search.everywhere")}</button>`}</div>`;
}

function Hits({ found, query, more }) {
  const app = useApp();
  const [on, setOn] = useState("");
  const marks = query.text.trim().split(/\s+/);
  const scrolled = (event) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    if (more && app.state.search.done && scrollHeight - scrollTop - clientHeight < 300) app.do("search_more", {});
  };
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...event.currentTarget.querySelectorAll(".hit")];
    event.preventDefault();
    all[all.indexOf(document.activeElement) + step]?.focus();
  };
  const open = (hit) => {
    setOn(hit.message.id);
    go(lower(hit.target), hit.message.id);
  };
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${t("search.results")} onScroll=${scrolled} onKeyDown=${walk}><ul>
    ${found.map((hit) => html`<li key=${hit.target + hit.message.id}><${Hit} hit=${hit} marks=${marks} on=${on === hit.message.id} everywhere=${!query.where} open=${open} /></li>`)}</ul></div>`;
}

function Hit({ hit, marks, on, everywhere, open }) {
  const app = useApp();
  const { message, target } = hit;
  const buffer = app.state.buffers.get(lower(target));
  return html`<button class=${on ? "hit on" : "hit"} type="button" onClick=${() => open(hit)}>
    <span class=${`by ${hueClass(message.account || message.sender, message.own)}`}><${Avatar} name=${message.sender} account=${message.account} self=${message.own} size=${20} /><span class="who"><bdi>${message.sender}</bdi></span>
      <span class="when">${everywhere && html`<bdi>${buffer?.name ?? target}</bdi>, `}${moment(message.at, Date.now())}</span></span>
    <${Shortened} app=${app} buffer=${buffer} text=${said(message)} marks=${marks} /></button>`;
}

/** A text without links and buttons in it: it stands inside a button. */
function Shortened({ app, buffer, text, marks }) {
  return html`<span class="plainly" inert><${Text} app=${app} buffer=${buffer} text=${text.replace(/\n+/g, " ").slice(0, 600)} marks=${marks} /></span>`;
}
