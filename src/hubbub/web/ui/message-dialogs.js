/** Dialogs about a message: removing it, reporting it. */

import { html } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { parts, t } from "../strings/index.js";
import { ActDialog } from "./act-dialog.js";
import { oneLine } from "./timeline/message.js";

function Quoted({ item }) {
  return html`<blockquote class="quoted" dir="auto"><b><bdi>${item.sender}</bdi></b> ${oneLine(item)}</blockquote>`;
}

/** @param {{buffer: any, item: any, removed: () => void, close: () => void}} props */
export function RemoveDialog({ buffer, item, removed, close }) {
  const app = useApp();
  const name = html`<b><bdi>${item.sender}</bdi></b>`;
  const remove = async ({ why }) => {
    removed();
    return app.do("redact", { buffer: buffer.key, id: item.id, reason: why });
  };
  return html`<${ActDialog} title=${t("remove.title")} why=${item.own ? undefined : t("remove.why")} close=${close} act=${remove} button=${t("remove.button")}
    sentence=${item.own ? t(item.files?.length ? "remove.own.files" : "remove.own") : parts("remove.others", { name, room: html`<b><bdi>${buffer.name}</bdi></b>` })}><${Quoted} item=${item} /><//>`;
}

/** @param {{buffer: any, item: any, close: () => void}} props */
export function ReportDialog({ buffer, item, close }) {
  const app = useApp();
  const sentence = t(buffer.kind === "room" ? "report.message" : "report.private", { room: buffer.name });
  return html`<${ActDialog} safe title=${t("report.title.message")} why=${t("report.why")} needsWhy close=${close} act=${({ why }) => app.do("report", { about: item.id, reason: why })}
    sentence=${sentence} button=${t("report.button")} done=${() => t("report.done")}><${Quoted} item=${item} /><//>`;
}
