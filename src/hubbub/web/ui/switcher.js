/** Ctrl K: jump to a room, a person, a command; what has news comes first, Enter goes to the first. */

import { html, useState } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { Icon } from "./icons.js";
import { isComposing } from "./keys.js";
import { Late } from "./late.js";
import { Dialog } from "./layers.js";
import { view } from "./view.js";

/** Rooms and people as one was in them, the latest first. @type {string[]} */
export const lately = [];
view.subscribe(() => {
  const { key } = view.state;
  if (!key || key === lately[0]) return;
  const at = lately.indexOf(key);
  if (at >= 0) lately.splice(at, 1);
  lately.unshift(key);
});

/** The field stands at once; what it leads to comes with its own module. @param {{begin?: string, close: () => void}} props */
export function Switcher({ begin = "", close }) {
  const [typed, setTyped] = useState(begin);
  const [at, setAt] = useState(0);
  const [choices] = useState(() => ({ count: 0, take: (_at) => {}, early: false })); // filled by the list
  const press = (event) => {
    if (isComposing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.count) setAt((at + step + choices.count) % choices.count);
    else if (event.key === "Enter" && choices.count) choices.take(at);
    else if (event.key === "Enter") choices.early = true; // perhaps the list only comes
    else return;
    event.preventDefault();
  };
  const type = (event) => {
    choices.early = false;
    setTyped(event.target.value);
    setAt(0);
  };
  return html`<${Dialog} title=${t("jump.title")} close=${close} bare>
    <div class="ask"><${Icon} name="search" /><input type="text" role="combobox" aria-expanded="true" aria-controls="sw-list" aria-activedescendant=${`sw-${at}`} autofocus
      aria-label=${t("jump.label")} placeholder=${t("jump.hint")} value=${typed} onInput=${type} onKeyDown=${press} autocomplete="off" spellcheck="false" enterkeyhint="go" /><kbd>Esc</kbd></div>
    <${Late} load=${() => import("./switching.js")} name="Choices" typed=${typed} at=${at} choices=${choices} close=${close} />
  <//>`;
}
