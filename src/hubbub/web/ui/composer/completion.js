/** Completion above the field: a list of choices, moved by arrows, taken by Tab or Enter, left by Esc. */

import { html, useRef, useState } from "../../vendor/preact.js";
import { all as allCommands } from "../../typed/table.js";
import { t } from "../../strings/index.js";
import { order } from "../../views/places.js";
import { Icon } from "../icons.js";
import { Avatar } from "../people.js";
import { presenceOf } from "../presence.js";
import { commands, emoji, people, rooms, taken, wantedAt, wordAt } from "./completing.js";

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
    const choices = await choicesOf(app, buffer, wanted);
    return setShown(choices.length && field.current?.value === value ? { wanted, choices, at: 0 } : null);
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
  const choices = again ? tab.current.choices : people(known(app, buffer), wanted.word, wanted.from === 0);
  if (!choices.length) return false;
  const at = again ? (tab.current.at + 1) % choices.length : 0;
  const after = taken(again ? tab.current.before : value, wanted, choices[at], true);
  event.preventDefault();
  field.current.value = after.text;
  field.current.setSelectionRange(after.at, after.at);
  tab.current = { value: after.text, before: again ? tab.current.before : value, wanted, choices, at };
  field.current.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

/** Who there is, with what is said beside the name. */
function known(app, buffer) {
  const here = [...app.state.people].map(([key, person]) => ({
    key, name: person.name, spoke: person.spoke_at ?? 0, member: buffer.members.has(key) || key === buffer.key, hint: hint(app, key, person),
  }));
  return here.filter((one) => one.key !== app.state.me.name.toLowerCase());
}

function hint(app, key, person) {
  const presence = presenceOf(app, key);
  const how = presence === "here" ? "" : t(`presence.${presence}`);
  return [person.display_name, how, !person.account && !person.bot && t("card.guest"), person.bot && t("tag.bot")].filter(Boolean).join(", ");
}

async function choicesOf(app, buffer, wanted) {
  if (wanted.kind === "person") return people(known(app, buffer), wanted.word, wanted.from === 0);
  if (wanted.kind === "room") return rooms(knownRooms(app), wanted.word);
  if (wanted.kind === "command") return commands(allCommands().filter((one) => !one.operators || app.state.me.operator), wanted.word);
  const data = await import("../../emoji/index.js").catch(() => null);
  return data ? emoji(data.find(wanted.word)) : [];
}

function knownRooms(app) {
  const mine = order(app).rooms.map((room) => ({ name: room.name, hint: room.topic.text }));
  const others = (app.state.rooms ?? []).filter((room) => !mine.some((one) => one.name === room.name)).map((room) => ({ name: room.name, hint: room.topic }));
  return [...mine, ...others];
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
