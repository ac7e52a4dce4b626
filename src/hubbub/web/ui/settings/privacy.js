/** What others see and may do: typing, private messages, whom one blocks. */

import { html, useState } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { Answer, command, useAnswer } from "../asking.js";
import { withoutHost } from "../audit.js";
import { Choice, SetRow } from "../choices.js";
import { Field, useTyped } from "../controls.js";
import { done } from "../acts.js";
import { wordsOf } from "../words.js";
import { OnOff } from "./appearance.js";

const WHO = ["everybody", "accounts", "rooms", "nobody"];

export function Privacy() {
  return html`<${OnOff} name="typing" /><${PrivateMessages} /><${Blocked} />`;
}

/** Who may write privately. */
function PrivateMessages() {
  const app = useApp();
  const answer = useAnswer("PRIVATE");
  const who = answer.rows.find((row) => row.row === "private")?.who ?? "";
  const set = async (next) => {
    await done(command(app, null, "/private", next));
    answer.again();
  };
  return html`<${SetRow} label=${t("set.private")} hint=${t("set.private.hint")}><${Choice} chips label=${t("set.private")} value=${who} options=${WHO.map((one) => [one, t(`set.private.${one}`)])} change=${set} /><//>`;
}

/** Whom one blocks, with a way back. */
function Blocked() {
  const app = useApp();
  const answer = useAnswer("BLOCKED");
  const unblock = async (mask) => {
    await done(app.do("unblock", { name: mask }));
    answer.again();
  };
  return html`<h4 class="cap flushcap">${t("set.blocked")}</h4><${Answer} answer=${answer} empty=${t("set.blocked.none")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.mask}><span class="grow"><bdi>${withoutHost(row.mask)}</bdi></span>
    <button class="btn small" type="button" onClick=${() => unblock(row.mask)}>${t("person.unblock")}</button></li>`)}</ul>`}<//><${BlockSomebody} again=${answer.again} />`;
}

/** Somebody who is not here now, or all whom a mask means. */
function BlockSomebody({ again }) {
  const app = useApp();
  const [name, setName, finish] = useTyped("");
  const [wrong, setWrong] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const answer = await app.do("block", { name: name.trim() });
    const refused = answer?.ok === false;
    setWrong(refused ? wordsOf(answer.note ?? answer) : "");
    if (!refused) finish(name);
    again();
  };
  return html`<form class="inlineform" onSubmit=${submit}><${Field} label=${t("set.block.name")} value=${name} onInput=${(event) => { setName(event.target.value); setWrong(""); }} hint=${t("set.block.hint")} wrong=${wrong} spellcheck="false" autocapitalize="none" /><button class="btn" type="submit" disabled=${!name.trim()}>${t("set.block.button")}</button></form>`;
}
