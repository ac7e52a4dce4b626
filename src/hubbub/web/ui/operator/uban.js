/** Bans from the whole server: those that hold. */

import { html } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { amid } from "../../strings/formats.js";
import { Answer, command, useAnswer } from "../asking.js";
import { done } from "../acts.js";
import { showUban } from "../opening.js";

/** The list, with a button for a new one. */
export function Uban() {
  const app = useApp();
  const answer = useAnswer("UBAN", ["LIST"]);
  const lift = async (row) => {
    await done(command(app, null, "/uban del", row.target));
    answer.again();
  };
  return html`<header><h2>${t("uban.title")}</h2><button class="btn small" type="button" onClick=${() => showUban({ again: answer.again })}>${t("uban.new")}</button></header>
    <div class="inner"><${Answer} answer=${answer} empty=${t("uban.none")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.target}><span class="grow"><bdi>${row.target}</bdi><small>${[row.until ? t("bans.until", { time: amid(row.until, Date.now()) }) : t("time.for.ever"), row.by, row.why].filter(Boolean).join(" · ")}</small></span><button class="btn small" type="button" onClick=${() => lift(row)}>${t("bans.lift")}</button></li>`)}</ul>`}<//></div>`;
}
