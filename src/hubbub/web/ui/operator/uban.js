/** Bans from the whole server: those that hold, and a new one. */

import { html, useState } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { amid } from "../../strings/formats.js";
import { ActDialog } from "../act-dialog.js";
import { Answer, command, useAnswer } from "../asking.js";
import { Field } from "../controls.js";
import { show } from "../layers.js";
import { done } from "../acts.js";

/** The list, with a button for a new one. */
export function Uban() {
  const app = useApp();
  const answer = useAnswer("UBAN", ["LIST"]);
  const lift = async (row) => {
    await done(command(app, null, "/uban del", row.target));
    answer.again();
  };
  return html`<header><h2>${t("uban.title")}</h2><button class="btn small" type="button" onClick=${() => show(UbanDialog, { again: answer.again })}>${t("uban.new")}</button></header>
    <div class="inner"><${Answer} answer=${answer} empty=${t("uban.none")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.target}><span class="grow"><bdi>${row.target}</bdi><small>${[row.until ? t("bans.until", { time: amid(row.until, Date.now()) }) : t("time.for.ever"), row.by, row.why].filter(Boolean).join(" · ")}</small></span><button class="btn small" type="button" onClick=${() => lift(row)}>${t("bans.lift")}</button></li>`)}</ul>`}<//></div>`;
}

/** @param {{again: () => void, close: () => void}} props */
function UbanDialog({ again, close }) {
  const app = useApp();
  const [target, setTarget] = useState("");
  const ban = async ({ time, why }) => {
    const told = await command(app, null, "/uban add", target, time, why);
    again();
    return told;
  };
  return html`<${ActDialog} title=${t("uban.new")} lasts why=${t("uban.why")} close=${close} act=${ban} sentence=${t("uban.sentence")} button=${(lasting) => t("ban.button", { time: lasting })} done=${() => t("uban.done", { target })} undo=${() => command(app, null, "/uban del", target)}>
    <${Field} label=${t("uban.target")} value=${target} onInput=${(event) => setTarget(event.target.value.trim())} hint=${t("uban.target.hint")} spellcheck="false" autocapitalize="none" autofocus />
  <//>`;
}
