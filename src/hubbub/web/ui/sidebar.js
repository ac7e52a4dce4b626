/** Rooms and people: one row each, one sign at its end; above them the server, below oneself. */

import { html, useRef, useState } from "../vendor/preact.js";
import { lower } from "../irc/casemap.js";
import { useApp, useTopics } from "../store.js";
import { t } from "../strings/index.js";
import { fragmentOf } from "../routes.js";
import { bare, isPrivate, isUnread, order, sign } from "../views/places.js";
import { IconButton } from "./controls.js";
import { Icon } from "./icons.js";
import { keysOf } from "./keys.js";
import { show } from "./layers.js";
import { meMenu, placeMenu, serverMenu, showRooms, showSettings } from "./opening.js";
import { Avatar, Mark } from "./people.js";
import { go } from "./places.js";
import { presenceOf } from "./presence.js";
import { Switcher } from "./switcher.js";
import { isTouch, useView, view } from "./view.js";

/** The sidebar; on phones a drawer. */
export function Sidebar() {
  const drawer = useView((state) => state.drawer);
  const app = useApp();
  useTopics("about", "settings");
  return html`<nav class=${drawer ? "side open" : "side"} id="rooms" aria-label=${t("side.label")}>
    <div class="bar"><button class="serverbtn grow" type="button" aria-haspopup="menu" onClick=${(event) => serverMenu(app, event.currentTarget)}>
      <${Mark} /><span class="cut" dir="auto">${app.about.name}</span><${Icon} name="down" small /></button>
      <${IconButton} icon="close" label=${t("close")} class="only-phone" onClick=${() => view.set({ drawer: false })} /></div>
    <button class="jump" type="button" onClick=${() => show(Switcher)}><${Icon} name="search" small /><span>${t("side.jump")}</span><kbd>${keysOf("jump")}</kbd></button>
    <${Lists} />
    <${Me} />
  </nav>`;
}

/** The order stands still while the pointer or the focus is in the list. */
function useStillOrder(app) {
  const [still, setStill] = useState(false);
  const kept = useRef(/** @type {any} */ (null));
  const now = order(app);
  if (!still || !kept.current) kept.current = now;
  const there = (before, all) => [...before.filter((buffer) => all.includes(buffer)), ...all.filter((buffer) => !before.includes(buffer))];
  const { rooms, people } = kept.current;
  const hold = {
    onPointerEnter: () => !isTouch() && setStill(true), onPointerLeave: () => setStill(false),
    onFocusIn: () => setStill(true), onFocusOut: () => setStill(false),
  };
  return { rooms: there(rooms, now.rooms), people: there(people, now.people), hold };
}

function Lists() {
  const app = useApp();
  useTopics("list", "settings");
  const { rooms, people, hold } = useStillOrder(app);
  const joinRoom = () => showRooms();
  const writeTo = () => show(Switcher, { begin: "@" });
  return html`<div class="scroll" ...${hold}>
    <${Invitations} />
    <${Section} id="rooms" title=${t("side.rooms")} add=${t("side.join")} act=${joinRoom} buffers=${rooms} />
    <${Section} id="people" title=${t("side.people")} add=${t("side.write")} act=${writeTo} buffers=${people} />
  </div>`;
}

/** Who invites one into a room: that waits above the rooms. */
function Invitations() {
  const app = useApp();
  useTopics("invitations");
  const join = async (room) => {
    await app.do("join", { room });
    go(lower(room));
  };
  return app.state.invitations.length > 0 && html`<ul class="invitations">${app.state.invitations.map(({ room, by }) => html`<li key=${room}><button type="button" class="room unread" onClick=${() => join(room)}>
    <${Icon} name="ticket" small /><span class="grow">${t("side.invited", { room, by })}</span></button></li>`)}</ul>`;
}

/** A section folds, but what is unread stays to be seen. */
function Section({ id, title, add, act, buffers }) {
  const app = useApp();
  const { collapsed } = app.settings;
  const open = !collapsed.includes(id);
  const fold = () => app.set("collapsed", open ? [...collapsed, id] : collapsed.filter((one) => one !== id));
  const current = useView((state) => state.key);
  const shown = open ? buffers : buffers.filter((buffer) => isUnread(buffer) || buffer.key === current);
  return html`<div class="side-title"><h2 class="label" id=${`t-${id}`}>
      <button type="button" class="fold" aria-expanded=${String(open)} onClick=${fold}>${title}${!open && html`<${Icon} name="right" small />`}</button></h2>
      <${IconButton} icon="plus" label=${add} onClick=${act} /></div>
    <ul aria-labelledby=${`t-${id}`}>${shown.map((buffer) => html`<li key=${buffer.key}><${Place} buffer=${buffer} current=${buffer.key === current} /></li>`)}</ul>`;
}

function Place({ buffer, current }) {
  const app = useApp();
  const { key } = buffer;
  useTopics(`draft ${key}`);
  const end = sign(buffer, !current && app.drafts.has(key));
  const muted = buffer.notify === "nothing";
  const kind = ["room", isUnread(buffer) && !current && "unread", muted && "muted"].filter(Boolean).join(" ");
  const menu = (event) => {
    event.preventDefault();
    placeMenu(app, event.currentTarget, buffer);
  };
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(key);
  };
  return html`<a class=${kind} href=${fragmentOf(key)} aria-current=${current ? "page" : undefined} onClick=${open} onContextMenu=${menu}>
    ${buffer.kind === "room" ? html`<${Icon} name=${isPrivate(buffer) ? "lock" : "hash"} small />` : html`<${PersonSign} app=${app} buffer=${buffer} />`}
    <span class="grow cut" dir="auto">${bare(buffer)}</span>
    ${buffer.kind === "person" && html`<span class="sr">${t(`presence.${presenceOf(app, key)}`)}</span>`}
    <${EndSign} end=${end} person=${buffer.kind === "person"} />
  </a>`;
}

function PersonSign({ app, buffer }) {
  const person = app.state.people.get(buffer.key);
  return html`<${Avatar} name=${buffer.name} account=${person?.account} bot=${person?.bot} presence=${presenceOf(app, buffer.key)} />`;
}

function EndSign({ end, person }) {
  if (end.sign === "count") return html`<span class="count">${end.n > 99 ? "99+" : end.n}<span class="sr"> ${t(person ? "sign.unread" : "sign.mentions", { n: end.n })}</span></span>`;
  if (end.sign === "dot") return html`<span class="dot"></span><span class="sr">${t("sign.dot")}</span>`;
  if (end.sign === "draft") return html`<${Icon} name="pencil" small /><span class="sr">${t("sign.draft")}</span>`;
  if (end.sign === "muted") return html`<${Icon} name="bell-off" small /><span class="sr">${t("sign.muted")}</span>`;
  return null;
}

/** Oneself: name, what one is here, away or not. */
function Me() {
  const app = useApp();
  useTopics("me", "settings");
  const { me } = app.state;
  const words = me.operator ? t("me.operator") : me.account ? me.away ?? t("me.account") : t(app.settings.sent ? "me.guest.keep" : "me.guest");
  const settings = () => showSettings();
  return html`<div class="me"><button type="button" class="mebtn grow" aria-haspopup="menu" onClick=${(event) => meMenu(app, event.currentTarget)}>
      <${Avatar} name=${me.name} self size=${32} presence=${me.away === null || me.away === undefined ? "here" : "away"} />
      <span class="grow"><b class="cut" dir="auto">${me.name}</b><small class="cut" dir="auto">${words}</small></span></button>
    <${IconButton} icon="settings" label=${t("settings.title")} onClick=${settings} /></div>`;
}
