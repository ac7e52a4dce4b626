/** The panel of search: its field stands at once, what it finds comes with a module of its own. */

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { IconButton } from "./controls.js";
import { here } from "./here.js";
import { isComposing } from "./keys.js";
import { Late } from "./late.js";
import { leaveSearch, useView, view } from "./view.js";

/** What was searched last: it stays when one goes to another room. `where`: a key, null for everywhere. */
const kept = { text: "", from: "", after: "", before: "", where: /** @type {string|null|undefined} */ (undefined) };

/** The panel. */
export function Search() {
  const key = useView((state) => state.key);
  const asked = useView((state) => state.search);
  const [query, setQuery] = useState(() => ({ ...kept, where: kept.where === undefined ? key : kept.where }));
  const [field, opener] = [useRef(null), useRef(document.activeElement)];
  const change = (patch) => setQuery((before) => Object.assign(kept, { ...before, ...patch }) && { ...before, ...patch });
  useLayoutEffect(() => {
    if (!asked?.text) return;
    change({ text: asked.text });
    view.set({ search: null }); // from here on it is what is typed
  }, [asked]);
  useLayoutEffect(() => {
    here.focusSearch = () => field.current?.select();
    field.current?.focus(); // what is typed from now on is for the search
    return () => delete here.focusSearch;
  }, []);
  useEffect(() => () => {
    if (document.activeElement === document.body) /** @type {HTMLElement} */ (opener.current).focus({ preventScroll: true });
  }, []);
  return html`<aside class="panel wide" id="search" aria-label=${t("search.title")}>
    <div class="bar"><h2>${t("search.title")}</h2><${IconButton} icon="close" label=${t("close")} onClick=${leaveSearch} /></div>
    <div class="searchbox"><input class="in" type="search" ref=${field} value=${query.text} onInput=${(event) => change({ text: event.target.value })} aria-label=${t("search.for")} placeholder=${t("search.for")} onKeyDown=${toResults} /></div>
    <${Late} load=${() => import("./searching.js")} name="Searching" query=${query} change=${change} current=${key} />
  </aside>`;
}

function toResults(event) {
  if (event.key !== "ArrowDown" || isComposing(event)) return;
  event.preventDefault();
  event.target.closest(".panel").querySelector(".hit")?.focus();
}
