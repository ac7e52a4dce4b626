/** Who is in the room, by role, with how they are; above 200 with a search and only those in view drawn. */

import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { lower } from "../irc/casemap.js";
import { useApp, useTopics } from "../store.js";
import { t } from "../strings/index.js";
import { grouped } from "../views/members.js";
import { IconButton } from "./controls.js";
import { openCard, showInvite } from "./opening.js";
import { Avatar } from "./people.js";
import { presenceOf } from "./presence.js";
import { useView, view } from "./view.js";

const MANY = 200;
const ROW = 36; // pixels; fingers have 44
const HEADING = 33;
const SPARE = 10; // rows drawn above and below the view

/** The panel of members. */
export function Members() {
  const app = useApp();
  const key = useView((state) => state.key);
  const buffer = key === null ? undefined : app.state.buffers.get(key);
  useTopics(`members ${key}`, `about ${key}`, "list", "me");
  const [finding, setFinding] = useState(false);
  const [wanted, setWanted] = useState("");
  const closed = () => view.set({ panel: null, panelClosed: true });
  useEffect(() => {
    if (buffer?.kind === "room") app.do("load_members", { buffer: buffer.key });
  }, [key]);
  if (buffer?.kind !== "room") return null;
  const search = finding || buffer.members.size > MANY;
  const invite = () => showInvite({ buffer });
  return html`<aside class="panel" id="members" aria-label=${t("members.of", { name: buffer.name })}>
    <div class="bar"><h2>${t("members.title")}</h2>
      <${IconButton} icon="search" label=${t("members.find")} aria-pressed=${String(search)} onClick=${() => { setFinding(!finding); setWanted(""); }} />
      ${app.mayDo("invite", buffer.key) && html`<${IconButton} icon="plus" label=${t("invite.somebody")} onClick=${invite} />`}
      <${IconButton} icon="close" label=${t("close")} onClick=${closed} /></div>
    ${search && html`<div class="searchbox"><input class="in" type="search" value=${wanted} onInput=${(event) => setWanted(event.target.value)} aria-label=${t("members.find")} placeholder=${t("members.find")} /></div>`}
    <${List} buffer=${buffer} wanted=${wanted} />
  </aside>`;
}

function List({ buffer, wanted }) {
  const app = useApp();
  const [, redraw] = useState(0);
  const scroller = useRef(null);
  const groups = grouped(buffer, (key) => presenceOf(app, key), app.state.people, wanted);
  const count = groups.reduce((sum, group) => sum + group.members.length, 0);
  const part = useMemo(() => ({ frame: 0 }), []);
  const scrolled = () => {
    if (count <= MANY || part.frame) return;
    part.frame = requestAnimationFrame(() => {
      part.frame = 0;
      redraw(Date.now());
    });
  };
  useEffect(() => {
    if (count > MANY) redraw(1);
  }, [count > MANY]);
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${t("members.title")} ref=${scroller} onScroll=${scrolled}>
    ${groups.map((group) => html`<${Group} key=${group.id} group=${group} buffer=${buffer} span=${count > MANY ? span(scroller.current, groups, group) : null} />`)}
    ${!count && html`<p class="empty">${t("members.none", { text: wanted })}</p>`}
  </div>`;
}

/** Which rows of a group are in view, by the heights that rows have. */
function span(scroller, groups, group) {
  const row = matchMedia("(pointer: coarse)").matches ? 44 : ROW;
  const top = scroller?.scrollTop ?? 0;
  const height = scroller?.clientHeight ?? innerHeight;
  const before = groups.slice(0, groups.indexOf(group)).reduce((sum, one) => sum + HEADING + one.members.length * row, 0) + HEADING;
  const from = Math.max(0, Math.floor((top - before) / row) - SPARE);
  const to = Math.max(0, Math.min(group.members.length, Math.ceil((top + height - before) / row) + SPARE));
  return { from: Math.min(from, to), to, row };
}

function Group({ group, buffer, span: part }) {
  const { from, to, row } = part ?? { from: 0, to: group.members.length, row: 0 };
  return html`<h3 class="grp" id=${`g-${group.id}`}>${t(`members.group.${group.id}`)} · ${group.members.length}</h3>
    <ul aria-labelledby=${`g-${group.id}`} style=${part && { paddingTop: `${from * row}px`, paddingBottom: `${(group.members.length - to) * row}px` }}>
      ${group.members.slice(from, to).map((member) => html`<li key=${member.key}><${Member} member=${member} buffer=${buffer} plain=${Boolean(part)} /></li>`)}</ul>`;
}

function Member({ member, buffer, plain }) {
  const app = useApp();
  const { name, key, person, presence } = member;
  const self = lower(app.state.me.name) === key;
  const words = !plain && presence === "away" && person?.away;
  return html`<button class=${presence === "off" ? "member far" : "member"} type="button" onClick=${(event) => openCard(event.currentTarget, key, buffer)}>
    <${Avatar} name=${name} account=${person?.account} self=${self} bot=${person?.bot} presence=${presence} />
    <span class="grow"><span class="cut block" dir="auto">${name}</span>${words && html`<small class="cut block" dir="auto">${words}</small>`}</span>
    ${person?.bot && html`<span class="tag">${t("tag.bot")}</span>`}<span class="sr">${t(`presence.${presence}`)}</span></button>`;
}
