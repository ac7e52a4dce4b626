/** Sending what is in the field: the target is read from the draft's own key, and what is refused comes back. */

import { openByCommand, showLongText } from "../opening.js";
import { t } from "../../strings/index.js";
import { go } from "../places.js";
import { toast } from "../toast.js";
import { wordsOf } from "../words.js";

/** The function that sends the field of a buffer. */
export function sender({ app, buffer, field, bag, change, teller }) {
  return async () => {
    const { key } = buffer;
    const draft = app.drafts.get(key);
    if (!draft.text.trim() && !bag.files.length) return;
    field.current?.focus(); // the button had it, and a phone's keyboard stays
    if (draft.edit) return edit(app, key, draft, change);
    if (isTooLong(app, draft.text)) return ask(buffer, draft.text, change);
    clear(app, key, change, bag.files);
    teller.sent();
    app.set("sent", (app.settings.sent ?? 0) + 1);
    if (bag.files.length) {
      if (!(await bag.send(draft))) comesBack(app, key, draft, change, t("late.failed"));
      return;
    }
    return deliver(app, buffer, bag, draft, change);
  };
}

/** Of what is attached, the names stay of what does not go along: who loaded the page anew has not chosen it again. */
function clear(app, key, change, sent = []) {
  const { files = [] } = app.drafts.get(key);
  app.drafts.clear(key, files.filter((name) => !sent.some((file) => file.name === name)));
  change("");
}

/** It was not sent: it is in the field again, unless something else is written there by now. */
function comesBack(app, key, draft, change, why) {
  if (!app.drafts.get(key).text) {
    app.drafts.set(key, draft);
    change(draft.text);
  }
  if (why) toast(why);
}

/** Say it, or do what it commands; what cannot be done comes back into the field, the reason stands in the talk. */
async function deliver(app, buffer, bag, draft, change) {
  const before = app.state.current;
  const answer = await app.typed(buffer.key, draft.text, { reply: draft.reply });
  if (answer?.open === "upload") return bag.may ? bag.choose() : toast(wordsOf({ code: "no_files" }));
  if (answer?.open === "place") return go(answer.args.key); // at once, and also where nothing more can be loaded
  if (answer?.open) return openByCommand(app, answer.open, answer.args);
  const { current } = app.state;
  if (answer?.ok !== false) return current && current !== before && app.state.buffers.has(current) && go(current);
  return comesBack(app, buffer.key, draft, change, answer.note?.code === "no_commands" && wordsOf(answer.note));
}

async function edit(app, key, draft, change) {
  const item = app.item(key, draft.edit);
  clear(app, key, change);
  if (item && item.text === draft.text) return;
  const answer = await app.do("edit", { buffer: key, id: draft.edit, text: draft.text });
  if (answer?.ok !== false) return;
  app.drafts.set(key, draft);
  change(draft.text);
  toast(wordsOf(answer.note ?? answer));
}

/** How much of the server's limits (draft/multiline) a text takes: above 1 it is too long. @param {import("../../app.js").App} app @param {string} text */
export function fullness(app, text) {
  const { bytes, lines } = app.messageLimits();
  return Math.max(new TextEncoder().encode(text).length / bytes, text.split("\n").length / lines);
}

function isTooLong(app, text) {
  return fullness(app, text) > 1;
}

/** A text that is too long for one message: as several, as a file, or not at all. */
function ask(buffer, text, change) {
  showLongText({ buffer, text, tooLong: true, put: change });
}
