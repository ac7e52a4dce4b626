/** A new ban from the whole server; whom it means can be looked at first, and many are asked about. */

import { html, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { t } from "../strings/index.js";
import { ActDialog } from "./act-dialog.js";
import { command } from "./asking.js";
import { Field } from "./controls.js";

/** @param {{target?: string, again?: () => void, close: () => void}} props */
export function UbanDialog({ target: first = "", again, close }) {
  const app = useApp();
  const [target, setTarget] = useState(first);
  const [means, setMeans] = useState("");
  const [many, setMany] = useState(false); // it means many who are here: the next press is meant
  const change = (event) => {
    setTarget(event.target.value.trim());
    setMeans("");
    setMany(false);
  };
  const look = async () => setMeans((await app.ask("UBAN", `INFO ${target}`)).map((note) => note.text).join("\n"));
  const ban = async ({ time, why }) => {
    const told = await command(app, null, many ? "/uban add!" : "/uban add", target, time, why);
    again?.();
    if (told?.note?.code !== "MEANS_MANY") return told;
    setMany(true);
    return { ok: false, note: { text: t("uban.many") } };
  };
  const lift = async () => {
    await command(app, null, "/uban del", target);
    again?.();
  };
  return html`<${ActDialog} own title=${t("uban.new")} lasts why=${t("uban.why")} close=${close} act=${ban} sentence=${t("uban.sentence")} button=${(lasting) => t(many ? "uban.button.all" : "ban.button", { time: lasting })} done=${() => t("uban.done", { target })} undo=${lift}>
    <${Field} label=${t("uban.target")} value=${target} onInput=${change} hint=${t("uban.target.hint")} spellcheck="false" autocapitalize="none" autofocus />
    <div><button class="btn small" type="button" disabled=${!target} onClick=${look}>${t("uban.look")}</button></div>
    ${means && html`<p class="hint" role="status" dir="auto">${means}</p>`}
  <//>`;
}
