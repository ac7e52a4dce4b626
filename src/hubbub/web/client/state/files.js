/** The files of a message, as a tag of it tells of them (docs/ext/files.md). */

/**
 * `type`: a media type; `size`: bytes; `width`, `height`: pixels, 0 for what is no picture; `preview`: there is a
 * smaller picture of it. Its link stands in the message.
 * @typedef {{id: string, name: string, type: string, size: number, width: number, height: number, preview: boolean}} File
 */

const MOST = 10; // of one message, whatever a server says
const EMPTY = { id: "", name: "", type: "", size: 0, width: 0, height: 0, preview: false };

/**
 * The value of the tag; none for what is no such list.
 * @param {string | undefined} text
 * @returns {File[]}
 */
export function readFiles(text) {
  try {
    return text ? JSON.parse(text).slice(0, MOST).map(file).filter(isOne) : [];
  } catch {
    return [];
  }
}

/** @param {any} given @returns {File} */
function file(given) {
  const known = Object.entries(EMPTY).map(([name, usual]) => [name, given[name] ?? usual]);
  if (known.some(([name, value]) => typeof value !== typeof EMPTY[/** @type {keyof File} */ (name)])) throw given;
  return Object.fromEntries(known);
}

/** @param {File} one */
function isOne({ id, size, width, height }) {
  return id && Math.min(size, width, height) >= 0;
}
