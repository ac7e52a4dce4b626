/** One's data: getting all of it, and deleting the account. */

import { html, useState } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { Choice } from "../choices.js";
import { Field } from "../controls.js";
import { Dialog, show } from "../layers.js";
import { toast } from "../toast.js";
import { wordsOf } from "../words.js";

export function Data() {
  const app = useApp();
  const account = Boolean(app.state.me.account);
  return html`<div class="setblock"><h4>${t("data.here")}</h4><p>${t("data.here.sentence")}</p></div>
    ${account ? html`<${Export} /><${Deletion} />` : html`<p class="hint">${t("data.guest")}</p>`}`;
}

/** Everything that is kept of oneself, as a file. */
function Export() {
  const app = useApp();
  const [link, setLink] = useState(/** @type {any} */ (null));
  const [wrong, setWrong] = useState("");
  const ask = async () => {
    const notes = await app.ask("ACCOUNT", "EXPORT");
    const refused = notes.find((note) => note.error);
    const row = notes.map((note) => note.row).find((one) => one?.row === "export");
    const url = row?.link ?? /https?:\/\/\S+/.exec(notes.map((note) => note.text).join(" "))?.[0];
    setWrong(refused || !url ? wordsOf(refused ?? notes[0]) : "");
    setLink(url ?? null);
  };
  return html`<div class="setblock"><h4>${t("data.export")}</h4><p>${t("data.export.sentence")}</p>
    <div class="chips">${link ? html`<a class="btn primary" href=${link} download>${t("data.export.get")}</a>` : html`<button class="btn" type="button" onClick=${ask}>${t("data.export.button")}</button>`}</div>
    ${link && html`<p class="hint">${t("data.export.once")}</p>`}${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}</div>`;
}

function Deletion() {
  return html`<div class="setblock"><h4>${t("data.delete")}</h4><p>${t("data.delete.sentence")}</p><div><button class="btn danger" type="button" onClick=${() => show(DeleteDialog)}>${t("data.delete.open")}</button></div></div>`;
}

/** What becomes of what was said, and the password once more. */
function DeleteDialog({ close }) {
  const app = useApp();
  const [what, setWhat] = useState("keep");
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState("");
  const submit = async () => {
    const answer = await app.do("ask", { command: "account", words: `delete ${password} ${what}` });
    if (answer?.ok === false) return setWrong(wordsOf(answer.note ?? answer));
    close();
    return toast(t("data.deleted"));
  };
  return html`<${Dialog} title=${t("data.delete.title", { name: app.state.me.account })} close=${close} onSubmit=${submit} footer=${html`<button class="btn" type="button" onClick=${close}>${t("cancel")}</button><button class="btn danger" type="submit" disabled=${!password}>${t(`data.delete.button.${what}`)}</button>`}>
    <div class="inner"><p>${t("data.delete.what")}</p><${Choice} chips label=${t("data.delete.what")} value=${what} options=${[["keep", t("data.delete.keep")], ["erase", t("data.delete.erase")]]} change=${setWhat} />
      <p class="hint">${t(`data.delete.hint.${what}`)}</p>
      <${Field} label=${t("join.password")} type="password" autocomplete="current-password" value=${password} onInput=${(event) => { setPassword(event.target.value); setWrong(""); }} wrong=${wrong} /></div>
  <//>`;
}
