/** What has the focus may go: by being used, or with somebody who leaves. What stands near its place has it then, in the talk the field. */

import { here } from "./here.js";
import { isTouch } from "./view.js";

/** Follow what goes from the page. */
export function keepFocus() {
  let path = /** @type {any[]} */ ([]); // of what has the focus, from there outwards
  const isLost = () => path[0]?.isConnected === false && document.activeElement === document.body;
  const goOn = () => {
    if (!isLost()) return;
    const near = path.find((one) => one.isConnected && one.querySelector?.("button"));
    path = [];
    if (near?.closest?.("nav, aside, dialog, .desk")) near.querySelector("button").focus({ preventScroll: true });
    else if (!isTouch()) here.focusField?.();
  };
  addEventListener("focusin", (event) => {
    path = event.composedPath();
  });
  // behind the effects of what has gone: it may know better
  new MutationObserver(() => isLost() && requestAnimationFrame(() => setTimeout(goOn))).observe(document.body, { childList: true, subtree: true });
}
