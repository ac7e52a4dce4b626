/** What can be done with the message under the pointer or the focus. */

import { html } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { IconButton } from "../controls.js";
import { acts } from "../acts.js";
import { favourites } from "../favourites.js";
import { messageMenu, openPicker } from "../opening.js";

/** @param {{app: import("../../app.js").App, buffer: any, item: any}} props */
export function Tools({ app, buffer, item }) {
  const may = acts(app, buffer, item);
  const react = (emoji) => app.do("react", { buffer: buffer.key, id: item.id, text: emoji });
  return html`<div class="tools" role="group" aria-label=${t("tools.label")}>
    ${may.react && favourites(app).slice(0, 3).map((emoji) => html`<button key=${emoji} class="ib emo" type="button" aria-label=${t("react.with", { emoji })} onClick=${() => react(emoji)}>${emoji}</button>`)}
    ${may.react && html`<${IconButton} icon="react" label=${t("react.add")} onClick=${(event) => openPicker(event.currentTarget, react)} />`}
    ${may.reply && html`<${IconButton} icon="reply" label=${t("act.reply")} onClick=${may.reply} />`}
    ${may.edit && html`<${IconButton} icon="pencil" label=${t("act.edit")} onClick=${may.edit} />`}
    <${IconButton} icon="more" label=${t("more")} aria-haspopup="menu" onClick=${(event) => messageMenu(app, event.currentTarget, buffer, item)} />
  </div>`;
}
