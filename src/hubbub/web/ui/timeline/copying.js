/** What is copied from the talk over several messages is written by us: who said what when, and on which day. */

import { copied } from "../../views/copying.js";

/** @param {ClipboardEvent} event @param {any[]} rows */
export function copySelection(event, rows) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !event.clipboardData) return;
  const keys = [selection.anchorNode, selection.focusNode].map(keyAt);
  const places = keys.map((key) => rows.findIndex((row) => row.key === key)).sort((one, other) => one - other);
  if (places[0] < 0 || places[0] === places[1]) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", copied(rows.slice(places[0], places[1] + 1)));
}

/** The row of a place in the document. @param {Node|null} node */
function keyAt(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  return /** @type {HTMLElement|undefined|null} */ (element?.closest("[data-key]"))?.dataset.key;
}
