/** What is worth interrupting somebody for, and what the page's title says of it; pure. */

import { plain } from "../wire/sanitize.js";

/** @typedef {import("../client/state/store.js").Buffer} Buffer */
/** @typedef {import("../client/state/items.js").Message} Message */
/** @typedef {import("../storage/settings.js").Settings} Settings */

const LATE = 120_000; // milliseconds; what is older is history that arrives late
const SIGNS = 150;
const DAY = 1440; // minutes

/**
 * Whether a message is to be told of at all.
 * @param {Message} message
 * @param {Buffer} buffer
 * @param {Pick<Settings, "notify">} settings
 */
export function isWanted(message, buffer, { notify }) {
  if (message.own || message.redacted || buffer.notify === "nothing") return false;
  if (message.mention) return notify !== "nothing";
  return buffer.notify === "all" || notify === "all";
}

/**
 * Whether it is history by now.
 * @param {Message} message
 * @param {number} now
 */
export function isLate({ late, at }, now) {
  return late && now - at > LATE;
}

/**
 * Whether nothing rings now: quiet for a while, or in the quiet hours (which may go over midnight).
 * @param {Pick<Settings, "quiet_until" | "quiet_hours">} settings
 * @param {number} now
 */
export function isQuiet({ quiet_until, quiet_hours }, now) {
  if (quiet_until > now) return true;
  if (quiet_hours.length !== 2) return false;
  const time = new Date(now);
  const minute = time.getHours() * 60 + time.getMinutes();
  const [from, to] = quiet_hours;
  return (minute - from + DAY) % DAY < (to - from + DAY) % DAY;
}

/**
 * The text of a message as a notification has it: without formatting, and not long.
 * @param {string} text
 */
export function excerpt(text) {
  const signs = [...plain(text).replaceAll("\n", " ")];
  return signs.length > SIGNS ? `${signs.slice(0, SIGNS - 1).join("")}…` : signs.join("");
}

/**
 * What waits: messages meant for us, and whether there is anything else. Rooms that are to tell nothing do not.
 * @param {Iterable<Buffer>} buffers
 */
export function waiting(buffers) {
  let mentions = 0;
  let others = false;
  for (const buffer of buffers) {
    if (buffer.notify === "nothing") continue;
    mentions += buffer.mentions;
    others ||= buffer.unread > buffer.mentions;
  }
  return { mentions, others };
}

/**
 * `(3) tea · Harbour Makers`; "•" for what is not meant for us.
 * @param {{mentions: number, others: boolean}} waiting
 * @param {string} place
 * @param {string} server
 */
export function titleOf({ mentions, others }, place, server) {
  const sign = mentions ? `(${mentions}) ` : others ? "• " : "";
  return sign + (place ? `${place} · ${server}` : server);
}
