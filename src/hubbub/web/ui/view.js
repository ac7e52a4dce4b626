/** What is open, shown and lit on this page: the state that no server knows. */

import { useCallback, useLayoutEffect, useReducer, useRef } from "../vendor/preact.js";

/**
 * @typedef {object} Goal  a message to be shown and lit
 * @property {string} key
 * @property {string} id
 *
 * @typedef {object} ViewState
 * @property {string|null} key  the open room or conversation
 * @property {Goal|null} goal
 * @property {"members"|"search"|null} panel
 * @property {boolean} panelClosed  the reader put the members away
 * @property {{text: string}|null} search  what is to be searched for
 * @property {boolean} drawer  the sidebar of phones
 * @property {"chat"|"operator"} page
 * @property {boolean} turned  what led to the page is gone, and with it what had the focus
 * @property {{id: number, component: any, props: any, opener?: Element|null}[]} layers  dialogs and menus, the topmost last
 * @property {{id: number, text: any, button?: {label: string, act: () => void}}|null} toast
 * @property {Map<string, number>} newLines  where "n new" stands in each open room: ms of the marker then
 */

/** @type {ViewState} */
const state = {
  key: null, goal: null, panel: null, panelClosed: false, search: null, drawer: false, page: "chat", turned: false, layers: [], toast: null, newLines: new Map(),
};
const listeners = new Set();

export const view = {
  state,
  /** Change some of it and tell all who look at it. @param {Partial<ViewState>} patch */
  set(patch) {
    Object.assign(state, patch);
    for (const listener of [...listeners]) listener();
  },
  /** @param {() => void} listener */
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** A function that draws the component anew. @returns {() => void} */
export function useRedraw() {
  const [, more] = useReducer((n) => n + 1, 0);
  return useCallback(() => more(0), []);
}

/**
 * A value of the view; its component is drawn anew when the value changes.
 * @template T
 * @param {(state: ViewState) => T} pick
 * @returns {T}
 */
export function useView(pick) {
  const redraw = useRedraw();
  const last = useRef(/** @type {any} */ (undefined));
  last.current = pick(state);
  useLayoutEffect(() => {
    const look = () => {
      if (!Object.is(pick(state), last.current)) redraw();
    };
    look(); // what was drawn after it may have changed it
    return view.subscribe(look);
  }, []);
  return last.current;
}

/** Phones have one column: `narrow` there, `middle` on tablets, `wide` above. */
export function width() {
  if (matchMedia("(width < 48rem)").matches) return "narrow";
  return matchMedia("(max-width: 64rem)").matches ? "middle" : "wide";
}

/** Put the search away: the members that it took the place of are there again. */
export function leaveSearch() {
  view.set({ panel: width() === "wide" && !state.panelClosed ? "members" : null });
}

/** Whether fingers are what points here. */
export function isTouch() {
  return matchMedia("(pointer: coarse)").matches;
}

/** Which of the three widths it is, followed as it changes. */
export function useWidth() {
  const redraw = useRedraw();
  useLayoutEffect(() => {
    const queries = ["(width < 48rem)", "(max-width: 64rem)"].map((query) => matchMedia(query));
    for (const query of queries) query.addEventListener("change", redraw);
    return () => {
      for (const query of queries) query.removeEventListener("change", redraw);
    };
  }, []);
  return width();
}
