/** Days as the reader's clock counts them. */

let cached = { from: 0, to: 0 };

/**
 * The midnight before a time. Entries of one day come one after the other, so the last answer is mostly right.
 * @param {number} at ms
 */
export function midnight(at) {
  if (at < cached.from || at >= cached.to) {
    const from = new Date(at).setHours(0, 0, 0, 0);
    cached = { from, to: new Date(from).setDate(new Date(from).getDate() + 1) };
  }
  return cached.from;
}
