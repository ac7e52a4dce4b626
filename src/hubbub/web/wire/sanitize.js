/** Others' text made safe to read: what hides or reorders is found, towers of marks are cut, formatting codes removed. */

// Colour, hex colour; bold, reset, monospace, reverse, italic, strikethrough, underline.
// https://modern.ircdocs.horse/formatting
export const FORMATTING =
  /\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]/g;

// Controls, embeddings, overrides and isolates of the bidirectional algorithm, separators, annotations, surrogates,
// signs without width. Kept: the tab, the marks (LRM, RLM, ALM) that reorder nothing by themselves.
const HIDDEN =
  /[\0-\x08\x0a-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200d\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/gu;
const ANY_HIDDEN = new RegExp(HIDDEN, "u");

// What may pile up on one letter or join pictures into one. Letters, digits and ASCII never do.
const PILE = /[^\p{L}\p{N}_\0-\u02ff]{13,}/gu;
const ADDS = /^[\p{M}\p{Cf}\u{1f3fb}-\u{1f3ff}]$/u;
const HIGHEST = 12; // code points in one visible character; the longest emoji that Unicode recommends has 10

// Where a joiner or a non-joiner between two letters is a matter of spelling.
const SPELT_WITH_JOINERS =
  /^[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{M}]$/u;
const PICTURE = /^[\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}\p{Regional_Indicator}]$/u;

/**
 * The text without IRC formatting codes.
 * @param {string} text
 */
export function stripFormatting(text) {
  return text.replace(FORMATTING, "");
}

/**
 * More marks on a letter, or more joined emoji, than any language has are cut off, with an ellipsis in their place.
 * @param {string} text
 */
export function clip(text) {
  return text.replace(PILE, (pile) => {
    let kept = "";
    let height = 0;
    let before = "";
    for (const letter of pile) {
      height = before === "\u200d" || ADDS.test(letter) ? height + 1 : 1;
      before = letter;
      if (height <= HIGHEST) kept += letter;
      else if (height === HIGHEST + 1) kept += "…";
    }
    return kept;
  });
}

/**
 * The text in pieces: strings that can be shown as they are, and the signs between them that hide or reorder, each by
 * a label such as `U+202E` or `^[`. A line feed is left in its string when `lines` says so.
 * @param {string} text
 * @param {boolean} [lines]
 * @returns {(string | {label: string})[]}
 */
export function revealed(text, lines = false) {
  if (!ANY_HIDDEN.test(text)) return [text];
  /** @type {(string | {label: string})[]} */
  const pieces = [];
  let start = 0;
  for (const found of text.matchAll(HIDDEN)) {
    const sign = found[0];
    if ((lines && sign === "\n") || isSpelling(text, found.index, sign)) continue;
    if (found.index > start) pieces.push(text.slice(start, found.index));
    pieces.push({ label: label(sign) });
    start = found.index + sign.length;
  }
  if (start < text.length) pieces.push(text.slice(start));
  return pieces;
}

/**
 * One line for a title, a notification or a list: no codes, no controls, nothing that reorders.
 * @param {string} text
 */
export function plain(text) {
  return revealed(clip(stripFormatting(text).replace(/\s+/g, " ")))
    .map((piece) => (typeof piece === "string" ? piece : ""))
    .join("")
    .trim();
}

/**
 * Whether a joiner is where emoji or scripts need one.
 * @param {string} text
 * @param {number} at
 * @param {string} sign
 */
function isSpelling(text, at, sign) {
  if (sign !== "\u200c" && sign !== "\u200d") return false;
  const before = lastOf(text.slice(Math.max(0, at - 2), at));
  const [after = ""] = text.slice(at + 1, at + 3);
  if (sign === "\u200d" && PICTURE.test(before) && /^[\p{Extended_Pictographic}\u2640\u2642]/u.test(after)) return true;
  return SPELT_WITH_JOINERS.test(before);
}

/** @param {string} text */
function lastOf(text) {
  return Array.from(text).pop() ?? "";
}

/** @param {string} sign */
function label(sign) {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return `^${String.fromCharCode(code ^ 0x40)}`;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
