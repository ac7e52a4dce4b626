/** Files on their way, above the field: how far they are, a way to stop them; or why they failed, and again. */

import { html } from "../../vendor/preact.js";
import { useTopics } from "../../store.js";
import { t } from "../../strings/index.js";
import { size } from "../../strings/formats.js";
import { IconButton } from "../controls.js";
import { Icon } from "../icons.js";
import { wordsOf } from "../words.js";

/** @param {{app: any, buffer: any}} props whose sharing is there: something is on its way */
export function Uploads({ app, buffer }) {
  useTopics(`uploads ${buffer.key}`);
  const coming = app.files.coming(buffer.key);
  if (!coming.length) return null;
  return html`<div class="bag">${coming.map((upload) => html`<${Coming} key=${upload.id} app=${app} upload=${upload} />`)}</div>`;
}

function Coming({ app, upload }) {
  const part = Math.round(upload.progress * 100);
  return html`<div class="file"><${Icon} name=${upload.type.startsWith("image/") ? "image" : "file"} /><span class="grow"><b class="cut" dir="auto">${upload.name}</b>
      <small class=${upload.failed ? "ill" : ""} dir="auto">${upload.failed ? wordsOf(upload.failed) : t("files.progress", { done: size(upload.size * upload.progress), all: size(upload.size) })}</small>
      ${!upload.failed && html`<span class="prog" role="progressbar" aria-label=${upload.name} aria-valuenow=${part} aria-valuemin="0" aria-valuemax="100"><i style=${{ width: `${part}%` }}></i></span>`}</span>
    ${upload.failed && html`<button class="btn plain small" type="button" onClick=${() => app.files.sharing.again(upload.id)}>${t("try.again")}</button>`}
    <${IconButton} icon="close" label=${t(upload.failed ? "discard" : "files.stop")} onClick=${() => app.files.sharing.stop(upload.id)} /></div>`;
}
