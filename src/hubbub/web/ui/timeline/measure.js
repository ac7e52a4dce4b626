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

/**
 * The first row that is wholly in view, with its distance from the top of the view.
 * @param {HTMLElement|null} scroller
 * @returns {{key: string, top: number}|null}
 */
export function firstInView(scroller) {
  if (!scroller) return null;
  const { top } = scroller.getBoundingClientRect();
  const rows = rowsOf(scroller);
  const row = rows.slice(firstBelow(rows, top)).find((one) => one.dataset.key) ?? rows.findLast((one) => one.dataset.key);
  return row ? { key: /** @type {string} */ (row.dataset.key), top: row.getBoundingClientRect().top - top } : null;
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
