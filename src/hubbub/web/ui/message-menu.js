/** What may be done with a message: one list, for tools, menu, sheet and keys. */

import { html } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { time } from "../strings/formats.js";
import { copy } from "./clipboard.js";
import { favourites, openPicker } from "./emoji.js";
import { Icon } from "./icons.js";
import { here } from "./here.js";
import { Dialog, show } from "./layers.js";
import { openMenu } from "./menu.js";
import { linkTo } from "./places.js";
import { toast } from "./toast.js";
import { isTouch, width } from "./view.js";
import { wordsOf } from "./words.js";

/** Texts of own messages that were removed here: offered once. @type {Map<string, string>} */
const removedTexts = new Map();

/**
 * The acts that are allowed, by their names in the table of keys; others are absent.
 * @param {any} app
 * @param {any} buffer
 * @param {any} item
 * @returns {Record<string, ((anchor?: Element|DOMRect) => void)|undefined|false>}
 */
export function acts(app, buffer, item) {
  const { key } = buffer;
  const said = item.status === "sent" && !item.redacted && !item.id.startsWith("~");
  const may = (act) => said && app.mayDo(act, key, item.sender);
  return {
    reply: may("reply") && (() => here.reply?.(item)),
    react: may("react") && ((anchor) => openPicker(anchor, (emoji) => app.do("react", { buffer: key, id: item.id, text: emoji }))),
    edit: item.own && may("edit") && (() => here.edit?.(item)),
    copy: !item.redacted && (() => copied(item.text, t("copied.text"))),
    link: said && (() => copied(linkTo(key, item.id), t("copied.link"))),
    unread: said && (() => app.unreadFrom(key, item.id)),
    pin: may("pin") && !buffer.pins.includes(item.id) && (() => done(app.do("pin", { buffer: key, id: item.id }))),
    unpin: may("pin") && buffer.pins.includes(item.id) && (() => done(app.do("unpin", { buffer: key, id: item.id }))),
    select: !item.redacted && isTouch() && (() => show(SelectText, { item })),
    report: said && !item.own && may("report") && (() => dialog("ReportDialog", { buffer, item })),
    remove: (item.own ? may("redact_own") : may("redact")) && (() => remove(buffer, item)),
  };
}

async function copied(text, words) {
  toast((await copy(text)) ? words : t("copy.failed"));
}

/** Tell a refusal of what was asked for. @param {Promise<any>} asked */
export async function done(asked) {
  const answer = await asked;
  if (answer?.ok === false) toast(wordsOf(answer.note ?? answer));
  return answer;
}

async function dialog(name, props) {
  const module = await import("./message-dialogs.js");
  show(module[name], props);
}

/** One's own is removed after one question; of others with a reason. */
function remove(buffer, item) {
  dialog("RemoveDialog", { buffer, item, removed: () => item.own && removedTexts.set(item.id, item.text) });
}

/** The text of a removed message of one's own, until it is taken back. */
here.removedText = (id) => removedTexts.get(id);
here.putBack = (id) => {
  const text = removedTexts.get(id);
  removedTexts.delete(id);
  here.fill?.(text ?? "");
};

/**
 * The menu of a message; on phones a sheet with reactions above.
 * @param {any} app
 * @param {Element} at
 * @param {any} buffer
 * @param {any} item
 */
export function messageMenu(app, at, buffer, item) {
  const may = acts(app, buffer, item);
  const sheet = width() === "narrow";
  const line = (act, icon, label, keys, bad) => may[act] && { icon, label, keys, bad, act: may[act] };
  /** @type {any[]} */
  const items = [
    line("reply", "reply", t("act.reply"), "R"),
    !sheet && line("react", "react", t("act.react"), "+"),
    line("edit", "pencil", t("act.edit"), "E"),
    line("copy", "copy", t("act.copy"), "C"),
    line("select", "file", t("act.select")),
    line("link", "link", t("act.link"), "L"),
    line("unread", "bell", t("act.unread"), "U"),
    line("pin", "flag", t("act.pin")),
    line("unpin", "flag", t("act.unpin")),
    null,
    line("report", "flag", t(sheet ? "act.report.sheet" : "act.report")),
    line("remove", "trash", t(sheet ? "act.remove.others" : "act.remove"), "Del", true),
  ];
  const head = sheet && may.react && ((close) => html`<${QuickReactions} app=${app} buffer=${buffer} item=${item} close=${close} more=${may.react} />`);
  openMenu(at, t("menu.message", { name: item.sender, time: time(item.at) }), items.filter((one) => one !== false), head);
}

function QuickReactions({ app, buffer, item, close, more }) {
  const react = (emoji) => () => {
    close();
    app.do("react", { buffer: buffer.key, id: item.id, text: emoji });
  };
  const another = (event) => {
    const anchor = event.currentTarget.getBoundingClientRect();
    close();
    more(anchor);
  };
  return html`<div class="sheet-reacts" role="group" aria-label=${t("act.react")}>
    ${favourites(app).slice(0, 6).map((emoji) => html`<button key=${emoji} class="ib emo" type="button" aria-label=${t("react.with", { emoji })} onClick=${react(emoji)}>${emoji}</button>`)}
    <button class="ib" type="button" aria-label=${t("react.add")} onClick=${another}><${Icon} name="react" /></button></div><div class="sep"></div>`;
}

/** A message as plain text that fingers can mark. */
function SelectText({ item, close }) {
  const mark = (element) => {
    if (!element) return;
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  };
  return html`<${Dialog} title=${item.sender} close=${close}><div class="inner"><p class="plaintext" dir="auto" ref=${mark}>${item.text}</p></div><//>`;
}
