/** The page when one cannot come in: why, and what can be done. */

import { html } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { t } from "../strings/index.js";
import { Icon } from "./icons.js";
import { wordsOf } from "./words.js";

/** @param {{refusal: any}} props */
export function Refused({ refusal }) {
  const app = useApp();
  return html`<main class="whole"><div class="empty" role="alert">
    <${Icon} name=${refusal?.code === "banned" ? "ban" : "offline"} />
    <h1>${t("refused.title")}</h1><p dir="auto">${wordsOf(refusal)}</p>
    <button class="btn" type="button" onClick=${() => app.retry()}>${t("try.again")}</button>
    <p><a href="clients">${t("refused.ways")}</a></p>
  </div></main>`;
}
