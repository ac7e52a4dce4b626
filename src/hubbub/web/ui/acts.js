/** What may be done with a message: one list, for tools, menu, sheet and keys. */

import { t } from "../strings/index.js";
import { copy } from "./clipboard.js";
import { here } from "./here.js";
import { openPicker, showRemove, showReport, showSelectText } from "./opening.js";
import { linkTo } from "./places.js";
import { toast } from "./toast.js";
import { isTouch } from "./view.js";
import { wordsOf } from "./words.js";

/** Texts of own messages that were removed here: offered once. @type {Map<string, string>} */
const removedTexts = new Map();

/**
 * The acts that are allowed, by their names in the table of keys; others are absent.
 * @param {import("../app.js").App} app
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
    select: !item.redacted && isTouch() && (() => showSelectText({ item })),
    report: said && !item.own && may("report") && (() => showReport({ buffer, item })),
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

/** One's own is removed after one question; of others with a reason. */
function remove(buffer, item) {
  showRemove({ buffer, item, removed: () => item.own && removedTexts.set(item.id, item.text) });
}

/** The text of a removed message of one's own, until it is taken back. */
here.removedText = (id) => removedTexts.get(id);
here.putBack = (id) => {
  const text = removedTexts.get(id);
  removedTexts.delete(id);
  here.fill?.(text ?? "");
};
