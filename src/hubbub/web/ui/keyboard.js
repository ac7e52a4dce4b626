/** Keys that work everywhere on the page, by the table of keys. */

import { order } from "../views/places.js";
import { here } from "./here.js";
import { actOf, isComposing } from "./keys.js";
import { closeTop, show } from "./layers.js";
import { showHelp } from "./opening.js";
import { go } from "./places.js";
import { Switcher } from "./switcher.js";
import { leaveSearch, view } from "./view.js";

/** @param {import("../app.js").App} app */
export function followKeys(app) {
  addEventListener("keydown", (event) => {
    const act = actOf(event, "page");
    if (act && app.joining.step === "in" && ACTS[act](app, event) !== false) event.preventDefault();
    else if (isForField(event)) here.focusField?.();
  });
}

/** Whether a key is text, and nothing on the page wants it: then it goes to the field. @param {KeyboardEvent} event */
function isForField(event) {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return false;
  return event.target === document.body && !view.state.layers.length;
}

/** What each act of the page does; false lets the key go on to the browser. @type {Record<string, (app: import("../app.js").App, event: KeyboardEvent) => any>} */
const ACTS = {
  jump: () => (view.state.layers.length ? false : show(Switcher)),
  previous: (app) => step(app, -1, () => true),
  next: (app) => step(app, 1, () => true),
  previousNews: (app) => news(app, -1),
  nextNews: (app) => news(app, 1),
  escape: () => escape(),
  nextRegion: () => region(1),
  previousRegion: () => region(-1),
  search: (_app, event) => search(event),
  members: () => view.set({ panel: view.state.panel === "members" ? null : "members" }),
  help: () => (view.state.layers.length ? closeTop() : showHelp()),
  toNew: () => here.toNew?.() ?? false,
};

/** The rooms and people in the order of the sidebar, from the open one on. */
function places(app) {
  const { rooms, people } = order(app);
  return [...rooms, ...people];
}

/** Go to the next one in a direction that has what is wanted. */
function step(app, direction, wanted) {
  const all = places(app);
  const at = all.findIndex((buffer) => buffer.key === view.state.key);
  for (let far = 1; far <= all.length; far++) {
    const buffer = all[(at + direction * far + all.length * 2) % all.length];
    if (wanted(buffer)) return go(buffer.key);
  }
  return undefined;
}

/** The next one with news, those with mentions first. */
function news(app, direction) {
  const others = places(app).filter((buffer) => buffer.key !== view.state.key && buffer.notify !== "nothing");
  const isOrange = (buffer) => buffer.mentions > 0;
  if (others.some(isOrange)) step(app, direction, (buffer) => others.includes(buffer) && isOrange(buffer));
  else step(app, direction, (buffer) => others.includes(buffer) && buffer.unread > 0);
}

/** Close the topmost; then leave an edit or reply; then read all and go to the end. */
function escape() {
  if (closeTop()) return true;
  if (view.state.drawer) return view.set({ drawer: false });
  if (here.leaveReply?.()) return true;
  if (view.state.panel === "search") return leaveSearch();
  here.toEnd?.();
  return here.focusField?.();
}

/** Regions by turns: rooms, messages, field, panel. */
function region(direction) {
  const all = [".side .room[aria-current]", ".stream", ".compose textarea", ".panel button"].map((one) => document.querySelector(one)).filter((one) => one?.checkVisibility());
  const at = all.findIndex((one) => one.closest(".side, .stream, .dock, .panel").contains(document.activeElement));
  /** @type {HTMLElement} */ (all[(at + direction + all.length) % all.length])?.focus();
}

function search(event) {
  if (event.target instanceof Element && event.target.closest(".searchbox")) return false;
  view.set({ panel: "search" });
  return here.focusSearch?.();
}
