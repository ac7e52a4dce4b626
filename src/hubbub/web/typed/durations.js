/** Lengths of time as people type them: `2h` or `1d12h`. */

const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000]; // milliseconds of w, d, h, m, s
const LETTERS = ["w", "d", "h", "m", "s"];
const LONGEST = 36_525 * 86_400_000;
const SPELT = ["w(?:eeks?)?", "d(?:ays?)?", "h(?:(?:ou)?rs?)?", "m(?:in(?:ute)?s?)?", "s(?:ec(?:ond)?s?)?"];
const WRITTEN = new RegExp(`^${SPELT.map((unit) => `(?:([0-9]{1,9})${unit})?`).join("")}$`, "i");
const LIKE_A_TIME = new RegExp(`^[+-]?(?:[0-9]+(?:[.,][0-9]+)?(?:${SPELT.join("|")}|mo(?:nths?)?|y(?:ea)?r?s?))+[0-9]*$`, "i");

/**
 * How long that is: numbers, each with w, d, h, m or s behind it, or `min`, `hours` and the like, the longest unit first.
 * 0: it is no time. More than a hundred years are a hundred.
 * @param {string} text
 */
export function milliseconds(text) {
  const found = WRITTEN.exec(text);
  if (!found) return 0;
  const length = UNITS.reduce((sum, unit, place) => sum + Number(found[place + 1] ?? 0) * unit, 0);
  return Math.min(length, LONGEST);
}

/**
 * Whether that begins with what is no time and was meant to be one: `2h30`, `1h2d`, `0h`, `1.5h`, `-3d`, `1month`, `2 hours`.
 * It must not be taken for a reason, or for a name.
 * @param {string} text
 */
export function isMistyped(text) {
  const [first, next = ""] = text.split(/[ \t]+/);
  if (/^[+-]?[0-9]+$/.test(first)) return LIKE_A_TIME.test(first + next);
  return !milliseconds(first) && LIKE_A_TIME.test(first);
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
