/** The page when it broke: one plain sentence; what was written is kept. */

import { html } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { Icon } from "./icons.js";

/** Something in this page went wrong. */
export function Broken() {
  return html`<main class="whole"><div class="empty" role="alert">
    <${Icon} name="warn" /><h1>${t("broken.title")}</h1><p>${t("broken.text")}</p>
    <button class="btn primary" type="button" onClick=${() => location.reload()}>${t("broken.reload")}</button>
  </div></main>`;
}
