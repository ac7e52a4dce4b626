/** The chat: sidebar, conversation and panel, on phones one at a time. */

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { useApp, useTopics } from "../store.js";
import { t } from "../strings/index.js";
import { Composer } from "./composer/field.js";
import { IconButton } from "./controls.js";
import { Head } from "./head.js";
import { here } from "./here.js";
import { Live } from "./live.js";
import { Mark } from "./people.js";
import { Members } from "./members.js";
import { Search } from "./search.js";
import { Sidebar } from "./sidebar.js";
import { Stream } from "./timeline/stream.js";
import { useView, useWidth, view } from "./view.js";

/** The chat. */
export function Chat() {
  const panel = useView((state) => state.panel);
  const drawer = useView((state) => state.drawer);
  usePanelByWidth();
  return html`<div class="app">
    <${Skips} />
    <${Sidebar} />
    <main class="conv"><${Conversation} /></main>
    ${panel === "members" && html`<${Members} />`}
    ${panel === "search" && html`<${Search} />`}
    <div class=${drawer ? "veil open" : "veil"} onClick=${() => view.set({ drawer: false })}></div>
  </div><${Live} />`;
}

/** Wide windows begin with the members shown; narrower ones put them away. */
function usePanelByWidth() {
  const width = useWidth();
  useEffect(() => {
    if (width === "wide" && view.state.panel === null && !view.state.panelClosed) view.set({ panel: "members" });
    if (width !== "wide" && view.state.panel === "members") view.set({ panel: null });
  }, [width]);
}

/** Past the rooms, where there is something behind them. */
function Skips() {
  const key = useView((state) => state.key);
  const app = useApp();
  useTopics("list");
  if (key === null || !app.state.buffers.has(key)) return null;
  const to = (act) => (event) => {
    event.preventDefault();
    here[act]?.();
  };
  return html`<nav aria-label=${t("skip.label")}><a class="skip" href="#talk" onClick=${to("toNew")}>${t("skip.new")}</a><a class="skip" href="#field" onClick=${to("focusField")}>${t("skip.field")}</a></nav>`;
}

/** The rooms whose modes were asked for, and on which connection: when it began. @type {Map<string, number>} */
const known = new Map();

/** What holds in the open room: the server tells it only who asks, so it is asked for, once on each connection. */
function useModes(app, buffer) {
  useTopics("connection");
  const { phase, since } = app.connection;
  const wanted = phase === "on" && buffer?.kind === "room" && buffer.joined && buffer.key;
  useEffect(() => {
    if (!wanted || known.get(wanted) === since) return;
    known.set(wanted, since);
    void app.ask("MODE", buffer.name);
  }, [wanted, since]);
}

const FIRST_PAGE = 150; // milliseconds that what is on the screen stays while another room has nothing to show yet

/**
 * Which room's talk is shown: that of the open one once there is any, or for a moment still that of the one before.
 * @param {import("../app.js").App} app
 * @param {any} buffer
 */
function useTalk(app, buffer) {
  const shown = useRef(buffer);
  const [late, setLate] = useState("");
  const { key, timeline, beginning } = buffer ?? {};
  const waits = buffer && !timeline.items.length && !beginning && late !== key && app.state.buffers.has(shown.current?.key) && app.connection.phase === "on";
  if (!waits) shown.current = buffer;
  useTopics(waits ? `messages ${key}` : "list");
  useEffect(() => {
    const timer = waits && setTimeout(setLate, FIRST_PAGE, key);
    return () => clearTimeout(timer);
  }, [key, waits]);
  return shown.current;
}

function Conversation() {
  const key = useView((state) => state.key);
  const app = useApp();
  useTopics("list");
  const buffer = key === null ? undefined : app.state.buffers.get(key);
  const talk = useTalk(app, buffer);
  useModes(app, buffer);
  if (!buffer) return html`<${Nowhere} wanted=${key} />`;
  return html`<${Head} key=${`head ${key}`} buffer=${buffer} /><${Stream} key=${talk.key} buffer=${talk} /><${Composer} key=${`field ${key}`} buffer=${buffer} />`;
}

/** No room is open: none joined, or one that is not ours. */
function Nowhere({ wanted }) {
  const app = useApp();
  const room = wanted?.startsWith("#");
  const drawer = html`<header class="bar head only-phone-bar"><${IconButton} icon="menu" label=${t("head.rooms")} class="only-phone" onClick=${() => view.set({ drawer: true })} /><span class="grow"></span></header>`;
  return html`${drawer}<div class="empty"><${Mark} />
    <h1>${wanted ? t(room ? "nowhere.room" : "nowhere.person", { name: wanted }) : t("nowhere.none")}</h1>
    <p>${t(wanted ? "nowhere.hint" : "nowhere.none.hint")}</p>
    ${wanted && html`<button class="btn primary" type="button" onClick=${() => (room ? app.do("join", { room: wanted }) : app.do("open", { buffer: wanted }))}>${t(room ? "room.join" : "person.write")}</button>`}
  </div>`;
}
