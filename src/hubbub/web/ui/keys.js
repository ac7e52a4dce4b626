/** The one table of keys: what they do, where they do it; help, titles and tests are made from it. */

import { has, t } from "../strings/index.js";

const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform ?? "");

/**
 * @typedef {object} Key  `words`: the key of its sentence; on a Mac Ctrl is Command and Alt is Option
 * @property {string} act
 * @property {string[]} keys  all of them do it
 * @property {"page"|"field"|"empty"|"message"} where
 * @property {string} words
 */

/** @type {Key[]} */
export const KEYS = [
  { act: "jump", keys: ["Ctrl+K"], where: "page", words: "keys.jump" },
  { act: "previous", keys: ["Alt+ArrowUp"], where: "page", words: "keys.previous" },
  { act: "next", keys: ["Alt+ArrowDown"], where: "page", words: "keys.next" },
  { act: "previousNews", keys: ["Alt+Shift+ArrowUp"], where: "page", words: "keys.previous.news" },
  { act: "nextNews", keys: ["Alt+Shift+ArrowDown"], where: "page", words: "keys.next.news" },
  { act: "escape", keys: ["Escape"], where: "page", words: "keys.escape" },
  { act: "nextRegion", keys: ["Ctrl+F6"], where: "page", words: "keys.region" },
  { act: "previousRegion", keys: ["Ctrl+Shift+F6"], where: "page", words: "keys.region.back" },
  { act: "search", keys: ["Ctrl+F"], where: "page", words: "keys.search" },
  { act: "members", keys: ["Ctrl+."], where: "page", words: "keys.members" },
  { act: "help", keys: ["Ctrl+/"], where: "page", words: "keys.help" },
  { act: "toNew", keys: ["Shift+PageUp"], where: "page", words: "keys.to.new" },
  { act: "bold", keys: ["Ctrl+B"], where: "field", words: "keys.bold" },
  { act: "italic", keys: ["Ctrl+I"], where: "field", words: "keys.italic" },
  { act: "code", keys: ["Ctrl+E"], where: "field", words: "keys.code" },
  { act: "editLast", keys: ["ArrowUp"], where: "empty", words: "keys.edit.last" },
  { act: "toMessages", keys: ["Shift+ArrowUp"], where: "empty", words: "keys.to.messages" },
  { act: "up", keys: ["ArrowUp"], where: "message", words: "keys.walk" },
  { act: "down", keys: ["ArrowDown"], where: "message", words: "keys.walk.down" },
  { act: "first", keys: ["Home"], where: "message", words: "keys.first" },
  { act: "last", keys: ["End"], where: "message", words: "keys.last" },
  { act: "menu", keys: ["Enter", "ContextMenu", "Shift+F10"], where: "message", words: "keys.menu" },
  { act: "reply", keys: ["R"], where: "message", words: "keys.reply" },
  { act: "react", keys: ["+"], where: "message", words: "keys.react" },
  { act: "edit", keys: ["E"], where: "message", words: "keys.edit" },
  { act: "copy", keys: ["C"], where: "message", words: "keys.copy" },
  { act: "link", keys: ["L"], where: "message", words: "keys.link" },
  { act: "unread", keys: ["U"], where: "message", words: "keys.unread" },
  { act: "remove", keys: ["Delete"], where: "message", words: "keys.remove" },
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
