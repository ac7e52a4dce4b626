/** The emoji picker: search by name, lately used first, nine to a row; the data is loaded when it is first opened. */

import { html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { has, t } from "../strings/index.js";
import { favourites, used } from "./favourites.js";
import { Icon } from "./icons.js";
import { isComposing } from "./keys.js";
import { show } from "./layers.js";
import { Popup } from "./popup.js";

const ROW = 9;
const LATELY = 18;
const FIRST = {}; // whatever is found

/**
 * Choose an emoji beside something.
 * @param {Element|DOMRect} at
 * @param {(sign: string) => void} choose
 */
export function openPicker(at, choose) {
  const anchor = at instanceof Element ? at.getBoundingClientRect() : at;
  show(Picker, { anchor, choose });
}

/** @param {{anchor: DOMRect, choose: (sign: string) => void, close: () => void}} props */
function Picker({ anchor, choose, close }) {
  const app = useApp();
  const data = useData();
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const early = useRef(/** @type {any} */ (null)); // what was taken before the data was there, which says in which tones it is
  const groups = useMemo(() => found(app, data, wanted), [data, wanted]);
  const all = groups.flatMap((group) => group.emoji);
  const take = (one) => {
    if (!data) {
      early.current = one;
      return;
    }
    const sign = toned(one, app.settings.skin);
    close();
    used(app, sign);
    choose(sign);
  };
  useEffect(() => {
    if (!data || !early.current) return;
    const one = early.current.sign ? data.bySign?.(early.current.sign) ?? early.current : all[at];
    if (one) take(one);
  }, [data]);
  const press = (event) => {
    if (isComposing(event)) return;
    const next = moved(event.key, at, all.length, getComputedStyle(event.target).direction === "rtl");
    if (next !== undefined) setAt(next);
    else if (event.key === "Enter" && all[at]) take(all[at]);
    else if (event.key === "Enter" && !data) early.current = FIRST;
    else return;
    event.preventDefault();
  };
  const search = (event) => {
    early.current = null;
    setWanted(event.target.value);
    setAt(0);
  };
  return html`<${Popup} anchor=${anchor} label=${t("emoji.title")} close=${close} kind="picker">
    <div class="ask"><${Icon} name="search" small /><input type="text" role="combobox" aria-expanded="true" aria-controls="emo-list" aria-activedescendant=${`emo-${at}`}
      value=${wanted} onInput=${search} onKeyDown=${press} placeholder=${t("emoji.search")} aria-label=${t("emoji.search")} autofocus /></div>
    <${Grid} groups=${groups} none=${Boolean(data && wanted && !all.length)} at=${at} hover=${setAt} take=${take} skin=${app.settings.skin} />
    <${Foot} one=${all[at]} app=${app} />
  <//>`;
}

/** The data, when it is there. */
function useData() {
  const [data, setData] = useState(/** @type {any} */ (null));
  useEffect(() => {
    import("../emoji/index.js").then(setData, () => setData({ groups: [], find: () => [] }));
  }, []);
  return data;
}

/** The groups that are shown: of a search one, else the lately used and all. */
function found(app, data, wanted) {
  const text = wanted.trim().replace(/:/g, "").toLowerCase();
  if (text) return [{ id: "found", emoji: data?.find(text).slice(0, 90) ?? [] }];
  const lately = favourites(app).slice(0, LATELY).map((sign) => data?.bySign?.(sign) ?? { sign, name: sign, short: "" });
  return [{ id: "lately", emoji: lately }, ...(data?.groups ?? [])];
}

function toned(one, skin) {
  return skin && one.skins ? one.skins[skin - 1] ?? one.sign : one.sign;
}

/** Where an arrow leads in the grid. */
function moved(key, at, count, rtl) {
  const step = { ArrowDown: ROW, ArrowUp: -ROW, ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[key];
  if (step === undefined) return undefined;
  const next = at + step;
  return next >= 0 && next < count ? next : at;
}

function Grid({ groups, none, at, hover, take, skin }) {
  const list = useRef(null);
  useEffect(() => {
    list.current.querySelector(".on")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  let place = 0;
  return html`<div class="scroll emo-list" id="emo-list" role="listbox" aria-label=${t("emoji.title")} ref=${list}>
    ${groups.map((group) => html`<div key=${group.id} role="group" aria-label=${groupName(group)}><p class="cap" aria-hidden="true">${groupName(group)}</p><div class="emo-grid">
      ${group.emoji.map((one) => {
        const mine = place++;
        return html`<button key=${one.sign} type="button" role="option" tabindex="-1" id=${`emo-${mine}`} aria-selected=${String(mine === at)} aria-label=${one.name} class=${mine === at ? "on" : ""}
          onPointerEnter=${() => hover(mine)} onClick=${() => take(one)}>${toned(one, skin)}</button>`;
      })}</div></div>`)}
    ${none && html`<p class="empty">${t("emoji.none")}</p>`}
  </div>`;
}

function groupName(group) {
  return has(`emoji.${group.id}`) ? t(`emoji.${group.id}`) : group.name ?? group.id;
}

/** What is chosen, by name, and the tone of skin. */
function Foot({ one, app }) {
  const tones = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];
  const next = () => app.set("skin", (app.settings.skin + 1) % 6);
  return html`<div class="foot">${one && html`<span><b class="big">${toned(one, app.settings.skin)}</b> ${one.name}</span>${one.short && html`<span><kbd>:${one.short}:</kbd></span>`}`}
    <button type="button" class="tone" aria-label=${t("emoji.tone")} title=${t("emoji.tone")} onClick=${next}>${tones[app.settings.skin]}</button></div>`;
}
