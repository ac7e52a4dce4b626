/** Files of a message: own pictures in a box that is reserved before they load, all others as a card. */

import { html } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { size } from "../../strings/formats.js";
import { IconButton } from "../controls.js";
import { Icon } from "../icons.js";
import { showViewer } from "../opening.js";

const WIDEST = 416;
const HIGHEST = 312;

/** @param {{item: any, look: any}} props */
export function Files({ item, look }) {
  const pictures = item.files.filter(isPicture);
  return item.files.map((file) => (file.progress !== undefined ? html`<${Coming} key=${file.id} file=${file} app=${look.app} />`
    : isPicture(file) && look.app.settings.pictures ? html`<${Picture} key=${file.id} file=${file} pictures=${pictures} />` : html`<${Card} key=${file.id} file=${file} />`));
}

const isPicture = (file) => Boolean(file.preview && file.width && file.height);

/** The size that a picture has here: never more than its own. @param {any} file */
export function fitted({ width, height }) {
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

function Picture({ file, pictures }) {
  const { width, height } = fitted(file);
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.button) return;
    event.preventDefault();
    showViewer({ files: pictures, first: pictures.indexOf(file) });
  };
  return html`<figure class="pic" style=${{ width: `${width}px` }}><a href=${file.url} target="_blank" rel="noopener" aria-label=${t("files.open", { name: file.name })} onClick=${open}>
    <img src=${file.preview} alt="" width=${width} height=${height} loading="lazy" decoding="async" draggable=${false} /></a>
    <figcaption><span class="cut" dir="auto">${file.name}</span><span>${size(file.size)}</span></figcaption></figure>`;
}

function Card({ file }) {
  const label = t("files.download", { name: file.name });
  return html`<div class="file"><${Icon} name="file" /><span class="grow"><b class="cut" dir="auto">${file.name}</b><small>${kindOf(file)}, ${size(file.size)}</small></span>
    <a class="ib" href=${file.url} download=${file.name} aria-label=${label} title=${label}><${Icon} name="download" /></a></div>`;
}

/** "PDF" of "application/pdf", else the end of the name. */
function kindOf(file) {
  const end = /\.(\w{1,5})$/.exec(file.name)?.[1];
  return (end ?? file.kind.split("/")[1] ?? "").toUpperCase();
}

/** A file on its way: how far it is, and a way to stop it; or why it failed, and again. */
function Coming({ file, app }) {
  const part = `${Math.round(file.progress * 100)}%`;
  return html`<div class="file"><${Icon} name="file" /><span class="grow"><b class="cut" dir="auto">${file.name}</b>
      <small class=${file.failed ? "ill" : ""}>${file.failed ? file.failed : t("files.progress", { done: size(file.size * file.progress), all: size(file.size) })}</small>
      ${!file.failed && html`<span class="prog" role="progressbar" aria-label=${file.name} aria-valuenow=${Math.round(file.progress * 100)} aria-valuemin="0" aria-valuemax="100"><i style=${{ width: part }}></i></span>`}</span>
    ${file.failed && html`<button class="btn plain small" type="button" onClick=${() => app.uploadAgain(file.id)}>${t("try.again")}</button>`}
    <${IconButton} icon="close" label=${t(file.failed ? "discard" : "files.stop")} onClick=${() => app.uploadStop(file.id)} /></div>`;
}
