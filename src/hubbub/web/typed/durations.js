/** Lengths of time as people type them: `2h` or `1d12h`. */

const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000]; // milliseconds of w, d, h, m, s
const LETTERS = ["w", "d", "h", "m", "s"];
const LONGEST = 36_525 * 86_400_000;
const WRITTEN = /^(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?$/i;

/**
 * How long that is: numbers, each with w, d, h, m or s behind it, the longest unit first. 0: it is no time. More than a
 * hundred years are a hundred.
 * @param {string} text
 */
export function milliseconds(text) {
  const found = WRITTEN.exec(text);
  if (!found) return 0;
  const length = UNITS.reduce((sum, unit, place) => sum + Number(found[place + 1] ?? 0) * unit, 0);
  return Math.min(length, LONGEST);
}

/**
 * The same as it is typed: `90d`, `1d12h`; "" for none. Weeks are days: 90d are 90 days.
 * @param {number} length milliseconds
 */
export function written(length) {
  let [left, text] = [length, ""];
  for (const [place, unit] of UNITS.entries()) {
    if (LETTERS[place] === "w") continue;
    const count = Math.floor(left / unit);
    left -= count * unit;
    if (count) text += `${count}${LETTERS[place]}`;
  }
  return text;
}
