/** What the server answered, in the reader's language where we have the words, else in its own. */

import { has, t } from "../strings/index.js";

/**
 * The sentence of a refusal or note.
 * @param {any} note  {code, details, text}
 * @returns {string}
 */
export function wordsOf(note) {
  if (!note) return t("refusal.unknown");
  const key = note.code === "unknown_command" && note.details?.[1] ? "refusal.unknown_command.closest" : `refusal.${note.code}`;
  if (has(key)) return t(key, paramsOf(note.details));
  return note.text || t("refusal.unknown");
}

/** Details by place: `{0}`, `{1}`, and all but the first as `{rest}`. */
function paramsOf(details = []) {
  return { ...Object.fromEntries(details.map((detail, at) => [String(at), detail])), rest: details.slice(1).join(" ") };
}
