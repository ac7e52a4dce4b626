/** What is remembered of rooms and conversations by their keys: it goes along where one has another name. */

/** @type {Map<string, any>[]} */
const all = [];

/**
 * Something of each, for this visit.
 * @returns {Map<string, any>}
 */
export function remembered() {
  const one = new Map();
  all.push(one);
  return one;
}

/** @param {string} before @param {string} key */
export function rekey(before, key) {
  for (const one of all) {
    if (!one.has(before)) continue;
    one.set(key, one.get(before));
    one.delete(before);
  }
}
