/** CASEMAPPING=ascii: which names are the same to IRC. */

/**
 * The name with A-Z folded to a-z, everything else as it is.
 * @param {string} name
 */
export function lower(name) {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
