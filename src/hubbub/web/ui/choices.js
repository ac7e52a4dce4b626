/** Switches and choices of dialogs and settings, each with its name for those who do not see it. */

import { html, useRef } from "../vendor/preact.js";

/**
 * On or off; `busy` while that is not done yet.
 * @param {{label: string, on: boolean, change: (on: boolean) => void, disabled?: boolean, busy?: boolean}} props
 */
export function Switch({ label, on, change, disabled, busy }) {
  return html`<button class="switch" type="button" role="switch" aria-checked=${String(on)} aria-label=${label}
    aria-busy=${busy ? "true" : undefined} disabled=${disabled} onClick=${() => change(!on)}></button>`;
}

/** The next choice that an arrow leads to, or undefined. */
function step(key, at, count, rtl) {
  const forward = ["ArrowDown", rtl ? "ArrowLeft" : "ArrowRight"];
  const back = ["ArrowUp", rtl ? "ArrowRight" : "ArrowLeft"];
  if (forward.includes(key)) return (at + 1) % count;
  if (back.includes(key)) return (at + count - 1) % count;
  return undefined;
}

/**
 * One of a few: as a bar of segments, or with `chips` as chips. Arrows walk, as radio buttons do. `focus`: a dialog begins there.
 * @param {{label: string, value: any, options: [any, string][], change: (value: any) => void, chips?: boolean, focus?: boolean}} props
 */
export function Choice({ label, value, options, change, chips, focus }) {
  const group = useRef(null);
  const chosen = options.findIndex(([option]) => option === value);
  const walk = (event, at) => {
    const next = step(event.key, at, options.length, getComputedStyle(event.target).direction === "rtl");
    if (next === undefined) return;
    event.preventDefault();
    change(options[next][0]);
    group.current.children[next].focus();
  };
  return html`<div class=${chips ? "chips" : "seg"} role="radiogroup" aria-label=${label} ref=${group}>
    ${options.map(([option, words], at) => html`<button key=${String(option)} type="button" role="radio" class=${chips ? "chip" : undefined}
      aria-checked=${String(option === value)} tabindex=${at === Math.max(chosen, 0) ? 0 : -1} autofocus=${focus && at === Math.max(chosen, 0)}
      onClick=${() => change(option)} onKeyDown=${(event) => walk(event, at)}>${words}</button>`)}
  </div>`;
}

/** A line of a list of settings: words at the start, what changes it at the end. */
export function SetRow({ label, hint, children }) {
  return html`<div class="setrow"><div class="grow"><span class="label">${label}</span>${hint && html`<small>${hint}</small>`}</div>${children}</div>`;
}
