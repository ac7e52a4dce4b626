/** Reading: what has been on the screen for a second, while somebody looked, is read. */

import { isSaid } from "../../views/rows.js";
import { lowestRow } from "./measure.js";

const SECOND = 1000;

export class Reading {
  /** @param {import("../../app.js").App} app @param {any} buffer */
  constructor(app, buffer) {
    this.app = app;
    this.buffer = buffer;
    /** @type {number} when the message that waits was said */
    this.waiting = 0;
    /** @type {ReturnType<typeof setTimeout>|0} */
    this.timer = 0;
    this.seen = 0;
  }

  /**
   * Look what is in view now.
   * @param {HTMLElement} scroller
   * @param {any[]} rows
   */
  look(scroller, rows) {
    const lowest = lowestRow(scroller)?.dataset.key;
    const row = rows.find((one) => one.key === lowest);
    this.seen = row && document.hasFocus() && !document.hidden ? lastSaid(rows, row) : 0;
    if (this.seen > this.buffer.read_at && !this.waiting) this.wait();
  }

  wait() {
    this.waiting = this.seen;
    this.timer = setTimeout(() => this.over(), SECOND);
  }

  /** A second is over: what was there then and is not below the view now has been read. */
  over() {
    const { waiting } = this;
    this.waiting = 0;
    if (!document.hasFocus() || document.hidden || this.seen < waiting) return;
    this.app.readUpTo(this.buffer.key, waiting);
    if (this.seen > waiting) this.wait();
  }

  stop() {
    clearTimeout(this.timer);
  }
}

/** When the last message up to a row was said. */
function lastSaid(rows, row) {
  const at = rows.indexOf(row);
  return rows.slice(0, at + 1).findLast((one) => one.item && isSaid(one.item) && one.item.status === "sent")?.at ?? 0;
}
