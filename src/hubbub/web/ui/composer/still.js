/** The field where one cannot write, with the reason and what can be done. */

import { html } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { has } from "../../views/places.js";
import { Icon } from "../icons.js";

/** Why nothing can be written here; "" when it can. @param {import("../../app.js").App} app @param {any} buffer */
export function stillReason(app, buffer) {
  if (buffer.kind === "room" && !buffer.joined && app.connection.phase === "on") return "outside";
  if (app.mayDo("say", buffer.key)) return "";
  return buffer.kind === "room" && has(buffer.modes, "m") ? "moderated" : "readonly";
}

const ICONS = { outside: "enter", moderated: "megaphone", readonly: "lock" };

/** @param {{buffer: any, reason: string}} props */
export function Still({ buffer, reason }) {
  const app = useApp();
  return html`<div class="compose still"><p><${Icon} name=${ICONS[reason]} small /><span class="grow">${t(`still.${reason}`, { room: buffer.name })}</span>
    ${reason === "outside" && html`<button class="btn primary small" type="button" onClick=${() => app.do("join", { room: buffer.name })}>${t("room.join")}</button>`}</p></div>`;
}
