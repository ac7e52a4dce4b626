/** A QR code as a drawing: black on white in every theme, or no camera reads it. */

import { html } from "../vendor/preact.js";
import { modules } from "../typed/qr.js";
import { t } from "../strings/index.js";

/** @param {{text: string}} props */
export function Qr({ text }) {
  const rows = modules(text);
  const path = rows.flatMap((row, y) => runs(row).map(([from, to]) => `M${from} ${y}h${to - from}v1H${from}z`)).join("");
  const size = rows.length + 8;
  return html`<svg class="qr" viewBox=${`-4 -4 ${size} ${size}`} role="img" aria-label=${t("qr.label")} shape-rendering="crispEdges"><rect x="-4" y="-4" width=${size} height=${size} fill="#fff" /><path d=${path} fill="#000" /></svg>`;
}

/** Where dark modules stand in a row: [from, to). @param {boolean[]} row @returns {[number, number][]} */
function runs(row) {
  /** @type {[number, number][]} */
  const made = [];
  row.forEach((dark, at) => {
    if (!dark) return;
    if (made.at(-1)?.[1] === at) /** @type {[number, number]} */ (made.at(-1))[1] = at + 1;
    else made.push([at, at + 1]);
  });
  return made;
}
