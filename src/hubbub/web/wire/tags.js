/** Message tags <-> an object (IRCv3 message-tags: https://ircv3.net/specs/extensions/message-tags). */

/** @type {Record<string, string>} */
const ESCAPES = { ";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n" };
/** @type {Record<string, string>} */
const MEANINGS = { ":": ";", s: " ", r: "\r", n: "\n" };
const KEY = /^\+?(?:[A-Za-z0-9.-]+\/)?[A-Za-z0-9-]+$/;

/**
 * A tag's value as it is written on the wire.
 * @param {string} value
 */
export function escape(value) {
  return value.replace(/[; \\\r\n]/g, (sign) => ESCAPES[sign]);
}

/**
 * What an escaped value means. An unknown escape loses its backslash, and so does a backslash at the end.
 * @param {string} value
 */
export function unescape(value) {
  return value.includes("\\") ? value.replace(/\\(.?)/gsu, (_, sign) => MEANINGS[sign] ?? sign) : value;
}

/**
 * Whether the grammar allows it: `+` if client-only, `vendor/` if there is one, then letters, digits, hyphens.
 * @param {string} key
 */
export function isKey(key) {
  return KEY.test(key);
}

/**
 * The tags of a line, given what stands between its '@' and the space. Of tags with the same key the last one counts;
 * a tag without a value has the empty one; what is no key by the grammar is left out.
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseTags(text) {
  /** @type {Record<string, string>} */
  const tags = {};
  for (const tag of text.split(";")) {
    const equals = tag.indexOf("=");
    const key = equals < 0 ? tag : tag.slice(0, equals);
    if (isKey(key)) tags[key] = equals < 0 ? "" : unescape(tag.slice(equals + 1));
  }
  return tags;
}

/**
 * The tags as they stand between '@' and space. Throws RangeError for what is no key.
 * @param {Record<string, string>} tags
 */
export function joinTags(tags) {
  return Object.entries(tags)
    .map(([key, value]) => {
      if (!isKey(key)) throw new RangeError(`not a tag's key: ${key}`);
      return value ? `${key}=${escape(value)}` : key;
    })
    .join(";");
}
