/** The one table of keys: what they do, where they do it; help, titles and tests are made from it. */

import { has, t } from "../strings/index.js";

const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform ?? "");

/**
 * @typedef {object} Key  on a Mac Ctrl is Command and Alt is Option; the sentence of an act is `keys.` and its name
 * @property {string} act
 * @property {string[]} keys  all of them do it
 * @property {"page"|"field"|"empty"|"message"} where
 */

/** @type {Key[]} */
export const KEYS = [
  { act: "jump", keys: ["Ctrl+K"], where: "page" },
  { act: "previous", keys: ["Alt+ArrowUp"], where: "page" },
  { act: "next", keys: ["Alt+ArrowDown"], where: "page" },
  { act: "previousNews", keys: ["Alt+Shift+ArrowUp"], where: "page" },
  { act: "nextNews", keys: ["Alt+Shift+ArrowDown"], where: "page" },
  { act: "escape", keys: ["Escape"], where: "page" },
  { act: "nextRegion", keys: ["Ctrl+F6"], where: "page" },
  { act: "previousRegion", keys: ["Ctrl+Shift+F6"], where: "page" },
  { act: "search", keys: ["Ctrl+F"], where: "page" },
  { act: "members", keys: ["Ctrl+."], where: "page" },
  { act: "help", keys: ["Ctrl+/"], where: "page" },
  { act: "toNew", keys: ["Shift+PageUp"], where: "page" },
  { act: "bold", keys: ["Ctrl+B"], where: "field" },
  { act: "italic", keys: ["Ctrl+I"], where: "field" },
  { act: "code", keys: ["Ctrl+E"], where: "field" },
  { act: "editLast", keys: ["ArrowUp"], where: "empty" },
  { act: "toMessages", keys: ["Shift+ArrowUp"], where: "empty" },
  { act: "up", keys: ["ArrowUp"], where: "message" },
  { act: "down", keys: ["ArrowDown"], where: "message" },
  { act: "first", keys: ["Home"], where: "message" },
  { act: "last", keys: ["End"], where: "message" },
  { act: "menu", keys: ["Enter", "ContextMenu", "Shift+F10"], where: "message" },
  { act: "reply", keys: ["R"], where: "message" },
  { act: "react", keys: ["+"], where: "message" },
  { act: "edit", keys: ["E"], where: "message" },
  { act: "copy", keys: ["C"], where: "message" },
  { act: "link", keys: ["L"], where: "message" },
  { act: "unread", keys: ["U"], where: "message" },
  { act: "remove", keys: ["Delete"], where: "message" },
];

/** The combination of an event as the table writes it: "Ctrl+Shift+F6". @param {KeyboardEvent} event */
export function combination(event, mac = MAC) {
  const control = mac ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const shifted = event.shiftKey && (event.key.length > 1 || control || event.altKey);
  return [control && "Ctrl", event.altKey && "Alt", shifted && "Shift", key].filter(Boolean).join("+");
}

/**
 * What an event does in a place, by the table, or undefined.
 * @param {KeyboardEvent} event
 * @param {string} where
 */
export function actOf(event, where) {
  if (isComposing(event)) return undefined;
  const pressed = combination(event);
  return KEYS.find((key) => key.where === where && key.keys.includes(pressed))?.act;
}

/** Whether a word is being composed: then no key of it is ours. @param {KeyboardEvent} event */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** @type {Record<string, string>} */
const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };
/** @type {Record<string, string>} */
const MAC_SIGNS = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" };

/** The signs of a combination, as they stand on the keys of the reader's language. @param {string} keys */
export function signs(keys, mac = MAC) {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  return parts.map((part) => SIGNS[part] ?? (mac ? MAC_SIGNS[part] : undefined) ?? (has(`key.${part}`) ? t(`key.${part}`) : part));
}

/** The signs of what does something, for titles: "Ctrl K". @param {string} act */
export function keysOf(act) {
  const key = KEYS.find((one) => one.act === act);
  return key ? signs(key.keys[0]).join(" ") : "";
}
