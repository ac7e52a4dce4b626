/** Parts that are loaded when they are first needed. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { t } from "../strings/index.js";

/**
 * A component of a module that is loaded now; until it is there, nothing, and a sentence when it does not come.
 * @param {{load: () => Promise<any>, name: string, [rest: string]: any}} props
 */
export function Late({ load, name, ...rest }) {
  const [part, setPart] = useState(/** @type {any} */ (null));
  const [failed, setFailed] = useState(false);
  const fetch = () => {
    setFailed(false);
    load().then((module) => setPart(() => module[name]), () => setFailed(true));
  };
  useEffect(fetch, []);
  if (part) return html`<${part} ...${rest} />`;
  if (!failed) return null;
  return html`<div class="empty"><p>${t("late.failed")}</p><button class="btn" type="button" onClick=${fetch}>${t("try.again")}</button></div>`;
}
