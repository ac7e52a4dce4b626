/** What is read stays where it is: the places of rows are kept before the document changes, and one of them is put back after it. */

import { steadyInView, topOf } from "./measure.js";

/** @typedef {{key: string, top: number, scrollTop?: number}} Place  a row, and its distance from the top of the view */

export class Staying {
  constructor() {
    /** Where a row was put, as long as nobody scrolls: the same one again, so that what is rounded does not add up. @type {Place|null} */
    this.held = null;
    /** Where rows were when one last looked, and how far one had scrolled then. @type {Place[]} */
    this.seen = [];
    this.scrollTop = 0;
  }

  /** The rows that may stay where they are, the best first: the change may take one away. @param {HTMLElement} scroller */
  places(scroller) {
    const { held } = this;
    return [...(held?.scrollTop === scroller.scrollTop ? [held] : []), ...steadyInView(scroller)];
  }

  /** Put the first of these rows that is still there back to its place. @param {HTMLElement} scroller @param {Place[]} places */
  hold(scroller, places) {
    this.held = null;
    for (const { key, top } of places) {
      const now = topOf(scroller, key);
      if (now === null) continue;
      if (Math.abs(now - top) >= 0.5) scroller.scrollTop += now - top;
      this.held = { key, top, scrollTop: scroller.scrollTop };
      return;
    }
  }

  /** From here on nothing is held: one goes elsewhere, or is at the end. */
  letGo() {
    this.held = null;
  }

  /** Look where rows are now, for `again`. @param {HTMLElement} scroller */
  look(scroller) {
    this.seen = steadyInView(scroller);
    this.scrollTop = scroller.scrollTop;
  }

  /** Everything has other heights: put it back to where it was seen, but for what one has scrolled since. @param {HTMLElement} scroller */
  again(scroller) {
    const since = scroller.scrollTop - this.scrollTop;
    this.hold(scroller, this.seen.map(({ key, top }) => ({ key, top: top - since })));
  }
}
