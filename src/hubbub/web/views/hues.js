/** The hue of a name: the same for everybody, on every device and in every face. */

const encoder = new TextEncoder();

/**
 * One of eight: the sum of the UTF-8 bytes of the casefolded name, modulo 8.
 * @param {string} name  account or name
 * @returns {number} 0..7
 */
export function hue(name) {
  const folded = name.toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return encoder.encode(folded).reduce((sum, byte) => sum + byte, 0) % 8;
}
