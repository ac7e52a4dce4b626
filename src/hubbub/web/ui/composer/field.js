/** The field: what is typed is kept at every key, goes where its draft belongs, and stays when anything fails. */

import { html, useEffect, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { remembered } from "../../remembered.js";
import { useApp, useTopics } from "../../store.js";
import { t } from "../../strings/index.js";
import { time } from "../../strings/formats.js";
import { IconButton } from "../controls.js";
import { here } from "../here.js";
import { Icon } from "../icons.js";
import { signs } from "../keys.js";
import { Late } from "../late.js";
import { openPicker } from "../opening.js";
import { oneLine } from "../timeline/message.js";
import { isTouch, useRedraw } from "../view.js";
import { Completion, useCompletion } from "./completion.js";
import { pasted, useBag } from "./files.js";
import { fieldKeys } from "./keys.js";
import { Still, stillReason } from "./still.js";
import { Strip } from "./strip.js";
import { sender } from "./sending.js";
import { typingTeller } from "./typing.js";

const above = () => import("./bag.js");

/** @param {{buffer: any}} props */
export function Composer({ buffer }) {
  const app = useApp();
  useTopics(`draft ${buffer.key}`, `uploads ${buffer.key}`, `about ${buffer.key}`, `members ${buffer.key}`, "connection", "settings", "me");
  const reason = stillReason(app, buffer);
  const dock = useRef(null);
  useEffect(() => followHeight(dock.current), []);
  return html`<div class="dock" ref=${dock}><${Strip} buffer=${buffer} />
    ${reason ? html`<${Still} buffer=${buffer} reason=${reason} />` : html`<${Form} buffer=${buffer} app=${app} />`}
    <${Hints} app=${app} /></div>`;
}

/** How high it is, for what stays above it. @param {HTMLElement} dock */
function followHeight(dock) {
  const follow = new ResizeObserver(() => document.documentElement.style.setProperty("--dock", `${dock.offsetHeight}px`));
  follow.observe(dock);
  return () => follow.disconnect();
}

/** The field and what stands around it. */
function Form({ buffer, app }) {
  const field = useRef(/** @type {HTMLTextAreaElement|null} */ (null));
  const redraw = useRedraw();
  const draft = app.drafts.get(buffer.key);
  const bag = useBag(app, buffer.key);
  const completion = useCompletion(app, buffer, field);
  const teller = useRef(null);
  teller.current ??= typingTeller(app, buffer.key);
  const change = (text) => {
    app.drafts.set(buffer.key, { ...app.drafts.get(buffer.key), text });
    redraw();
  };
  const send = sender({ app, buffer, field, bag, change, teller: teller.current });
  useField(app, buffer, field, change);
  useLayoutEffect(() => {
    const { choose: attach, add } = bag;
    if (bag.may) Object.assign(here, { attach, take: add });
    return () => {
      if (here.attach === attach) here.attach = here.take = undefined;
    };
  });
  useEffect(() => () => teller.current.stop(), []);
  const typed = (event) => {
    change(event.target.value);
    teller.current.typed(event.target.value);
    completion.look();
    grow(field.current);
  };
  const press = fieldKeys({ app, buffer, field, completion, send, change });
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  return html`<form class="compose" aria-label=${t("compose.label")} onSubmit=${submit}>
    <${Completion} completion=${completion} />
    <${About} app=${app} buffer=${buffer} draft=${draft} />
    ${(bag.files.length > 0 || bag.missing.length > 0 || app.files.coming(buffer.key).length > 0) && html`<${Late} load=${above} name="Above" app=${app} buffer=${buffer} bag=${bag} />`}
    <div class="line">
      ${bag.may && html`<${IconButton} icon="plus" label=${t("compose.attach")} onClick=${() => bag.choose()} />`}
      <textarea id="field" ref=${field} class=${bag.may ? "" : "alone"} rows="1" value=${draft.text} placeholder=${t("compose.to", { name: buffer.name })} aria-label=${t("compose.to", { name: buffer.name })} dir="auto" enterkeyhint=${isTouch() ? "enter" : "send"}
        spellcheck="true" autocomplete="off" aria-autocomplete="list" aria-controls=${completion.open ? "completion" : undefined} aria-activedescendant=${completion.active}
        onInput=${typed} onKeyDown=${press} onPaste=${(event) => pasted(event, bag, buffer)} onSelect=${() => completion.look()} onBlur=${() => completion.close()} onFocus=${() => completion.look()}></textarea>
      <${IconButton} icon="smile" label=${t("compose.emoji")} aria-haspopup="dialog" onClick=${(event) => openPicker(event.currentTarget, (sign) => insert(field.current, sign, change))} />
      <button class="ib send" type="submit" aria-label=${t("compose.send")} title=${t("compose.send")} disabled=${!draft.text.trim() && !bag.files.length}><${Icon} name="send" /></button>
    </div>
  </form>`;
}

/** Put a text where the cursor is. */
export function insert(field, text, change) {
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  change(field.value);
}

/** Where the browser does not do it itself: as high as the text is. */
function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

/** What others may do with the field: focus, reply, edit, fill. */
function useField(app, buffer, field, change) {
  useLayoutEffect(() => {
    const set = (patch) => {
      const draft = { ...app.drafts.get(buffer.key), ...patch };
      app.drafts.set(buffer.key, draft);
      change(draft.text);
      requestAnimationFrame(() => {
        field.current?.focus();
        field.current?.setSelectionRange(draft.text.length, draft.text.length);
      });
    };
    const acts = {
      focusField: () => field.current?.focus(),
      reply: (item) => set({ reply: item.id, edit: "" }),
      edit: (item) => edit(app, buffer, item, set),
      leaveReply: () => leave(app, buffer, set),
      fill: (text) => set({ text, edit: "", reply: "" }),
    };
    Object.assign(here, acts);
    if (!isTouch()) focusFirst(app, field.current);
    grow(field.current);
    return () => {
      for (const [name, act] of Object.entries(acts)) if (here[name] === act) delete here[name];
    };
  }, []);
}

/** Where the focus goes in a room that was just opened: to the field, or to the line of the new for who wants that. */
function focusFirst(app, field) {
  const line = app.settings.jump_to === "line" && document.getElementById("new");
  (line || field)?.focus({ preventScroll: true });
}

/** What was being written before an edit, by room: leaving the edit brings it back. @type {Map<string, string>} */
const before = remembered();

function edit(app, buffer, item, set) {
  const draft = app.drafts.get(buffer.key);
  if (!draft.edit) before.set(buffer.key, draft.text);
  set({ text: item.text, edit: item.id, reply: "" });
}

/** Leave an edit or a reply; says whether there was one. */
function leave(app, buffer, set) {
  const draft = app.drafts.get(buffer.key);
  if (!draft.edit && !draft.reply) return false;
  set({ text: draft.edit ? before.get(buffer.key) ?? "" : draft.text, edit: "", reply: "" });
  return true;
}

/** What an edit or reply is about. */
function About({ app, buffer, draft }) {
  const item = (draft.edit || draft.reply) && app.item(buffer.key, draft.edit || draft.reply);
  if (!draft.edit && !draft.reply) return null;
  const words = draft.edit ? t("compose.editing", { time: item ? time(item.at) : "" }) : html`${t("compose.reply", { name: item?.sender ?? "?" })} <span dir="auto">${item ? oneLine(item) : ""}</span>`;
  return html`<div class="about"><${Icon} name=${draft.edit ? "pencil" : "reply"} small /><span class="cut">${words}</span>
    <${IconButton} icon="close" label=${t("cancel")} onClick=${() => here.leaveReply?.()} /></div>`;
}

const LEARNED = 20; // messages after which the hints go

/** Three hints, until one has sent a few messages. */
function Hints({ app }) {
  if ((app.settings.sent ?? 0) >= LEARNED || isTouch()) return html`<div class="under none"></div>`;
  const sends = app.settings.enter !== "line";
  return html`<div class="under"><span><kbd>${signs("Enter").join(" ")}</kbd> ${t(sends ? "hint.sends" : "hint.line")}</span><span><kbd>${signs(sends ? "Shift+Enter" : "Ctrl+Enter").join(" ")}</kbd> ${t(sends ? "hint.line" : "hint.sends")}</span>
    <span><kbd>/</kbd> ${t("hint.commands")}, <kbd>@</kbd> ${t("hint.people")}, <kbd>#</kbd> ${t("hint.rooms")}, <kbd>:</kbd> ${t("hint.emoji")}</span></div>`;
}
