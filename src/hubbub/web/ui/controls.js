/** Buttons, fields, switches and choices, each with its name for those who do not see it. */

import { html, useId, useReducer, useRef } from "../vendor/preact.js";
import { Icon } from "./icons.js";

/**
 * A button that is only a sign; `label` is its name and its tooltip.
 * @param {{icon: string, label: string, class?: string, small?: boolean, children?: any, [rest: string]: any}} props
 */
export function IconButton({ icon, label, class: kind = "", small, children, ...rest }) {
  return html`<button class=${`ib ${kind}`.trim()} type="button" aria-label=${label} title=${label} ...${rest}>
    <${Icon} name=${icon} small=${small} />${children}</button>`;
}

/**
 * The values of a form, and what changes some of them: on top of all before, for password managers fill in several at once.
 * @param {any} first
 */
export function useFields(first) {
  return useReducer((values, some) => ({ ...values, ...some }), first);
}

/**
 * A field with its label, hint and what is wrong with it.
 * @param {{label: string, hint?: any, wrong?: any, big?: boolean, inputRef?: any, [rest: string]: any}} props
 */
export function Field({ label, hint, wrong, big, inputRef, ...rest }) {
  const id = useId();
  const about = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input class=${big ? "in big" : "in"} id=${id} ref=${inputRef} dir="auto" aria-invalid=${wrong ? "true" : undefined}
      aria-describedby=${about || undefined} ...${rest} />
    ${wrong && html`<p class="wrong" id=${`${id}-wrong`} role="alert"><${Icon} name="alert" small /><span>${wrong}</span></p>`}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

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
