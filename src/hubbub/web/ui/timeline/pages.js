/** The pages of one timeline: how its rows are cut, which pages are in the document, and how high they are. */

import { cut, grow, Heights, inReach, pageAt, windowAround } from "./windows.js";

/** @typedef {import("./windows.js").Page} Page */

export class Pages {
  constructor() {
    /** @type {Page[]} */
    this.all = [];
    this.heights = new Heights();
    this.drawn = { from: 0, to: 0, keys: /** @type {string[]} */ ([]) };
    this.wanted = { from: 0, to: 0 };
  }

  /** Other rows than before. @param {import("../../views/rows.js").Row[]} rows */
  make(rows) {
    this.all = cut(rows, this.all);
  }

  /**
   * The pages that are in the document: on the way to all that are to be there, see `grow`.
   * @param {string|null} center  the page in the middle of the view; null: the last one
   * @param {number} reach  pixels that can be seen on both sides of it
   */
  draw(center, reach) {
    const { all, heights } = this;
    const at = this.placeOf(center);
    const middle = at < 0 ? all.length - 1 : at;
    const before = this.drawn.keys.map((key) => this.placeOf(key)).filter((place) => place >= 0);
    const seen = inReach(all, heights, middle, reach);
    const around = windowAround(middle, all.length);
    this.wanted = { from: Math.min(around.from, seen.from), to: Math.max(around.to, seen.to) };
    const { from, to } = grow(before.length ? { from: before[0], to: before[before.length - 1] + 1 } : null, seen, this.wanted);
    this.drawn = { from, to, keys: all.slice(from, to).map((page) => page.key) };
    return this.drawn;
  }

  /** Whether pages are still to be drawn. */
  isGrowing() {
    return this.drawn.from > this.wanted.from || this.drawn.to < this.wanted.to;
  }

  /** How high these pages are together. @param {Page[]} pages */
  height(pages) {
    return this.heights.sum(pages);
  }

  /** Remember how high the pages are that are drawn. @param {HTMLElement} scroller */
  measure(scroller) {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (scroller.querySelectorAll(".page"))) {
      const page = this.all.find((one) => one.key === element.dataset.page);
      if (page) this.heights.set(page, element.offsetHeight);
    }
  }

  /** @param {string|null|undefined} key of a page */
  placeOf(key) {
    return key ? this.all.findIndex((page) => page.key === key) : -1;
  }

  /** The key of the page with that row. @param {string} key */
  of(key) {
    return this.all.find((page) => page.rows.some((row) => row.key === key))?.key ?? null;
  }

  /** The key of the page in the middle of the view. @param {HTMLElement} scroller */
  inMiddle(scroller) {
    return this.all[pageAt(this.all, this.heights, -scroller.scrollTop + scroller.clientHeight / 2)]?.key ?? null;
  }
}
