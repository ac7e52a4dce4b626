/** Attachments: chosen, pasted or dropped, shown above the field, sent with the message; only where the server keeps files. */

import { html, useState } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { size } from "../../strings/formats.js";
import { IconButton } from "../controls.js";
import { Icon } from "../icons.js";
import { showLongText } from "../opening.js";
import { toast } from "../toast.js";
import { wordsOf } from "../words.js";

const MOST = 10;
const MANY_LINES = 40;

/** What is attached in each room or conversation: it stays there while one is elsewhere. @type {Map<string, File[]>} */
const bags = new Map();

/** The attachments of one field. @param {any} app @param {string} key */
export function useBag(app, key) {
  const [files, setFiles] = useState(() => bags.get(key) ?? []);
  const limits = app.about.files;
  const set = (next) => {
    bags.set(key, next);
    setFiles(next);
  };
  const add = (more) => set([...files, ...accepted(more, files.length, limits)]);
  const choose = () => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.addEventListener("change", () => add([...(input.files ?? [])]));
    input.click();
  };
  const drop = (event) => {
    if (!limits || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  };
  const send = async (draft) => {
    set([]);
    const answer = await app.upload(key, files, { text: draft.text, reply: draft.reply });
    if (answer?.ok === false) toast(wordsOf(answer.note ?? answer));
  };
  return { files, may: Boolean(limits), add, choose, drop, send, remove: (file) => set(files.filter((one) => one !== file)) };
}

/** What may come along; what may not is said before it is uploaded. */
function accepted(files, there, limits) {
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

/** Files go to the attachments; many lines are asked about; a pasted slash commands nothing. */
export function pasted(event, bag, buffer) {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length && bag.may) {
    event.preventDefault();
    return bag.add(files.map(named));
  }
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (text.split("\n").length > MANY_LINES) {
    event.preventDefault();
    const field = event.target;
    const put = () => {
      field.focus();
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    showLongText({ buffer, text, put });
  } else if (text.startsWith("/") && !event.target.value) {
    event.preventDefault();
    event.target.setRangeText(text.startsWith("//") ? text : `/${text}`, 0, 0, "end");
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return undefined;
}
