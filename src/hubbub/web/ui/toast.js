/** One short word at a time about something that was done, with a way back; it waits while it is looked at. */

import { html, useEffect, useRef } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { useView, view } from "./view.js";

const STAYS = 8000; // ms

let counter = 0;

/**
 * Say it.
 * @param {any} text
 * @param {{label: string, act: () => void}} [button]
 */
export function toast(text, button) {
  view.set({ toast: { id: ++counter, text, button } });
}

/** The toast that is shown, if any. */
export function Toast() {
  const shown = useView((state) => state.toast);
  return html`<div class="toasts" role="status" aria-live="polite">${shown && html`<${Shown} key=${shown.id} ...${shown} />`}</div>`;
}

function Shown({ id, text, button }) {
  const timer = useRef(/** @type {any} */ (0));
  const close = () => view.state.toast?.id === id && view.set({ toast: null });
  const wait = () => clearTimeout(timer.current);
  const go = () => {
    wait();
    timer.current = setTimeout(close, STAYS);
  };
  useEffect(() => {
    go();
    return wait;
  }, []);
  const act = () => {
    close();
    button.act();
  };
  return html`<div class="toast" onPointerEnter=${wait} onPointerLeave=${go} onFocusIn=${wait} onFocusOut=${go}>
    <span>${text}</span>${button && html`<button type="button" onClick=${act}>${button.label}</button>`}
    <button type="button" class="shut" aria-label=${t("close")} onClick=${close}>×</button></div>`;
}
