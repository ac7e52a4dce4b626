/** Completion above the field: a list of choices, moved by arrows, taken by Tab or Enter, left by Esc. */

import { html, useRef, useState } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { Icon } from "../icons.js";
import { Avatar } from "../people.js";
import { fetched } from "../late.js";
import { taken, wantedAt, wordAt } from "./completing.js";

/** null: it did not load, and nothing is completed this time */
const choosing = () => fetched(() => import("./choices.js")).catch(() => null);

/** The state of completion of a field. */
export function useCompletion(app, buffer, field) {
  const [shown, setShown] = useState(/** @type {any} */ (null));
  const left = useRef(""); // the word for which the list was left by Esc
  const tab = useRef(/** @type {any} */ (null)); // the choices of a word that Tab goes through
  const close = () => setShown(null);
  const look = async () => {
    const { value, selectionStart, selectionEnd } = field.current;
    const wanted = selectionStart === selectionEnd ? wantedAt(value, selectionStart) : null;
    if (!wanted || left.current === wanted.word + wanted.kind) return close();
    left.current = "";
    const module = await choosing();
    if (!module) return close();
    const choices = await module.choicesOf(app, buffer, wanted);
    if (field.current?.value !== value) return undefined; // more was typed meanwhile, and is looked at by itself
    return setShown(choices.length ? { wanted, choices, at: 0 } : null);
  };
  const put = (wanted, choice, bare) => {
    const after = taken(field.current.value, wanted, choice, bare);
    field.current.value = after.text;
    field.current.setSelectionRange(after.at, after.at);
    field.current.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };
  const leave = () => {
    left.current = shown.wanted.word + shown.wanted.kind;
    close();
    return false;
  };
  const press = (event) => (shown ? pressIn(event, shown, setShown, put, leave) : event.key === "Tab" && !event.shiftKey && tabbed(event, app, buffer, field, tab));
  return { shown, open: Boolean(shown), active: shown ? `c-${shown.at}` : undefined, look, close, press, put: (choice) => put(shown.wanted, choice) };
}

/** A key while the list is open; says whether it was its. */
function pressIn(event, shown, setShown, put, leave) {
  const { choices, at, wanted } = shown;
  const whole = event.target.value.slice(wanted.from, wanted.to).toLowerCase() === choices[at].text.trim().toLowerCase();
  if (event.key === "Enter" && whole) return leave();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) setShown({ ...shown, at: (at + step + choices.length) % choices.length });
  else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) put(wanted, choices[at]);
  else if (event.key === "Escape") leave();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** Tab completes a bare word from its start, again for the next. */
function tabbed(event, app, buffer, field, tab) {
  const { value, selectionStart } = field.current;
  const again = tab.current?.value === value;
  const wanted = again ? tab.current.wanted : wordAt(value, selectionStart);
  if (!wanted) return false;
  event.preventDefault();
  if (again) turn(field, tab, { ...tab.current, at: (tab.current.at + 1) % tab.current.choices.length });
  else {
    choosing().then((module) => {
      const choices = module?.people(module.known(app, buffer), wanted.word, wanted.from === 0) ?? [];
      if (choices.length && field.current?.value === value) turn(field, tab, { before: value, wanted, choices, at: 0 });
    });
  }
  return true;
}

/** Put the choice that it is the turn of in the place of the word. */
function turn(field, tab, next) {
  const after = taken(next.before, next.wanted, next.choices[next.at], true);
  field.current.value = after.text;
  field.current.setSelectionRange(after.at, after.at);
  tab.current = { ...next, value: after.text };
  field.current.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The list. */
export function Completion({ completion }) {
  const { shown } = completion;
  if (!shown) return html`<span class="sr" role="status"></span>`;
  const { wanted, choices, at } = shown;
  const label = t(`complete.${wanted.kind}`);
  const caption = wanted.kind === "person" && wanted.word ? t("complete.person.begun", { word: wanted.word }) : "";
  return html`<div class="pop complete" id="completion" role="listbox" aria-label=${label}>
    ${caption && html`<p class="cap" aria-hidden="true">${caption}</p>`}
    <ul class="opts" role="presentation">${choices.map((choice, place) => html`<li key=${choice.text} id=${`c-${place}`} role="option" aria-selected=${String(place === at)}
      onPointerDown=${(event) => event.preventDefault()} onClick=${() => completion.put(choice)}><${Face} kind=${wanted.kind} choice=${choice} />
      <span><bdi>${choice.label}</bdi></span><small class="cut grow" dir="auto">${choice.hint}</small></li>`)}</ul>
  </div><span class="sr" role="status">${t("complete.count", { n: choices.length })}</span>`;
}

function Face({ kind, choice }) {
  if (kind === "person") return html`<${Avatar} name=${choice.label} size=${24} />`;
  if (kind === "room") return html`<${Icon} name="hash" />`;
  return kind === "command" ? html`<kbd>${choice.sign}</kbd>` : html`<span class="emo">${choice.sign}</span>`;
}
