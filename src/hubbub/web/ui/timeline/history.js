/** What is asked of the server while one scrolls: earlier pages, gaps that come into view, the surroundings of a goal. */

import { above } from "./measure.js";

const AHEAD = 1000; // pixels from the view to where something is missing, when that is asked for

export class History {
  /** @param {import("../../app.js").App} app @param {any} buffer */
  constructor(app, buffer) {
    this.app = app;
    this.buffer = buffer;
    this.asking = false;
    this.begun = false;
    this.gaps = new Set();
  }

  /**
   * Ask for what will be needed.
   * @param {HTMLElement} scroller
   * @param {{first: boolean, atEnd: boolean}} seen  whether the first page that is loaded is drawn, and whether one is at the end
   */
  look(scroller, { first, atEnd }) {
    const starts = this.buffer.timeline.items[0]?.kind === "gap";
    if (!this.buffer.timeline.items.length) this.newest();
    else if (first && above(scroller) < AHEAD && !this.buffer.beginning && !starts) this.older();
    for (const gap of /** @type {NodeListOf<HTMLElement>} */ (scroller.querySelectorAll("[data-gap]"))) {
      const below = middleOf(gap) - middleOf(scroller);
      if (Math.abs(below) < scroller.clientHeight / 2 + AHEAD) this.fill(gap.dataset.gap ?? "", !atEnd && below > 0);
    }
  }

  older() {
    return this.ask("load_older");
  }

  /** Nothing is there yet: the first page, once. */
  newest() {
    if (this.begun || this.buffer.beginning) return;
    this.ask("load_latest").then((asked) => { this.begun = asked; });
  }

  /** One request at a time; says whether it was asked. @param {"load_latest" | "load_older"} action */
  async ask(action) {
    if (this.asking || this.app.connection.phase !== "on" || this.buffer.fetching) return false;
    this.asking = true;
    try {
      await this.app.do(action, { buffer: this.buffer.key });
      return true;
    } finally {
      this.asking = false;
    }
  }

  /** @param {string} id @param {boolean} downwards  one reads on from above it */
  async fill(id, downwards) {
    if (this.gaps.has(id) || this.app.connection.phase !== "on") return;
    this.gaps.add(id);
    try {
      await this.app.do("load_gap", { buffer: this.buffer.key, id, downwards });
    } finally {
      this.gaps.delete(id);
    }
  }

  /** Whether a message is there, loaded with its surroundings if need be. @param {string} id */
  async have(id) {
    const { key } = this.buffer;
    if (!this.app.item(key, id)) await this.app.do("load_around", { buffer: key, id });
    return Boolean(this.app.item(key, id));
  }

  /** Whether the newest is not loaded. */
  endsInGap() {
    return this.buffer.timeline.items.findLast(({ kind }) => kind !== "note")?.kind === "gap";
  }
}

/** @param {HTMLElement} element */
function middleOf(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return (top + bottom) / 2;
}
