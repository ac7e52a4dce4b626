/** What floats over the timeline: the day while one scrolls, "n new" when it is above, "n below" when one is not at the end. */

import { html, useLayoutEffect } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { day, when } from "../../strings/formats.js";
import { isSaid } from "../../views/rows.js";
import { Icon } from "../icons.js";
import { useRedraw } from "../view.js";
import { above, atEnd, lowestRow, rowsOf, topOf, topRow } from "./measure.js";

const FADES = 1000; // ms after the last scroll
const FLOATS = 56; // pixels that the floating day takes at the top
const NEAR = 120; // pixels left above the view at which who has scrolled there waits for more
const FAR = 1.5; // heights of the view from the end, from which on a way there is offered

/** The state of the marks of one timeline, apart from it, so that scrolling draws no messages. */
export function createMarks() {
  const listeners = new Set();
  const shown = { day: 0, moving: false, above: 0, since: 0, below: 0, mentions: 0, far: false, top: false };
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const change = (patch) => {
    if (Object.entries(patch).every(([name, value]) => shown[name] === value)) return;
    Object.assign(shown, patch);
    for (const listener of listeners) listener();
  };
  const moved = () => {
    change({ moving: true });
    clearTimeout(timer);
    timer = setTimeout(() => change({ moving: false }), FADES);
  };
  const look = (stream, scroller) => change(survey(stream, scroller));
  const subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { shown, moved, look, subscribe };
}

/** What the marks have to say of what is in view. */
function survey(stream, scroller) {
  const { rows } = stream;
  const fresh = rows.find((row) => row.type === "unread");
  const top = topRow(scroller)?.dataset.key;
  const at = rows.find((row) => row.key === top)?.at ?? 0;
  const isAbove = fresh && isAboveView(stream, scroller);
  return { day: saysItself(scroller) ? 0 : at, above: isAbove ? fresh.count : 0, since: isAbove ? fresh.at : 0, ...belowView(stream, scroller), top: !atEnd(scroller) && above(scroller) < NEAR };
}

/** Whether a line of a day stands where its day would float. @param {HTMLElement} scroller */
function saysItself(scroller) {
  const { top } = scroller.getBoundingClientRect();
  return rowsOf(scroller).some((row) => row.className === "day" && Math.abs(row.getBoundingClientRect().top - top) < FLOATS);
}

function isAboveView(stream, scroller) {
  const top = topOf(scroller, "unread");
  if (top !== null) return top < -8;
  const line = stream.rows.findIndex((row) => row.type === "unread");
  const { all, drawn } = stream.pages;
  const first = stream.rows.findIndex((row) => row.key === all[drawn.from]?.key);
  return line < first;
}

/** How many messages of others came in below what has been in view. */
function belowView(stream, scroller) {
  const lowest = lowestRow(scroller)?.dataset.key;
  const at = stream.rows.findIndex((row) => row.key === lowest);
  stream.seenAt = Math.max(stream.seenAt ?? 0, stream.rows[at]?.at ?? 0);
  if (atEnd(scroller) && !stream.history.endsInGap()) return { below: 0, mentions: 0, far: false };
  const fresh = stream.rows.slice(at + 1).filter(({ item }) => item && isSaid(item) && !item.own && item.at > stream.seenAt);
  const far = -scroller.scrollTop > scroller.clientHeight * FAR || stream.history.endsInGap();
  return { below: fresh.length, mentions: fresh.filter(({ item }) => item.mention).length, far };
}

/** @param {{marks: any, fetching: boolean, toNew: () => void, readAll: () => void, toEnd: () => void}} props */
export function Marks({ marks, fetching, toNew, readAll, toEnd }) {
  const redraw = useRedraw();
  useLayoutEffect(() => marks.subscribe(redraw), []);
  const { shown } = marks;
  return html`<div class="over">
      ${fetching && shown.top && html`<div class="fetching"></div>`}
      ${shown.above > 0 && html`<div class="upbar"><button type="button" onClick=${toNew}><${Icon} name="up" small />${t("new.since", { n: shown.above, time: when(shown.since, Date.now()) })}</button>
        <button type="button" aria-label=${t("new.read")} onClick=${readAll}><${Icon} name="check" small /></button></div>`}
      ${shown.day > 0 && html`<div class=${shown.moving && !shown.above ? "floatday moving" : "floatday"} aria-hidden="true">${day(shown.day, Date.now())}</div>`}
    </div>
    ${(shown.below > 0 || shown.far) && html`<button class="down" type="button" onClick=${toEnd} aria-label=${shown.below ? undefined : t("to.newest")} title=${t("to.newest")}>
      <${Icon} name="down" small />${shown.below > 0 && t("below", { n: shown.below })}${shown.mentions > 0 && html`<span class="count">${shown.mentions}</span>`}</button>`}`;
}
