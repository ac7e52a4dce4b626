/** The pointer over messages: the mouse shows the tools of the one under it, a long press of a finger its menu. */

import { longDate } from "../../strings/formats.js";
import { messageMenu } from "../opening.js";

const LONG = 500; // ms
const MOVED = 10; // pixels from which on it is no press

/** The handlers of a timeline. @param {any} stream */
export function pointing(stream) {
  return {
    onPointerOver: (event) => hover(stream, event),
    onPointerLeave: () => stream.state.active && stream.setState({ active: null }),
    onPointerDown: (event) => press(stream, event),
    onPointerMove: (event) => moved(stream, event),
    onPointerUp: () => clearTimeout(stream.pressTimer),
    onPointerCancel: () => clearTimeout(stream.pressTimer),
    onContextMenu: (event) => stream.pressed && event.preventDefault(),
  };
}

/** A time under the pointer says its whole date: made only then, as there are many. @param {HTMLElement} element */
function tellTime(element) {
  const { at } = element.dataset ?? {};
  if (at && !element.title) element.title = longDate(Number(at));
}

/** @param {any} event */
function rowAt(event) {
  return event.target.closest?.("article[data-key]");
}

function hover(stream, event) {
  tellTime(event.target);
  if (event.pointerType === "touch") return;
  const key = rowAt(event)?.dataset.key ?? null;
  if (key !== stream.state.active) stream.setState({ active: key });
}

function press(stream, event) {
  stream.pressed = false;
  const row = rowAt(event);
  if (event.pointerType !== "touch" || !row || event.target.closest("a, button, pre")) return;
  stream.pressAt = { x: event.clientX, y: event.clientY };
  stream.pressTimer = setTimeout(() => open(stream, row), LONG);
}

function moved(stream, event) {
  if (!stream.pressAt || event.pointerType !== "touch") return;
  if (Math.hypot(event.clientX - stream.pressAt.x, event.clientY - stream.pressAt.y) > MOVED) clearTimeout(stream.pressTimer);
}

/** The menu of a row. @param {any} stream @param {HTMLElement} row */
export function open(stream, row) {
  const found = stream.rows.find((one) => one.key === row.dataset.key);
  if (!found?.item) return;
  stream.pressed = true;
  messageMenu(stream.app, row, stream.props.buffer, found.item);
}
