/** The keys of the field: sending, lines, completion, formatting, editing the last message. */

import { here } from "../here.js";
import { actOf, isComposing } from "../keys.js";
import { isTouch } from "../view.js";

const SIGNS = { bold: "**", italic: "*", code: "`" };

/** The handler of the field's keys. */
export function fieldKeys({ app, buffer, field, completion, send, change }) {
  return (event) => {
    if (isComposing(event)) return;
    if (completion.press(event)) return;
    if (event.key === "Enter" && !event.altKey) return enter(event, app, field.current, send);
    const act = (!field.current.value && actOf(event, "empty")) || actOf(event, "field");
    if (!act) return;
    event.preventDefault();
    if (act === "editLast") editLast(app, buffer);
    else if (act === "toMessages") here.lastRow?.();
    else surround(field.current, SIGNS[act], change);
  };
}

/** Enter sends; a line where the reader wants it, with Shift, with fingers, and inside a fence. */
function enter(event, app, field, send) {
  const control = event.ctrlKey || event.metaKey;
  const sends = app.settings.enter === "send" || (app.settings.enter === "auto" && !isTouch());
  const line = event.shiftKey || (!control && (!sends || isInFence(field)));
  if (line) return;
  event.preventDefault();
  send(); // which knows whether there is anything
}

/** Whether the cursor is in an open block of code. @param {HTMLTextAreaElement} field */
function isInFence(field) {
  return field.value.slice(0, field.selectionStart).split("\n").filter((line) => line.startsWith("```")).length % 2 === 1;
}

function editLast(app, buffer) {
  const own = buffer.timeline.items.findLast((item) => item.own && item.kind === "said" && !item.redacted && !item.id.startsWith("~"));
  if (own && app.mayDo("edit", buffer.key, own.sender)) here.edit?.(own);
}

/** Signs around what is marked; away again where they stand. */
function surround(field, sign, change) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const has = value.slice(from - sign.length, from) === sign && value.slice(to, to + sign.length) === sign;
  if (has) field.setRangeText(value.slice(from, to), from - sign.length, to + sign.length, "select");
  else {
    field.setRangeText(sign + value.slice(from, to) + sign, from, to, "end");
    field.setSelectionRange(from + sign.length, to + sign.length);
  }
  change(field.value);
}
