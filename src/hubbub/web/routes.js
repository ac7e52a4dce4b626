/** Places in the address: `#room/tea` or `#room/tea/MSGID`, `#person/bob`; `#CODE` is an invitation. */

const CODE = /^[A-Za-z2-7]{4}(?:-[A-Za-z2-7]{4}){3}$/;

/**
 * @typedef {{target: string, id: string}} Place the room or person as named there, and the id of a message or ""
 */

/**
 * The place that a fragment (with or without its #) names, or null.
 * @param {string} fragment
 * @returns {Place | null}
 */
export function placeOf(fragment) {
  const [kind, name = "", id = ""] = fragment.replace(/^#/, "").split("/").map(decoded);
  if (!name || (kind !== "room" && kind !== "person")) return null;
  return { target: kind === "room" ? `#${name}` : name, id };
}

/**
 * The fragment that names a place, with its #.
 * @param {string} target
 * @param {string} [id]
 */
export function fragmentOf(target, id = "") {
  const place = target.startsWith("#") ? `room/${encoded(target.slice(1))}` : `person/${encoded(target)}`;
  return `#${place}${id ? `/${encoded(id)}` : ""}`;
}

/**
 * The code of an invitation that a fragment is, in capitals, or "". What stands behind a dot is the certificate's pin,
 * which a browser has no use for.
 * @param {string} fragment
 */
export function codeOf(fragment) {
  const [code] = fragment.replace(/^#/, "").split(".");
  return CODE.test(code) ? code.toUpperCase() : "";
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} text */
function encoded(text) {
  return encodeURIComponent(text).replace(/%(?:C|D|E|F)[0-9A-F](?:%[89AB][0-9A-F])+/g, (signs) => decodeURIComponent(signs));
}
