/** Rows cut into pages that stay as they are cut, of which only those around the view are in the document. */

export const PAGE = 25; // rows
const MOST = 40; // rows of the last page before it is cut again
const AROUND = 3; // pages on each side of the one in view

/**
 * @typedef {import("../../views/rows.js").Row} Row
 * @typedef {{key: string, rows: Row[]}} Page
 */

/**
 * The pages of these rows. A page begins at the same row as before, as long as that is there.
 * @param {Row[]} rows
 * @param {Page[]} before
 * @returns {Page[]}
 */
export function cut(rows, before) {
  const known = new Map(before.map((page) => [page.key, page]));
  const starts = rows.flatMap((row, at) => (known.has(row.key) ? [at] : []));
  const bounds = [...front(starts[0] ?? rows.length), ...middle(starts, rows.length)];
  return bounds.map((from, place) => kept(rows.slice(from, bounds[place + 1] ?? rows.length), known));
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
  const before = known.get(rows[0].key);
  const same = before && before.rows.length === rows.length && before.rows.every((row, at) => row === rows[at]);
  return same ? before : { key: rows[0].key, rows };
}

/**
 * The pages that are drawn when `center` is in view: from, to (excluded).
 * @param {number} center
 * @param {number} count
 */
export function windowAround(center, count) {
  const from = Math.max(0, Math.min(center - AROUND, count - 2 * AROUND - 1));
  return { from, to: Math.min(count, from + 2 * AROUND + 1) };
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
    return this.known.get(page.key) ?? page.rows.length * (this.rows ? this.total / this.rows : 44);
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
