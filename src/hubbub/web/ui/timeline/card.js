/** What stands in the card of a file: its name, kind and size, and a way to keep it. */

import { html } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { size } from "../../strings/formats.js";
import { IconButton } from "../controls.js";
import { Icon } from "../icons.js";
import { toast } from "../toast.js";
import { wordsOf } from "../words.js";

/** @param {{app: import("../../app.js").App, file: any}} props */
export function Card({ app, file }) {
  return html`<${Icon} name="file" /><span class="grow"><b class="cut" dir="auto">${file.name}</b><small>${[kindOf(file), size(file.size)].filter(Boolean).join(", ")}</small></span>
    <${IconButton} icon="download" label=${t("files.download", { name: file.name })} onClick=${() => save(app, file)} />`;
}

/** Keep the file. @param {import("../../app.js").App} app @param {any} file */
export function save(app, file) {
  app.files.do("save", file).catch((error) => toast(wordsOf(error.note ?? { text: String(error) })));
}

/** "PDF" of "application/pdf", else the end of the name. */
function kindOf(file) {
  const end = /\.(\w{1,5})$/.exec(file.name)?.[1];
  return (end ?? file.type.split("/")[1] ?? "").toUpperCase();
}
