/** What stands above the field, loaded with the first of it: attachments, and files on their way. */

import { html } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { size } from "../../strings/formats.js";
import { IconButton } from "../controls.js";
import { Icon } from "../icons.js";
import { toast } from "../toast.js";
import { wordsOf } from "../words.js";
import { bags } from "./files.js";

const MOST = 10;

/**
 * What may come along is put to what is there; what may not is said before it is uploaded.
 * @param {File[]} given @param {() => File[]} there @param {{max_bytes: number}} limits @param {(files: File[]) => void} set
 */
export function take(given, there, limits, set) {
  const before = there();
  set([...before, ...accepted(given, before.length, limits)]);
}

function accepted(given, there, limits) {
  const files = given.map(named);
  const fits = files.filter((file) => !limits.max_bytes || file.size <= limits.max_bytes);
  if (fits.length < files.length) toast(t("files.large", { size: size(limits.max_bytes) }));
  if (there + fits.length > MOST) toast(t("files.many", { n: MOST }));
  return fits.slice(0, MOST - there);
}

/** The attachments of a field that has some. */
function Bag({ bag }) {
  if (!bag.files.length && !bag.missing.length) return null;
  return html`<div class="bag">${bag.missing.map((name) => html`<div class="file" key=${`missing ${name}`}><${Icon} name="file" /><span class="grow"><b class="cut" dir="auto">${name}</b><small>${t("files.missing")}</small></span>
    <button class="btn plain small" type="button" onClick=${() => bag.choose()}>${t("files.choose")}</button><${IconButton} icon="close" label=${t("files.take.out", { name })} onClick=${() => bag.forget(name)} /></div>`)}${bag.files.map((file) => html`<div class="file" key=${file.name + file.size + file.lastModified}><${Icon} name=${file.type.startsWith("image/") ? "image" : "file"} />
    <span class="grow"><b class="cut" dir="auto">${file.name}</b><small>${size(file.size)}</small></span>
    <${IconButton} icon="close" label=${t("files.take.out", { name: file.name })} onClick=${() => bag.remove(file)} /></div>`)}</div>`;
}

/** A pasted picture has no name of its own: it gets the date. */
function named(file) {
  if (file.name && file.name !== "image.png") return file;
  const stamp = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  return new File([file], `${t("files.picture")} ${stamp}.${file.type.split("/")[1] ?? "png"}`, { type: file.type });
}

/** Whether the page would lose a file by going: one that is attached, or on its way. @param {import("../../app.js").App} app */
const wouldLose = (app) => app.files.isBusy() || [...bags.values()].some((files) => files.length);

let watched = false;

/** The browser asks before it goes. @param {import("../../app.js").App} app */
function watch(app) {
  if (watched) return;
  watched = true;
  addEventListener("beforeunload", (event) => wouldLose(app) && event.preventDefault());
}

/** @param {{app: import("../../app.js").App, buffer: any, bag: any}} props */
export function Above({ app, buffer, bag }) {
  watch(app);
  return html`<${Uploads} app=${app} buffer=${buffer} /><${Bag} bag=${bag} />`;
}

/** Files on their way: how far they are, and a way to stop them; or why they failed, and again. */
function Uploads({ app, buffer }) {
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
