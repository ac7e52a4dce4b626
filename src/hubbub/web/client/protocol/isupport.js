/** What the tokens of ISUPPORT mean for rooms: roles and their signs, kinds of modes, limits. Pure functions of them. */

const USUAL_PREFIX = "(qaohv)~&@%+";
const USUAL_CHANMODES = "beI,k,l,imnpst";

/** @typedef {ReadonlyMap<string, string>} Supports */

/**
 * The signs before names -> the letters of the modes they stand for, highest first.
 * @param {Supports} supports
 */
export function roles(supports) {
  const [letters, signs = ""] = (supports.get("PREFIX") || USUAL_PREFIX).replace(/^\(/, "").split(")");
  return new Map([...signs].slice(0, letters.length).map((sign, place) => [sign, letters[place]]));
}

/**
 * These roles, highest first; what is no role is left out.
 * @param {Supports} supports
 * @param {Iterable<string>} letters
 */
export function rank(supports, letters) {
  const given = new Set(letters);
  return [...roles(supports).values()].filter((letter) => given.has(letter)).join("");
}

/**
 * A target as `@#room` -> the sign and the room; any other one -> "" and itself.
 * @param {Supports} supports
 * @param {string} target
 * @returns {[string, string]}
 */
export function statusTarget(supports, target) {
  const signs = supports.get("STATUSMSG") ?? "";
  return target[1] === "#" && signs.includes(target[0]) ? [target[0], target.slice(1)] : ["", target];
}

/**
 * The words of a MODE line -> what is switched on or off, with its argument or "".
 * @param {Supports} supports
 * @param {string[]} words
 * @returns {{on: boolean, letter: string, argument: string}[]}
 */
export function modeChanges(supports, words) {
  const [lists, always = "", setting = ""] = (supports.get("CHANMODES") || USUAL_CHANMODES).split(",");
  const takes = new Set([...lists, ...always, ...roles(supports).values()]);
  const left = words.slice(1);
  const changes = [];
  let on = true;
  for (const letter of words[0] ?? "") {
    if (letter === "+" || letter === "-") on = letter === "+";
    else changes.push({ on, letter, argument: takes.has(letter) || (on && setting.includes(letter)) ? (left.shift() ?? "") : "" });
  }
  return changes;
}

/**
 * Whether a mode is a list of masks.
 * @param {Supports} supports
 * @param {string} letter
 */
export function isList(supports, letter) {
  return (supports.get("CHANMODES") || USUAL_CHANMODES).split(",")[0].includes(letter);
}

/**
 * A limit, or what is usual where there is none, or nothing that can be one.
 * @param {string} text
 * @param {number} usual
 */
export function number(text, usual) {
  return (/^[0-9]{1,12}$/.test(text) && Number(text)) || usual;
}

/**
 * The value of draft/multiline -> most bytes, most lines of one message.
 * @param {string} offer
 */
export function multilineLimits(offer) {
  const values = new Map(offer.split(",").map((word) => /** @type {[string, string]} */ (word.split("=", 2))));
  return { bytes: number(values.get("max-bytes") ?? "", 4096), lines: number(values.get("max-lines") ?? "", 100) };
}
