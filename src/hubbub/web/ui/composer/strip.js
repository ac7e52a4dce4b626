/** The strip above the field: one height, one content, the first that applies: no connection, slow mode, typing, nothing. */

import { html, useEffect, useState } from "../../vendor/preact.js";
import { lower } from "../../irc/casemap.js";
import { useApp, useTopics } from "../../store.js";
import { parts, t } from "../../strings/index.js";
import { duration, listOf } from "../../strings/formats.js";
import { isSaid } from "../../views/rows.js";
import { Icon } from "../icons.js";
import { useRedraw } from "../view.js";
import { fullness } from "./sending.js";

const LATE = 400; // ms that connecting may take before it is said
const BACK = 4000; // ms that "Back." is shown
const SHORT = 3000; // ms; what was away no longer and missed nothing says nothing

/** @param {{buffer: any}} props */
export function Strip({ buffer }) {
  const app = useApp();
  useTopics("connection", `messages ${buffer.key}`, `typing ${buffer.key}`, `draft ${buffer.key}`, `about ${buffer.key}`);
  const back = useBack(app);
  const content = connection(app) ?? back ?? slow(app, buffer) ?? tooFull(app, buffer) ?? typing(app, buffer);
  useClock(Boolean(content?.ticks));
  return html`<div class=${`strip ${content?.kind ?? ""}`.trim()} role="status">${content?.body}</div>`;
}

/** Draw anew each second, while something counts down. */
function useClock(runs) {
  const redraw = useRedraw();
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setInterval(redraw, 1000);
    return () => clearInterval(timer);
  }, [runs]);
}

const seconds = (until) => Math.max(0, Math.ceil((until - Date.now()) / 1000));

function connection(app) {
  const { phase, retry_at, since } = app.connection;
  if (phase === "on" || phase === "none" || phase === "refused") return undefined;
  if (phase === "connecting" && Date.now() - since < LATE && !app.connection.lost_at) return { ticks: true };
  if (phase === "connecting") return { kind: "off", body: html`<${Icon} name="clock" small /><span>${t("strip.connecting")}</span>` };
  const left = seconds(retry_at);
  const { why } = app.connection; // in the server's words, a sentence
  const told = left && why && `${why} ${t("strip.lost.short", { n: left })}`;
  const body = html`<${Icon} name="offline" small /><span class="cut lost" aria-live="off">${told || (left ? t("strip.lost", { n: left }) : t("strip.lost.now"))}</span><span class="cut lost-short" aria-live="off">${told || (left ? t("strip.lost.short", { n: left }) : t("strip.lost.short.now"))}</span>
    <button class="btn plain small" type="button" onClick=${() => app.retry()}>${t("try.now")}</button>`;
  return { kind: "off", ticks: true, body };
}

/** For some seconds after coming back: what was fetched and sent. */
function useBack(app) {
  const [shown, setShown] = useState(/** @type {any} */ (null));
  const { phase } = app.connection;
  const [lost, setLost] = useState(0);
  useEffect(() => {
    if (phase === "lost" && !lost) setLost(Date.now());
    if (phase !== "on" || !lost) return undefined;
    const { fetched = 0, sent = 0 } = app.connection;
    const quiet = !fetched && !sent && Date.now() - lost < SHORT;
    setLost(0);
    if (!quiet) setShown({ fetched, sent });
    const timer = setTimeout(() => setShown(null), BACK);
    return () => clearTimeout(timer);
  }, [phase]);
  if (!shown || phase !== "on") return undefined;
  const words = [t("strip.back"), shown.fetched && t("strip.fetched", { n: shown.fetched }), shown.sent && t("strip.sent", { n: shown.sent })];
  return { kind: "on", body: html`<${Icon} name="check" small /><span>${words.filter(Boolean).join(" ")}</span>` };
}

/** In slow mode everybody below a voice waits after each message. */
function slow(app, buffer) {
  const wait = Number(buffer.modes.get?.("W") ?? 0) * 1000;
  if (!wait || buffer.members.get(lower(app.state.me.name))?.roles) return undefined;
  const last = buffer.timeline.items.findLast((item) => item.own && isSaid(item));
  const left = seconds((last?.at ?? 0) + wait);
  if (!left || left > wait / 1000) return undefined; // nothing is left, or this machine's clock is behind
  return { ticks: true, body: html`<${Icon} name="clock" small /><span aria-live="off">${t("strip.slow", { time: duration(left) })}</span>` };
}

/** From 80 % of what one message can hold on, how much is left. */
function tooFull(app, buffer) {
  const { text } = app.drafts.get(buffer.key);
  const full = text.length > 500 || text.includes("\n") ? fullness(app, text) : 0;
  if (full < 0.8) return undefined;
  const percent = Math.floor(full * 100);
  return { kind: full > 1 ? "off" : "", body: html`<${Icon} name="alert" small /><span>${t(full > 1 ? "strip.too.long" : "strip.full", { n: percent })}</span>` };
}

function typing(app, buffer) {
  const now = Date.now();
  const who = [...buffer.typing].filter(([, until]) => until > now).map(([key]) => app.state.people.get(key)?.name ?? key);
  if (!who.length) return undefined;
  const bold = (name) => html`<b><bdi>${name}</bdi></b>`;
  const names = who.length <= 2 ? who.map(bold) : [...who.slice(0, 2).map(bold), t("others", { n: who.length - 2 })];
  return { ticks: true, body: html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span class="cut" dir="auto">${parts("strip.typing", { n: who.length, names: listOf(names) })}</span>` };
}
