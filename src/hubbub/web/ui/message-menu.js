/** The menu of a message, on phones a sheet with reactions above. */

import { html } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { time } from "../strings/formats.js";
import { acts } from "./acts.js";
import { copy } from "./clipboard.js";
import { favourites } from "./favourites.js";
import { Icon } from "./icons.js";
import { Dialog } from "./layers.js";
import { keysOf } from "./keys.js";
import { openMenu } from "./menu.js";
import { toast } from "./toast.js";
import { width } from "./view.js";
import { wordsOf } from "./words.js";

/**
 * The menu of a message; on phones a sheet with reactions above.
 * @param {import("../app.js").App} app
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
    ...(may.link ? (item.files ?? []).map((file) => ({ icon: "file", label: t("files.link", { name: file.name }), hint: t("files.link.hint"), act: () => copyAddress(app, file) })) : []),
    line("unread", "bell", t("act.unread"), "U"),
    line("pin", "pin", t("act.pin")),
    line("unpin", "pin", t("act.unpin")),
    null,
    line("report", "flag", t(sheet ? "act.report.sheet" : "act.report")),
    line("remove", "trash", t(sheet ? "act.remove.others" : "act.remove"), keysOf("remove"), true),
  ];
  const head = sheet && may.react && ((close) => html`<${QuickReactions} app=${app} buffer=${buffer} item=${item} close=${close} more=${may.react} />`);
  openMenu(at, t("menu.message", { name: item.sender, time: time(item.at) }), items.filter((one) => one !== false), head);
}

async function copyAddress(app, file) {
  try {
    toast((await copy(await app.files.do("link", file))) ? t("copied.link") : t("copy.failed"));
  } catch (error) {
    toast(wordsOf(error.note ?? { text: String(error) }));
  }
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
export function SelectText({ item, close }) {
  const mark = (element) => {
    if (!element) return;
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  };
  return html`<${Dialog} title=${item.sender} close=${close}><div class="inner"><p class="plaintext" dir="auto" ref=${mark}>${item.text}</p></div><//>`;
}
