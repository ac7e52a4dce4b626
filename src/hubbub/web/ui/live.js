/** What screen readers are told by itself: new messages of others in the open room, and mentions elsewhere. */

import { html, useLayoutEffect, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { t } from "../strings/index.js";
import { said } from "../views/files.js";
import { isSaid } from "../views/rows.js";
import { useView } from "./view.js";

const KEPT = 20;
const MANY = 5; // in BURST: then only their number is said
const BURST = 2000; // ms

/** A log with what is new only, and beside it what happens to the connection is said by the strip. */
export function Live() {
  const app = useApp();
  const key = useView((state) => state.key);
  const lines = useNews(app, key);
  return html`<div class="sr" role="log" aria-live="polite" aria-relevant="additions" aria-label=${t("live.label")}>${lines.map((line) => html`<p key=${line.id}>${line.text}</p>`)}</div>`;
}

function useNews(app, key) {
  const [lines, setLines] = useState(/** @type {{id: number, text: string}[]} */ ([]));
  useLayoutEffect(() => {
    const teller = createTeller(app, key, (text) => setLines((before) => [...before.slice(1 - KEPT), { id: Date.now() + Math.random(), text }]));
    const stops = [app.store.watch("*", teller)];
    return () => stops.forEach((stop) => stop());
  }, [key]);
  return lines;
}

/** Hands lines on one by one, but of many in a short time only the number of those that were held back. */
function calmly(say) {
  let times = [];
  let held = 0;
  let timer;
  const told = () => {
    say(t("live.many", { n: held }));
    held = 0;
    timer = undefined;
  };
  return (line) => {
    const now = Date.now();
    times = [...times.filter((at) => now - at < BURST), now];
    if (times.length <= MANY && !held) return say(line);
    held++;
    timer ??= setTimeout(told, BURST);
    return undefined;
  };
}

/** Says what has come in since it was asked last. */
function createTeller(app, key, say) {
  const seen = new Map([...app.state.buffers].map(([one, buffer]) => [one, buffer.timeline.items.at(-1)?.id]));
  const tell = calmly(say);
  return () => {
    if (app.settings.verbosity === "nothing" || document.hidden) return;
    for (const [one, buffer] of app.state.buffers) {
      const fresh = since(buffer, seen.get(one)).filter((item) => isSaid(item) && !item.own && !item.late);
      seen.set(one, buffer.timeline.items.at(-1)?.id);
      const wanted = one === key && app.settings.verbosity === "all" ? fresh : fresh.filter((item) => item.mention);
      for (const item of wanted) tell(one === key ? `${item.sender}: ${said(item)}` : elsewhere(item, buffer));
    }
  };
}

/** What is said of a message that is not in the open room. */
function elsewhere({ sender: name }, { kind, name: room }) {
  return kind === "person" ? t("live.private", { name }) : t("live.mention", { name, room });
}

/** The items that stand after the one that was last. */
function since(buffer, last) {
  const { items } = buffer.timeline;
  if (last === undefined) return items; // the first words of a conversation; history is late
  const at = items.findLastIndex((item) => item.id === last);
  return at < 0 ? [] : items.slice(at + 1);
}
