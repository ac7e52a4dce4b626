/** A person as a small speech bubble: initial, hue, presence by shape. */

import { html } from "../vendor/preact.js";
import { hue } from "../views/hues.js";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * The first sign of a name, in capitals where the script has them.
 * @param {string} name
 */
export function initial(name) {
  const first = segmenter.segment(name)[Symbol.iterator]().next();
  return first.done ? "?" : first.value.segment.toLocaleUpperCase();
}

/**
 * The class that gives somebody their hue; oneself is green, the server blue.
 * @param {string} name  account or name
 * @param {boolean} [self]
 */
export function hueClass(name, self) {
  return self ? "self" : `h${hue(name)}`;
}

/**
 * A bubble with the initial. `size` is 20, 24, 28, 32 or 56 pixels, or what its place says.
 * @param {{name: string, account?: string, self?: boolean, bot?: boolean, size?: number, presence?: "here"|"away"|"off"}} props
 */
export function Avatar({ name, account, self, bot, size, presence }) {
  const kind = ["av", hueClass(account || name, self), bot && "bot", size && `d${size}`].filter(Boolean).join(" ");
  return html`<span class=${kind} aria-hidden="true">${initial(name)}${presence && html`<${Presence} is=${presence} />`}</span>`;
}

/** @param {{is: "here"|"away"|"off"}} props */
function Presence({ is }) {
  return html`<i class=${is === "here" ? "pres" : `pres ${is}`}></i>`;
}

/** The mark: three bubbles. */
export function Mark() {
  return html`<span class="mark" aria-hidden="true"><i></i><i></i><i></i></span>`;
}
