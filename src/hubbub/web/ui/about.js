/** About this server: what it is, how else to come in, how to know that it is the right one. */

import { html } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { t } from "../strings/index.js";
import { Dialog } from "./layers.js";
import { Mark } from "./people.js";
import { Ways } from "./ways.js";

/** @param {{close: () => void}} props */
export function About({ close }) {
  const app = useApp();
  return html`<${Dialog} title=${app.about.name} close=${close}><div class="inner"><div class="aboutline"><${Mark} /><p>${t("about.line", { version: app.about.version ?? "", host: app.about.host ?? location.host })}</p></div><${Ways} open /></div><//>`;
}
