/** What Ctrl K leads to: places by what is new in them, people, rooms one is not in, and what can be done. */

import { html, useEffect, useRef } from "../vendor/preact.js";
import { useApp, useTopics } from "../store.js";
import { lower } from "../irc/casemap.js";
import { t } from "../strings/index.js";
import { jumps } from "../views/jump.js";
import { isPrivate, order, sign } from "../views/places.js";
import { isSaid } from "../views/rows.js";
import { useReady } from "./asking.js";
import { here } from "./here.js";
import { Icon } from "./icons.js";
import { signs } from "./keys.js";
import { openByCommand } from "./opening.js";
import { Avatar } from "./people.js";
import { go, goToPage, write } from "./places.js";
import { presenceOf } from "./presence.js";
import { lately } from "./switcher.js";
import { oneLine } from "./timeline/message.js";
import { view } from "./view.js";

/** @param {{typed: string, at: number, choices: any, close: () => void}} props */
export function Choices({ typed, at, choices, close }) {
  const app = useApp();
  useTopics("list", "rooms", "people");
  const groups = jumps(places(app), typed);
  const all = groups.flatMap((group) => group.entries);
  const take = (entry) => {
    close();
    TAKES[entry.kind](app, entry);
  };
  choices.count = all.length;
  choices.take = (place) => all[place] && take(all[place]);
  useEffect(() => {
    if (choices.early) choices.take(at);
    if (app.state.rooms) choices.early = false; // nothing more is to come
  });
  useReady(() => app.state.rooms || app.do("list_rooms", {}));
  useReady(typed.startsWith("@") && (() => app.do("list_people", {})));
  return html`<${Places} groups=${groups} at=${at} take=${take} app=${app} />
    <div class="foot"><span><kbd>↑</kbd> <kbd>↓</kbd> ${t("jump.choose")}</span><span><kbd>${signs("Enter")}</kbd> ${t("jump.go")}</span><span><kbd>#</kbd> ${t("jump.rooms.only")}</span><span><kbd>@</kbd> ${t("jump.people.only")}</span></div>`;
}

/** What there is to jump to. */
function places(app) {
  const { rooms, people } = order(app);
  return {
    buffers: [...rooms, ...people], lately, current: view.state.key,
    people: everybody(app),
    rooms: app.state.rooms ?? [], acts: acts(app), hint: lastWords,
  };
}

/** All others that are known: from rooms, and who is online. */
function everybody(app) {
  const known = [...app.state.people.values()].map(({ name }) => name);
  const names = new Map([...app.people.names, ...known].map((name) => [lower(name), name]));
  names.delete(lower(app.state.me.name));
  return [...names].map(([key, name]) => ({ key, name }));
}

/** What was said last, for what has news. */
function lastWords(buffer) {
  if (!buffer.unread) return "";
  const last = buffer.timeline.items.findLast((item) => isSaid(item) && !item.redacted);
  if (!last) return "";
  return buffer.kind === "person" ? oneLine(last) : `${last.sender}: ${oneLine(last)}`;
}

/** What can be done from everywhere. */
function acts(app) {
  const open = (what, args) => () => openByCommand(app, what, args);
  return [
    { id: "join", icon: "plus", label: t("jump.join"), keys: "/join", act: open("rooms") },
    { id: "away", icon: "moon", label: t("jump.away"), keys: "/away", act: () => app.do("away", { text: t("me.away.usual") }) },
    { id: "search", icon: "search", label: t("jump.search"), keys: "/search", act: open("search") },
    { id: "read", icon: "check", label: t("menu.read.all"), act: () => [...app.state.buffers.keys()].forEach((key) => app.readUpTo(key, 0)) },
    here.attach && { id: "attach", icon: "file", label: t("compose.attach"), keys: "/upload", act: () => here.attach?.() },
    { id: "settings", icon: "settings", label: t("settings.title"), act: open("settings") },
    { id: "account", icon: "key", label: t("me.account.settings"), act: open("account") },
    app.mayDo("invite.server") && { id: "invite", icon: "ticket", label: t("menu.invite"), keys: "/invite", act: open("invite") },
    { id: "help", icon: "list", label: t("menu.help"), keys: "/help", act: open("help") },
    app.mayDo("operate") && { id: "operator", icon: "graph", label: t("operator.open"), act: () => goToPage("operator") },
  ].filter(Boolean);
}

const TAKES = {
  buffer: (_app, entry) => go(entry.key),
  person: (app, entry) => write(app, entry.name),
  room: async (app, entry) => {
    await app.do("join", { room: `#${entry.name}` });
    go(entry.key);
  },
  act: (_app, entry) => entry.act.act(),
};

function Places({ groups, at, take, app }) {
  const list = useRef(null);
  useEffect(() => {
    list.current.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  let place = 0;
  return html`<div class="scroll" id="sw-list" role="listbox" aria-label=${t("jump.places")} ref=${list}>
    ${groups.map((group) => html`<div key=${group.id} role="group" aria-label=${t(`jump.group.${group.id}`)}><p class="cap" aria-hidden="true">${t(`jump.group.${group.id}`)}</p>
      <ul class="opts" role="presentation">${group.entries.map((entry) => {
        const mine = place++;
        return html`<li key=${entry.kind + entry.key} id=${`sw-${mine}`} role="option" aria-selected=${String(mine === at)} onClick=${() => take(entry)}><${Line} entry=${entry} app=${app} /></li>`;
      })}</ul></div>`)}
    ${!groups.length && html`<p class="empty">${t("jump.none")}</p>`}
  </div>`;
}

function Line({ entry, app }) {
  /** @type {any} */
  const end = entry.buffer ? sign(entry.buffer, false) : { sign: "" };
  return html`<${Sign} entry=${entry} app=${app} /><span class="cut" dir="auto">${entry.name}</span><small class="cut grow" dir="auto">${entry.hint}</small>
    ${entry.keys && html`<kbd>${entry.keys}</kbd>`}
    ${end.sign === "count" && html`<span class="count">${end.n > 99 ? "99+" : end.n}</span>`}${end.sign === "dot" && html`<span class="dot"></span>`}`;
}

function Sign({ entry, app }) {
  if (entry.kind === "act") return html`<${Icon} name=${entry.act.icon} />`;
  if (entry.kind === "room" || entry.buffer?.kind === "room") return html`<${Icon} name=${entry.buffer && isPrivate(entry.buffer) ? "lock" : "hash"} />`;
  const person = app.state.people.get(entry.key);
  return html`<${Avatar} name=${entry.name} account=${person?.account} bot=${person?.bot} size=${24} presence=${presence(app, entry)} />`;
}

/** How somebody is: as we see it, or as the server has just listed it. */
function presence(app, { key, name }) {
  const seen = presenceOf(app, key);
  if (seen !== "off" || !app.people.names.includes(name)) return seen;
  return app.people.away.includes(name) ? "away" : "here";
}
