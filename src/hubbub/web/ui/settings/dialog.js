/** Settings: every change holds at once; there is no button to save. */

import { html, useLayoutEffect, useRef, useState } from "../../vendor/preact.js";
import { useTopics } from "../../store.js";
import { t } from "../../strings/index.js";
import { IconButton } from "../controls.js";
import { Icon } from "../icons.js";
import { Keys } from "../help.js";
import { Dialog } from "../layers.js";
import { useWidth } from "../view.js";
import { AccountTab } from "./account.js";
import { Appearance } from "./appearance.js";
import { Data } from "./data.js";
import { Notifications } from "./notifications.js";
import { Privacy } from "./privacy.js";
import { You } from "./you.js";

/** Tabs: id, icon, what is in them. */
const TABS = [
  ["you", "person", You], ["account", "key", AccountTab], ["appearance", "eye", Appearance], ["notifications", "bell", Notifications],
  ["privacy", "shield", Privacy], ["keys", "list", Keys], ["data", "download", Data],
];

/** @param {{tab?: string, close: () => void}} props */
export function Settings({ tab, close }) {
  useTopics("settings", "me", "about");
  const narrow = useWidth() === "narrow";
  const [chosen, setOpen] = useState(tab ?? "");
  const open = chosen || (narrow ? "" : "appearance");
  const [, , Body] = TABS.find(([id]) => id === open) ?? [];
  const back = () => setOpen("");
  return html`<${Dialog} title=${t("settings.title")} close=${close} bare full kind="settings">
    ${(!narrow || !open) && html`<${Tabs} open=${open} choose=${setOpen} close=${narrow ? close : null} />`}
    ${Body && html`<div class="setbody scroll" id="settings-body" role="tabpanel" aria-label=${t(`settings.${open}`)} tabindex="0">
      <div class="sethead">${narrow && html`<${IconButton} icon="back" label=${t("back")} onClick=${back} />`}<h3 class="grow">${t(`settings.${open}`)}</h3><${IconButton} icon="close" label=${t("close")} onClick=${close} /></div>
      <${Body} close=${close} /></div>`}
  <//>`;
}

function Tabs({ open, choose, close }) {
  const list = useRef(null);
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = TABS.findIndex(([id]) => id === open);
    const next = (at + step + TABS.length) % TABS.length;
    choose(TABS[next][0]);
    list.current.children[next].focus();
  };
  useLayoutEffect(() => {
    list.current.querySelector("[aria-selected=true]")?.focus();
  }, []);
  return html`<div class="setnav"><div class="sethead"><h2 class="grow">${t("settings.title")}</h2>${close && html`<${IconButton} icon="close" label=${t("close")} onClick=${close} />`}</div>
    <div role="tablist" aria-label=${t("settings.title")} aria-orientation="vertical" ref=${list} onKeyDown=${walk}>
      ${TABS.map(([id, icon]) => html`<button key=${id} class="opt" type="button" role="tab" aria-selected=${String(id === open)} aria-controls="settings-body" tabindex=${id === open || !open ? 0 : -1} autofocus=${id === open} onClick=${() => choose(id)}>
        <${Icon} name=${icon} />${t(`settings.${id}`)}</button>`)}</div></div>`;
}
