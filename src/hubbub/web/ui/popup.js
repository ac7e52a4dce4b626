/** A small box beside what opened it. */

import { html, useEffect, useLayoutEffect, useRef } from "../vendor/preact.js";
import { useModal, usePressOutside } from "./layers.js";
import { width } from "./view.js";

const MARGIN = 8;

/** Where a box of this size goes beside its anchor, inside the window: below it if there is room, else above. */
export function placed(anchor, box, space) {
  const below = anchor.bottom + 4;
  const top = below + box.height + MARGIN <= space.height ? below : Math.max(MARGIN, anchor.top - box.height - 4);
  const start = space.rtl ? anchor.right - box.width : anchor.left;
  const left = Math.min(Math.max(MARGIN, start), Math.max(MARGIN, space.width - box.width - MARGIN));
  return { top, left };
}

/**
 * A small box beside what opened it, a sheet from below on phones.
 * @param {{anchor: DOMRect, label: string, close: () => void, kind?: string, children?: any}} props
 */
export function Popup({ anchor, label, close, kind = "", children }) {
  const { element, cancel } = useModal(close);
  const box = useRef(null);
  const narrow = width() === "narrow";
  useLayoutEffect(() => {
    if (!narrow) place(box.current, anchor);
  });
  useEffect(() => {
    addEventListener("resize", close);
    return () => removeEventListener("resize", close);
  }, []);
  return html`<dialog class=${narrow ? "cover" : "cover clear"} aria-label=${label} ref=${element} onCancel=${cancel} ...${usePressOutside(close)}>
    <div class=${narrow ? `dialog sheet ${kind}` : `pop ${kind}`} ref=${box}>${children}</div>
  </dialog>`;
}

function place(box, anchor) {
  const rtl = getComputedStyle(box).direction === "rtl";
  const space = { width: innerWidth, height: innerHeight, rtl };
  const { top, left } = placed(anchor, { width: box.offsetWidth, height: box.offsetHeight }, space);
  box.style.top = `${top}px`;
  box.style.left = `${left}px`;
}
