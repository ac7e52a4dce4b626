/** Files of a message: pictures in a box that is reserved before they load, all others as a card. */

import { html, useEffect, useState } from "../../vendor/preact.js";
import { useTopics } from "../../store.js";
import { t } from "../../strings/index.js";
import { size } from "../../strings/formats.js";
import { Late } from "../late.js";
import { showViewer } from "../opening.js";

const WIDEST = 416;
const HIGHEST = 312;
const card = () => import("./card.js");

/** @param {{item: any, look: any}} props */
export function Files({ item, look }) {
  const { app } = look;
  const pictures = item.files.filter(isPicture);
  return item.files.map((file) => (isPicture(file) && app.settings.pictures ? html`<${Picture} key=${file.id} app=${app} file=${file} pictures=${pictures} />` : html`<${Card} key=${file.id} app=${app} file=${file} />`));
}

const isPicture = (file) => file.width && file.height;

/** The size that a picture has here: never more than its own. @param {any} file */
export function fitted({ width, height }) {
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * The address of a picture within this page; "" while it is not there, null when it cannot be had.
 * @param {import("../../app.js").App} app
 * @param {any} file
 * @param {boolean} [whole]
 */
export function usePicture(app, file, whole = false) {
  const [url, setUrl] = useState(/** @type {string | null} */ (""));
  useTopics("connection");
  const on = app.connection.phase === "on";
  useEffect(() => {
    let wanted = true;
    const say = (found) => wanted && setUrl(found);
    app.files.do("picture", file, whole).then(say, () => say(on ? null : ""));
    return () => {
      wanted = false;
    };
  }, [file.id, whole, on]);
  return url;
}

function Picture({ app, file, pictures }) {
  const url = usePicture(app, file);
  if (url === null) return html`<${Card} app=${app} file=${file} />`;
  const { width, height } = fitted(file);
  const open = () => showViewer({ app, files: pictures, first: pictures.indexOf(file) });
  return html`<figure class="pic" style=${{ width: `${width}px` }}><button type="button" class="shot" aria-label=${t("files.open", { name: file.name })} style=${{ aspectRatio: `${width} / ${height}` }} onClick=${open}>
    ${url && html`<img src=${url} alt="" width=${width} height=${height} decoding="async" draggable=${false} />`}</button>
    <figcaption><span class="cut" dir="auto">${file.name}</span><span>${size(file.size)}</span></figcaption></figure>`;
}

/** Its frame is there before what stands in it. */
function Card({ app, file }) {
  return html`<div class="file"><${Late} load=${card} name="Card" app=${app} file=${file} /></div>`;
}
