/** Where rows are in the reversed scroller: its end is scrollTop 0, and above it scrollTop is negative. */

const END = 24; // pixels that still count as the end

/** @param {HTMLElement} scroller */
export function atEnd(scroller) {
  return -scroller.scrollTop <= END;
}

/** How much there is above the view. @param {HTMLElement} scroller */
export function above(scroller) {
  return scroller.scrollHeight - scroller.clientHeight + scroller.scrollTop;
}

/** The rows that are drawn, until they are drawn again. @type {WeakMap<HTMLElement, HTMLElement[]>} */
const drawn = new WeakMap();

/** The rows of a scroller that are drawn, in order. @param {HTMLElement} scroller */
export function rowsOf(scroller) {
  const known = drawn.get(scroller);
  if (known) return known;
  const rows = /** @type {HTMLElement[]} */ ([...scroller.querySelectorAll(".page > *")]);
  drawn.set(scroller, rows);
  return rows;
}

/** Other rows may be drawn now. @param {HTMLElement} scroller */
export function redrawn(scroller) {
  drawn.delete(scroller);
}

/**
 * The first row whose top is in the view, by halving: rows stand in their order.
 * @param {HTMLElement[]} rows
 * @param {number} edge
 */
function firstBelow(rows, edge) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].getBoundingClientRect().top < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lines between what was said, that are elsewhere when more is loaded: of days, of what is new, of gaps. @param {HTMLElement|undefined} row */
const isLine = (row) => !row?.dataset.key || row.matches(".day, .newline, .gap");

/**
 * The rows in view with their distances from its top, the best to be held first: on the side of a gap that is read, from
 * above. What stands below a line comes after the others: it loses its name when the same person said what is loaded
 * above it. Last come the neighbours of the view.
 * @param {HTMLElement} scroller
 * @returns {{key: string, top: number}[]}
 */
export function steadyInView(scroller) {
  const { top, bottom } = scroller.getBoundingClientRect();
  const rows = rowsOf(scroller);
  const topAt = (/** @type {number} */ at) => rows[at].getBoundingClientRect().top - top;
  const [from, to] = [firstBelow(rows, top), firstBelow(rows, bottom)];
  const gap = rows.findLastIndex((row, at) => at >= from && at < to && row.matches(".gap") && topAt(at) < (bottom - top) / 2);
  const ranked = /** @type {number[][]} */ ([[], [], [], []]);
  for (let at = Math.max(0, from - 1); at <= to && at < rows.length; at++) {
    if (!isLine(rows[at])) ranked[at < from || at === to ? 3 : at < gap ? 2 : Number(isLine(rows[at - 1]))].push(at);
  }
  return ranked.flat().map((at) => ({ key: rows[at].dataset.key ?? "", top: topAt(at) }));
}

/** The topmost row of which anything is in view. @param {HTMLElement} scroller */
export function topRow(scroller) {
  const rows = rowsOf(scroller);
  const at = firstBelow(rows, scroller.getBoundingClientRect().top + 1);
  return rows[Math.max(0, at - 1)] ?? null;
}

/** The lowest row that ends in the view. @param {HTMLElement} scroller */
export function lowestRow(scroller) {
  const { bottom } = scroller.getBoundingClientRect();
  const rows = rowsOf(scroller);
  const at = firstBelow(rows, bottom);
  return rows.slice(0, at).findLast((row) => row.dataset.key && row.getBoundingClientRect().bottom <= bottom + 8) ?? null;
}

/** The distance of a row from the top of the view, or null. @param {HTMLElement} scroller @param {string} key */
export function topOf(scroller, key) {
  const row = scroller.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return row ? row.getBoundingClientRect().top - scroller.getBoundingClientRect().top : null;
}
