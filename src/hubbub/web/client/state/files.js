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
  if (!text) return [];
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(given) || !given.every(fits)) return [];
  return given.slice(0, MOST).map(({ id, name, ...more }) => file({ id, name, ...more })).filter(isOne);
}

/** @param {any} one */
function fits(one) {
  if (one === null || typeof one !== "object" || !("id" in one && "name" in one)) return false;
  return Object.entries(EMPTY).every(([name, usual]) => !(name in one) || (typeof one[name] === typeof usual && (typeof usual !== "number" || Number.isInteger(one[name]))));
}

/** @param {any} given @returns {File} */
function file(given) {
  const known = Object.keys(EMPTY).filter((name) => name in given);
  return { ...EMPTY, ...Object.fromEntries(known.map((name) => [name, given[name]])) };
}

/** @param {File} one */
function isOne({ id, size, width, height }) {
  return id !== "" && Math.min(size, width, height) >= 0;
}
