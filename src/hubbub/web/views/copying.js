/** Messages as text that makes sense elsewhere. */

import { day, time } from "../strings/formats.js";

/**
 * Rows of a timeline as text: `[14:02] kofi: text`, days by their names, nothing of what happened between.
 * @param {import("./rows.js").Row[]} rows
 * @param {number} [now]
 */
export function copied(rows, now = Date.now()) {
  return rows.flatMap((row) => line(row, now)).join("\n");
}

/** @param {import("./rows.js").Row} row @param {number} now */
function line(row, now) {
  if (row.type === "day") return [day(row.at, now)];
  if (row.type !== "message" || row.item.redacted) return [];
  const { at, sender, text, kind } = row.item;
  return [kind === "did" ? `[${time(at)}] * ${sender} ${text}` : `[${time(at)}] ${sender}: ${text}`];
}
