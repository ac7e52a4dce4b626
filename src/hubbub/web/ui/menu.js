/** Menus: arrows walk, a letter goes to what begins with it, Enter does it, Esc closes. */

import { html, useRef, useState } from "../vendor/preact.js";
import { Icon } from "./icons.js";
import { show } from "./layers.js";
import { Popup } from "./popup.js";

/**
 * @typedef {object} Item  one line of a menu; `null` in a list of them is a separator
 * @property {string} label
 * @property {string} [icon]
 * @property {string} [hint]  a second line
 * @property {string} [keys]  the key that does the same
 * @property {boolean} [bad]  dangerous
 * @property {boolean} [checked]  one of several, of which one holds
 * @property {(anchor: DOMRect) => void} act
 */

/**
 * Open a menu beside an element.
 * @param {Element|DOMRect} at
 * @param {string} label
 * @param {(Item|null|false|undefined)[]} items
 * @param {any} [head]  what stands above the lines
 */
export function openMenu(at, label, items, head) {
  const anchor = at instanceof Element ? at.getBoundingClientRect() : at;
  return show(Menu, { anchor, label, items: tidy(items), head });
}

/** Without what does not apply, and without separators at the ends or in a row. */
function tidy(items) {
  const here = items.filter((item) => item !== false && item !== undefined);
  return here.filter((item, at) => item || (at > 0 && at < here.length - 1 && here[at - 1]));
}

/** @param {{anchor: DOMRect, label: string, items: (Item|null)[], head: any, close: () => void}} props */
function Menu({ anchor, label, items, head, close }) {
  return html`<${Popup} anchor=${anchor} label=${label} close=${close} kind="menu">
    ${typeof head === "function" ? head(close) : head}<${MenuList} label=${label} items=${items} anchor=${anchor} close=${close} />
  <//>`;
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** The element that a key leads to. */
function target(buttons, at, event) {
  if (event.key in STEPS) return buttons[(at + STEPS[event.key] + buttons.length) % buttons.length];
  if (event.key === "Home") return buttons[0];
  if (event.key === "End") return buttons.at(-1);
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const round = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
  return round.find((button) => button.textContent.trim().toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase()));
}

/** The lines of a menu; also inside cards and sheets. */
export function MenuList({ label, items, anchor, close }) {
  const list = useRef(null);
  const [first] = useState(() => Math.max(items.findIndex((item) => item?.checked), items.findIndex(Boolean)));
  const [at, setAt] = useState(first); // the line that Tab comes back to
  const buttons = () => [...list.current.querySelectorAll("button")];
  const walk = (event) => {
    const next = target(buttons(), buttons().indexOf(document.activeElement), event);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const choose = (item) => {
    close();
    item.act(anchor);
  };
  return html`<div class="opts" role="menu" aria-label=${label} ref=${list} onKeyDown=${walk}>
    ${items.map((item, n) => item ? html`<${Line} key=${item.label} item=${item} choose=${choose} tabbed=${n === at} begins=${n === first} onFocus=${() => setAt(n)} />` : html`<div key=${n} class="sep" role="separator"></div>`)}
  </div>`;
}

/** @param {{item: Item, choose: (item: Item) => void, tabbed: boolean, begins: boolean, onFocus: () => void}} props */
function Line({ item, choose, tabbed, begins, onFocus }) {
  const radio = item.checked !== undefined;
  const icon = radio ? (item.checked ? "check" : null) : item.icon;
  return html`<button class=${item.bad ? "opt bad" : "opt"} type="button" tabindex=${tabbed ? 0 : -1} autofocus=${begins} role=${radio ? "menuitemradio" : "menuitem"}
    aria-checked=${radio ? String(item.checked) : undefined} onFocus=${onFocus} onClick=${() => choose(item)}>
    ${icon ? html`<${Icon} name=${icon} />` : (radio || item.icon === null) && html`<span class="ic"></span>`}
    ${item.hint ? html`<span class="grow">${item.label}<small class="under-it">${item.hint}</small></span>` : item.label}
    ${item.keys && html`<kbd>${item.keys}</kbd>`}
  </button>`;
}
