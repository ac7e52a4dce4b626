/** What others see of oneself: name, what one is called, a line about oneself, away; and how one writes. */

import { html, useState } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { Field, useTyped } from "../controls.js";
import { isComposing } from "../keys.js";
import { Avatar } from "../people.js";
import { wordsOf } from "../words.js";
import { One } from "./appearance.js";

export function You() {
  const app = useApp();
  const { me } = app.state;
  const meta = (key) => (me.metadata instanceof Map ? me.metadata.get(key) : me.metadata?.[key]) ?? "";
  return html`<div class="youhead"><${Avatar} name=${me.name} self size=${56} presence="here" /><div><b><bdi>${me.name}</bdi></b><small>${me.account ? t("you.account", { name: me.account }) : t("you.guest")}</small></div></div>
    <${Saved} label=${t("you.name")} value=${me.name} hint=${t("you.name.hint")} save=${(name) => app.do("rename", { name })} />
    <${Saved} label=${t("you.called")} value=${meta("display-name")} hint=${t("you.called.hint")} save=${(value) => app.do("set_metadata", { key: "display-name", value })} />
    <${Saved} label=${t("you.status")} value=${meta("status")} hint=${t("you.status.hint")} save=${(value) => app.do("set_metadata", { key: "status", value })} />
    <${One} name="enter" options=${["auto", "send", "line"].map((value) => [value, t(`set.enter.${value}`)])} />
    <${One} name="jump_to" options=${["field", "line"].map((value) => [value, t(`set.jump_to.${value}`)])} />`;
}

/** A field that holds when it is left or Enter is pressed. */
function Saved({ label, value, hint, save }) {
  const [text, setText, finish] = useTyped(value);
  const [wrong, setWrong] = useState("");
  const keep = async () => {
    const answer = text.trim() === value ? null : await save(text.trim());
    const refused = answer?.ok === false;
    setWrong(refused ? wordsOf(answer.note ?? answer) : "");
    if (!refused) finish(text);
  };
  const press = (event) => {
    if (event.key === "Enter" && !isComposing(event)) keep();
  };
  return html`<${Field} label=${label} value=${text} hint=${hint} wrong=${wrong} onInput=${(event) => setText(event.target.value)} onBlur=${keep} onKeyDown=${press} spellcheck="false" />`;
}
