/** Rows cut into pages that stay as they are cut, of which only those around the view are in the document. */

export const PAGE = 12; // rows
const MOST = 20; // rows of the last page before it is cut again
const AROUND = 6; // pages on each side of the one in view
const USUAL = 44; // pixels of a row, as long as none was measured
const LEAST = 20; // pixels that every row has
const LESS = 0.7; // of the usual height: so much at least has a page that was not measured

/**
 * @typedef {import("../../views/rows.js").Row} Row
 * @typedef {{key: string, rows: Row[]}} Page
 * @typedef {{from: number, to: number}} Span pages by their places, `to` excluded
 */

/**
 * The pages of these rows. A page begins at the same row as before, as long as that is there; a line (of a day, of what is
 * new) goes with what follows it, and names no page: it may be elsewhere later.
 * @param {Row[]} rows
 * @param {Page[]} before
 * @returns {Page[]}
 */
export function cut(rows, before) {
  const known = new Map(before.map((page) => [page.key, page]));
  const starts = rows.flatMap((row, at) => (known.has(row.key) ? [withLines(rows, at)] : []));
  const begun = [...front(starts[0] ?? rows.length), ...middle(starts, rows.length)];
  const bounds = [...new Set(begun.map((at) => withLines(rows, at)))]; // a page of lines alone is none
  return bounds.map((from, place) => kept(rows.slice(from, bounds[place + 1] ?? rows.length), known));
}

/** @param {Row} row */
const isLine = ({ type }) => type === "day" || type === "unread";

/** Where the lines before a row begin. @param {Row[]} rows @param {number} at */
function withLines(rows, at) {
  while (at > 0 && isLine(rows[at - 1])) at--;
  return at;
}

/** Where pages begin in what is new at the front: cut from its end. @param {number} length */
function front(length) {
  const starts = [];
  for (let at = length - PAGE; at > 0; at -= PAGE) starts.unshift(at);
  return length > 0 ? [0, ...starts] : [];
}

/** Where known pages begin, and the new ones in those that grew too long. @param {number[]} starts @param {number} length */
function middle(starts, length) {
  return starts.flatMap((from, place) => {
    const end = starts[place + 1] ?? length;
    const made = [from];
    while (end - /** @type {number} */ (made.at(-1)) > MOST) made.push(/** @type {number} */ (made.at(-1)) + PAGE);
    return made;
  });
}

/** The same page object while its rows are the same. @param {Row[]} rows @param {Map<string, Page>} known @returns {Page} */
function kept(rows, known) {
  const { key } = rows.find((row) => !isLine(row)) ?? rows[0];
  const before = known.get(key);
  const same = before && before.rows.length === rows.length && before.rows.every((row, at) => row === rows[at]);
  return same ? before : { key, rows };
}

/**
 * The pages that are to be drawn when `center` is in view.
 * @param {number} center
 * @param {number} count
 * @returns {Span}
 */
export function windowAround(center, count) {
  const from = Math.max(0, Math.min(center - AROUND, count - 2 * AROUND - 1));
  return { from, to: Math.min(count, from + 2 * AROUND + 1) };
}

/**
 * The pages that may be seen when the middle of the view, or its end, is in `center`: they have to be drawn at once.
 * @param {Page[]} pages
 * @param {Heights} heights
 * @param {number} center
 * @param {number} reach  pixels to both sides
 * @returns {Span}
 */
export function inReach(pages, heights, center, reach) {
  let from = Math.max(0, center);
  let to = Math.min(pages.length, center + 1);
  for (let left = reach; left > 0 && from > 0; ) left -= heights.atLeast(pages[--from]);
  for (let left = reach; left > 0 && to < pages.length; ) left -= heights.atLeast(pages[to++]);
  return { from, to };
}

/**
 * What is drawn now, on the way from what was drawn to what is to be: what may be seen at once, of all else one page more,
 * so that no frame has much to do.
 * @param {Span|null} drawn
 * @param {Span} seen
 * @param {Span} wanted
 * @returns {Span}
 */
export function grow(drawn, seen, wanted) {
  const kept = drawn && { from: Math.max(drawn.from, wanted.from), to: Math.min(drawn.to, wanted.to) };
  const isNear = kept && kept.from < kept.to && kept.from <= seen.to && seen.from <= kept.to;
  if (!isNear) return seen;
  const [from, to] = [Math.min(kept.from, seen.from), Math.max(kept.to, seen.to)];
  if (from < kept.from || to > kept.to) return { from, to }; // that is enough for one frame
  const above = from > wanted.from && (to >= wanted.to || seen.from - from <= to - seen.to);
  return above ? { from: from - 1, to } : { from, to: Math.min(to + 1, wanted.to) };
}

/** What is known of the heights of pages, and what is guessed of the others. */
export class Heights {
  constructor() {
    /** @type {Map<string, number>} */
    this.known = new Map();
    this.rows = 0;
    this.total = 0;
  }

  /** A page was measured. @param {Page} page @param {number} height */
  set(page, height) {
    if (!this.known.has(page.key)) {
      this.rows += page.rows.length;
      this.total += height;
    }
    this.known.set(page.key, height);
  }

  /** @param {Page} page */
  of(page) {
    return this.known.get(page.key) ?? page.rows.length * (this.rows ? this.total / this.rows : USUAL);
  }

  /** @param {Page} page */
  atLeast(page) {
    return this.known.get(page.key) ?? page.rows.length * Math.max(LEAST, this.rows ? (LESS * this.total) / this.rows : 0);
  }

  /** @param {Page[]} pages */
  sum(pages) {
    return pages.reduce((sum, page) => sum + this.of(page), 0);
  }

  /** Another width, another size of text: nothing is known. */
  forget() {
    this.known.clear();
  }
}

/**
 * Which page is that far above the end.
 * @param {Page[]} pages
 * @param {Heights} heights
 * @param {number} distance  pixels
 */
export function pageAt(pages, heights, distance) {
  let left = distance;
  for (let at = pages.length - 1; at > 0; at--) {
    left -= heights.of(pages[at]);
    if (left < 0) return at;
  }
  return 0;
}
