/** Times on the wire (IRCv3 server-time): milliseconds since 1970 <-> `2026-11-21T09:30:00.123Z`. */

const WRITTEN = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
export const LATEST = 253_402_300_799_999; // the end of the year 9999

/**
 * `at` as server-time writes it, kept within the years 1970 to 9999.
 * @param {number} at milliseconds since 1970
 */
export function formatTime(at) {
  return new Date(Math.max(0, Math.min(at, LATEST))).toISOString();
}

/**
 * The milliseconds since 1970 of a server-time, exactly as the specification writes one; NaN for anything else.
 * @param {string} text
 */
export function parseTime(text) {
  const at = WRITTEN.test(text) ? Date.parse(text) : NaN;
  // Date.parse takes the 30th of February for the 1st of March; a server that says so is not believed.
  return Number.isNaN(at) || formatTime(at).slice(0, 10) !== text.slice(0, 10) ? NaN : at;
}
