/** Reactions as pills, in the order they first came; one's own are pressed. */

import { html, useState } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { list } from "../../strings/formats.js";
import { lower } from "../../irc/casemap.js";
import { IconButton } from "../controls.js";
import { openPicker } from "../opening.js";

const MOST = 8;
const MOST_NAMES = 12;

/** @param {{item: any, look: any}} props */
export function Reactions({ item, look }) {
  const { app, buffer } = look;
  const [all, setAll] = useState(false);
  const pills = [...item.reactions].filter(([, reaction]) => reaction.count > 0);
  const shown = all ? pills : pills.slice(0, MOST);
  const add = (event) => openPicker(event.currentTarget, (emoji) => app.do("react", { buffer: buffer.key, id: item.id, text: emoji }));
  return html`<div class="reacts" role="group" aria-label=${t("reactions")}>
    ${shown.map(([text, reaction]) => html`<${Pill} key=${text} text=${text} reaction=${reaction} app=${app} buffer=${buffer} item=${item} />`)}
    ${pills.length > shown.length && html`<button type="button" aria-label=${t("reactions.more", { n: pills.length - shown.length })} onClick=${() => setAll(true)}>+${pills.length - shown.length}</button>`}
    <${IconButton} icon="react" class="more" label=${t("react.add")} onClick=${add} />
  </div>`;
}

function Pill({ text, reaction, app, buffer, item }) {
  const who = names(reaction, app.state.me);
  const toggle = () => app.do(reaction.own ? "unreact" : "react", { buffer: buffer.key, id: item.id, text });
  return html`<button type="button" aria-pressed=${String(reaction.own)} title=${who} aria-label=${t("reaction.label", { emoji: text, n: reaction.count, who })} onClick=${toggle}>
    <span dir="auto" class="emo-cut">${text}</span><span>${reaction.count}</span></button>`;
}

/** Who reacted so: oneself first, at most twelve by name. */
function names(reaction, me) {
  const others = reaction.names.filter((name, at) => !(reaction.own && isSelf(me, name, reaction.accounts?.[at])));
  const named = [...(reaction.own ? [t("you")] : []), ...others].slice(0, MOST_NAMES);
  const rest = reaction.count - named.length;
  return list(rest > 0 ? [...named, t("others", { n: rest })] : named);
}

/** Whether that name, or the account behind it, is one's own. */
function isSelf(me, name, account = "") {
  return lower(name) === lower(me.name) || (me.account !== "" && lower(account) === lower(me.account));
}
