/** The keys of messages: arrows walk, letters act on the one that has the focus. */

import { acts } from "../acts.js";
import { actOf } from "../keys.js";
import { messageMenu } from "../opening.js";
import { rowsOf } from "./measure.js";

/** @param {any} stream @param {KeyboardEvent} event */
export function walk(stream, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const row = target.matches("[data-key]") ? target : null;
  if (!row && target !== stream.scroller) return;
  const act = actOf(event, "message");
  if (act && (step(stream, row, act) || (row && does(stream, row, act)))) event.preventDefault();
}

/** Walk: up, down, to the first and last that are drawn. Says whether it did. */
function step(stream, row, act) {
  const rows = rowsOf(stream.scroller).filter((one) => one.matches("article"));
  const at = row ? rows.indexOf(row) : rows.length;
  const next = { up: rows[at - 1], down: rows[at + 1], first: rows[0], last: rows.at(-1) }[act];
  if (act === "last" && row === rows.at(-1)) stream.toEnd();
  next?.focus();
  return ["up", "down", "first", "last"].includes(act);
}

/** Act on a message. Says whether it did. */
function does(stream, row, act) {
  const { app } = stream;
  const { buffer } = stream.props;
  const item = stream.rows.find((one) => one.key === row.dataset.key)?.item;
  if (!item) return false;
  if (act === "menu") messageMenu(app, row, buffer, item);
  else {
    const doing = acts(app, buffer, item)[act];
    if (doing) doing(row);
  }
  return true;
}
