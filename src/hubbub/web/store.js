/** How views watch what changes: topics, told at most once an animation frame, and hooks that read the app. */

import { createContext, useContext, useLayoutEffect, useReducer } from "./vendor/preact.js";

/**
 * Topics: `connection` `join` `about` `me` `list` (what a row of the sidebar shows) `settings`, and by buffer
 * `messages KEY` `members KEY` `typing KEY` `draft KEY` `about KEY` (topic, modes, rights).
 * @typedef {() => void} Watcher
 */

export class Store {
  /** @param {(run: () => void) => void} later calls back at the next frame, or when the page is seen again */
  constructor(later = (run) => void requestAnimationFrame(run)) {
    this.later = later;
    /** @type {Map<string, Set<Watcher>>} */
    this.watchers = new Map();
    /** @type {Set<string>} */
    this.changed = new Set();
    this.waiting = false;
  }

  /**
   * Call `watcher` when something of the topic has changed; returns what ends that. The topic "*" is every one.
   * @param {string} topic
   * @param {Watcher} watcher
   */
  watch(topic, watcher) {
    const set = this.watchers.get(topic) ?? new Set();
    this.watchers.set(topic, set.add(watcher));
    return () => {
      set.delete(watcher);
      if (!set.size && this.watchers.get(topic) === set) this.watchers.delete(topic);
    };
  }

  /**
   * Something of these topics has changed.
   * @param {...string} topics
   */
  touch(...topics) {
    for (const topic of topics) this.changed.add(topic);
    if (this.waiting || !this.changed.size) return;
    this.waiting = true;
    this.later(() => this.tell());
  }

  /** Tell everybody now what has changed; each watcher once. */
  tell() {
    this.waiting = false;
    const topics = [...this.changed, ...(this.changed.size ? ["*"] : [])];
    this.changed.clear();
    const due = new Set(topics.flatMap((topic) => [...(this.watchers.get(topic) ?? [])]));
    for (const watcher of due) watcher();
  }
}

/** @type {import("preact").Context<any>} */
export const AppContext = createContext(null);

/**
 * The app (app.js); `ui/app.js` provides it.
 * @returns {import("./app.js").App}
 */
export function useApp() {
  return useContext(AppContext);
}

/**
 * Render this component again when something of these topics has changed since it was: nothing can come between that and the watching.
 * @param {...string} topics
 */
export function useTopics(...topics) {
  const { store } = useApp();
  const [, again] = useReducer((/** @type {number} */ count) => count + 1, 0);
  useLayoutEffect(() => {
    const stops = topics.map((topic) => store.watch(topic, () => again(0)));
    return () => stops.forEach((stop) => stop());
  }, topics);
}
