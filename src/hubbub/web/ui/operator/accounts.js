/** The accounts of the server: adding one, and what operators may do about each. */

import { html, useState } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { amid } from "../../strings/formats.js";
import { unsuspend } from "../account-dialogs.js";
import { done } from "../acts.js";
import { Answer, useAnswer } from "../asking.js";
import { Field, IconButton } from "../controls.js";
import { openMenu } from "../menu.js";
import { showAccount, showRenameAccount, showSuspend } from "../opening.js";
import { Avatar } from "../people.js";

/** The list, which shows those that what is typed stands in. */
export function Accounts() {
  const app = useApp();
  const answer = useAnswer("ACCOUNT", ["LIST"]);
  const [name, setName] = useState("");
  const [told, setTold] = useState(/** @type {string[]} */ ([]));
  const ask = async (...words) => {
    const notes = await app.ask("ACCOUNT", words.join(" "));
    setTold(notes.map((note) => note.text));
    answer.again();
  };
  const add = (event) => {
    event.preventDefault();
    if (!name.trim()) return;
    ask("ADD", name.trim());
    setName("");
  };
  const menu = (event, row) => accountMenu(app, event.currentTarget, row, { ask, again: answer.again });
  const wanted = (row) => row.name.toLowerCase().includes(name.trim().toLowerCase());
  return html`<header><h2>${t("accounts.title")}</h2></header><div class="inner"><form class="inlineform" onSubmit=${add}><${Field} label=${t("account.name")} value=${name} onInput=${(event) => setName(event.target.value)} hint=${t("accounts.find")} spellcheck="false" autocapitalize="none" />
      <button class="btn" type="submit" disabled=${!name.trim()}>${t("accounts.add")}</button></form>
    ${told.length > 0 && html`<pre class="answer" role="status" dir="auto">${told.join("\n")}</pre>`}
    <${Answer} answer=${answer} empty=${t("accounts.none")}>${(rows) => html`<div class="tablewrap"><table><tbody>${rows.filter(wanted).map((row) => html`<${Account} key=${row.name} row=${row} menu=${menu} />`)}</tbody></table></div>`}<//></div>`;
}

function Account({ row, menu }) {
  const seen = row.here ? t("accounts.here") : t("accounts.seen", { time: amid(row.seen, Date.now()) });
  return html`<tr><td><span class="with"><${Avatar} name=${row.name} account=${row.name} size=${24} presence=${row.here ? "here" : "off"} /><span><bdi>${row.name}</bdi>
      ${row.operator && html` <span class="tag">${t("accounts.is.operator")}</span>`}${row.suspended && html` <span class="tag">${t("accounts.is.suspended")}</span>`}
      <small class="under-it">${seen}</small></span></span></td>
    <td class="n"><${IconButton} icon="more" label=${t("accounts.more", { name: row.name })} aria-haspopup="menu" onClick=${(event) => menu(event, row)} /></td></tr>`;
}

/** What can be done about one. */
function accountMenu(app, at, row, { ask, again }) {
  const { name } = row;
  openMenu(at, name, [
    { icon: "person", label: t("accounts.about"), act: () => showAccount({ name }) },
    { icon: "pencil", label: t("accounts.rename"), act: () => showRenameAccount({ name, again }) },
    { icon: "key", label: t("accounts.reset"), act: () => ask("RESET", name) },
    { icon: "shield", label: t(row.operator ? "accounts.operator.off" : "accounts.operator"), act: () => ask("OPERATOR", name, row.operator ? "off" : "on") },
    null,
    row.suspended ? { icon: "check", label: t("accounts.unsuspend"), act: () => done(unsuspend(app, name, again)) } : { icon: "ban", label: t("accounts.suspend"), bad: true, act: () => showSuspend({ name, again }) },
  ]);
}
