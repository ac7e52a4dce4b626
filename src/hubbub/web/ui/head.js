/** The head of a conversation: what it is, what it is about, who is in it, and what can be done with it. */

import { html } from "../vendor/preact.js";
import { useApp, useTopics } from "../store.js";
import { t } from "../strings/index.js";
import { bare, isPrivate, news } from "../views/places.js";
import { IconButton } from "./controls.js";
import { Icon } from "./icons.js";
import { notifyMenu, roomMenu, showTopicBox } from "./opening.js";
import { Avatar } from "./people.js";
import { presenceOf } from "./presence.js";
import { leaveSearch, useView, useWidth, view } from "./view.js";

/** @param {{buffer: any}} props */
export function Head({ buffer }) {
  const app = useApp();
  useTopics(`about ${buffer.key}`, `members ${buffer.key}`, "list", "settings");
  const room = buffer.kind === "room";
  return html`<header class="bar head"><${DrawerButton} />
    <${Title} buffer=${buffer} />
    ${room ? html`<${Topic} buffer=${buffer} />` : html`<${About} buffer=${buffer} />`}
    <${SearchButton} room=${room} />
    <${Bell} buffer=${buffer} />
    ${room && html`<${MembersButton} buffer=${buffer} />`}
    <${IconButton} icon="more" label=${t(room ? "head.more" : "head.more.person")} aria-haspopup="menu" onClick=${(event) => roomMenu(app, event.currentTarget, buffer)} />
  </header>`;
}

/** On phones: opens the rooms, and says how many of them are orange. */
function DrawerButton() {
  const app = useApp();
  const { orange } = news(app);
  const n = orange > 99 ? "99+" : orange;
  return html`<${IconButton} icon="menu" class="only-phone" label=${orange ? t("head.rooms.news", { n }) : t("head.rooms")} onClick=${() => view.set({ drawer: true })}>
    ${orange > 0 && html`<span class="count num">${n}</span>`}<//>`;
}

function Title({ buffer }) {
  const app = useApp();
  if (buffer.kind === "person") {
    const person = app.state.people.get(buffer.key);
    return html`<h1><${Avatar} name=${buffer.name} account=${person?.account} bot=${person?.bot} size=${28} presence=${presenceOf(app, buffer.key)} />
      <span class="cut" dir="auto">${buffer.name}</span><small class="only-phone-block">${presenceWords(app, buffer)}</small></h1>`;
  }
  return html`<h1><span class="not-phone"><${Icon} name=${isPrivate(buffer) ? "lock" : "hash"} /></span><span class="cut" dir="auto">${bare(buffer)}</span>
    <small class="only-phone-block">${t("head.counts", { members: t("members.count", { n: buffer.members.size }), here: t("members.here", { n: hereIn(app, buffer) }) })}</small></h1>`;
}

function hereIn(app, buffer) {
  return [...buffer.members.keys()].filter((key) => presenceOf(app, key) === "here").length;
}

function presenceWords(app, buffer) {
  const person = app.state.people.get(buffer.key);
  return person?.away || t(`presence.${presenceOf(app, buffer.key)}`);
}

/** In a private conversation: presence in words, and what they say of themselves. */
function About({ buffer }) {
  const app = useApp();
  const person = app.state.people.get(buffer.key);
  return html`<span class="topic cut not-phone" dir="auto">${[presenceWords(app, buffer), person?.status].filter(Boolean).join(" · ")}</span>`;
}

/** The topic in one line; the whole of it in a box, to be changed by who may. */
function Topic({ buffer }) {
  const app = useApp();
  const { text } = buffer.topic;
  const may = app.mayDo("topic", buffer.key);
  if (!text && !may) return html`<span class="grow"></span>`;
  const open = (event) => showTopicBox({ anchor: event.currentTarget.getBoundingClientRect(), buffer });
  return html`<button class=${text ? "topic cut not-phone" : "topic cut not-phone quiet"} type="button" dir="auto" aria-haspopup="dialog" title=${t("head.topic")} onClick=${open}>${text || t("head.topic.none")}</button>`;
}

/** What one is told of; it offers more when something was missed. */
function Bell({ buffer }) {
  const app = useApp();
  const missed = app.notifications?.permission === "default" ? app.notifications.missed : 0;
  const level = t("head.notify", { level: t(`notify.${buffer.notify}`) });
  return html`<${IconButton} icon=${buffer.notify === "nothing" ? "bell-off" : "bell"} class=${missed ? "" : "not-phone"} aria-haspopup="menu"
    label=${missed ? `${level}. ${t("notify.offer", { n: missed })}` : level} onClick=${(event) => notifyMenu(app, event.currentTarget, buffer)}>
    ${missed > 0 && html`<span class="dot new"></span>`}<//>`;
}

function SearchButton({ room }) {
  const panel = useView((state) => state.panel);
  const open = panel === "search";
  return html`<${IconButton} icon="search" label=${t(room ? "head.search" : "head.search.person")} aria-pressed=${String(open)} onClick=${() => (open ? leaveSearch() : view.set({ panel: "search" }))} />`;
}

function MembersButton({ buffer }) {
  const panel = useView((state) => state.panel);
  const width = useWidth();
  const open = panel === "members";
  const n = buffer.members.size;
  return html`<${IconButton} icon="people" class="withnum not-phone" label=${t("head.members", { n })} aria-pressed=${width === "wide" ? undefined : String(open)}
    onClick=${() => view.set({ panel: open ? null : "members", panelClosed: open })}>${n}<//>`;
}
