/** The attachments above the field, and which may come along; loaded with the first one. */

import { html } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { size } from "../../strings/formats.js";
import { IconButton } from "../controls.js";
import { Icon } from "../icons.js";
import { toast } from "../toast.js";

const MOST = 10;

/** What may come along; what may not is said before it is uploaded. */
export function accepted(given, there, limits) {
  const files = given.map(named);
  const fits = files.filter((file) => !limits.max_bytes || file.size <= limits.max_bytes);
  if (fits.length < files.length) toast(t("files.large", { size: size(limits.max_bytes) }));
  if (there + fits.length > MOST) toast(t("files.many", { n: MOST }));
  return fits.slice(0, MOST - there);
}

/** The attachments of a field that has some. */
export function Bag({ bag }) {
  if (!bag.files.length) return null;
  return html`<div class="bag">${bag.files.map((file) => html`<div class="file" key=${file.name + file.size + file.lastModified}><${Icon} name=${file.type.startsWith("image/") ? "image" : "file"} />
    <span class="grow"><b class="cut" dir="auto">${file.name}</b><small>${size(file.size)}</small></span>
    <${IconButton} icon="close" label=${t("files.take.out", { name: file.name })} onClick=${() => bag.remove(file)} /></div>`)}</div>`;
}

/** A pasted picture has no name of its own: it gets the date. */
function named(file) {
  if (file.name && file.name !== "image.png") return file;
  const stamp = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  return new File([file], `${t("files.picture")} ${stamp}.${file.type.split("/")[1] ?? "png"}`, { type: file.type });
}
