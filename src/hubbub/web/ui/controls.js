/** Buttons and fields, each with its name for those who do not see it. */

import { html, useId, useReducer, useState } from "../vendor/preact.js";
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
 * A function is given the values, and may leave them.
 * @param {any} first
 */
export function useFields(first) {
  return useReducer((values, some) => (typeof some === "function" ? some(values) : { ...values, ...some }), first);
}

/**
 * The text of a field for something that holds: as it holds, whoever changes it, until something is typed; that stays,
 * whatever comes meanwhile, until it is taken as done.
 * @param {string} held
 * @returns {[string, (text: string) => void, (text: string) => void]} the text, what it is now, that it is done
 */
export function useTyped(held) {
  const [typed, setTyped] = useState(/** @type {string|null} */ (null));
  return [typed ?? held, setTyped, (text) => setTyped((now) => (now === text ? null : now))];
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
