/** The ids of what has arrived, so that nothing is shown twice. */

const LIMIT = 20_000;

/** At least the last ids of that number are remembered. @typedef {{now: Set<string>, before: Set<string>, limit: number}} Dedup */

/**
 * @param {number} [limit]
 * @returns {Dedup}
 */
export function createDedup(limit = LIMIT) {
  return { now: new Set(), before: new Set(), limit };
}

/**
 * Whether the id is new; one of ours ("~1") always is.
 * @param {Dedup} dedup
 * @param {string} id
 */
export function firstTime(dedup, id) {
  if (id.startsWith("~")) return true;
  if (dedup.now.has(id) || dedup.before.has(id)) return false;
  dedup.now.add(id);
  if (dedup.now.size >= dedup.limit) {
    dedup.before = dedup.now;
    dedup.now = new Set();
  }
  return true;
}
