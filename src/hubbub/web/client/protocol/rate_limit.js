/**
 * How fast the server lets us talk: what it says in the ISUPPORT token FLOOD, kept with something to spare.
 *
 * `FLOOD=5/2`: a cost of 5 at once, then 2 a second. Whoever asks for more is held back, and in the end closed. Lines
 * that left at the right moment may arrive closer together, so a little less is asked for: what is spared is for what a
 * person says or does, and what nobody waits for leaves them something besides.
 */

/** @type {Record<string, number>} */
export const COSTS = {
  PONG: 0, QUIT: 0, UNREAD: 5,
  CHATHISTORY: 2, LIST: 2, METADATA: 2, NICKSERV: 2, NUMBERS: 2, OPER: 2, REGISTER: 2, RENAME: 2, SEARCH: 2,
  WEBPUSH: 2, WHO: 2, WHOIS: 2, WHOWAS: 2,
};
export const USUAL_COST = 1;
export const FREE_ONCE = ["METADATA", "PING", "SESSION", "UNREAD"]; // of a connection, the first of each: it is for entering
export const BATCH_BYTES = 400; // of a line in a batch: what costs as much as a message, and
export const LEAST_OF_BATCH = 0.1; // the least
const SPARED = 1; // of the burst
const SHARE = 0.9; // of the rate
export const LEFT = 2; // of the burst, by what nobody waits for: a page of history, or two messages
const TOKEN = /^([0-9]{1,9}(?:\.[0-9]{1,6})?)\/([0-9]{1,9}(?:\.[0-9]{1,6})?)$/;

/**
 * A bucket of allowance that fills at a steady rate. Times are milliseconds since 1970, in steps back, too.
 * `spared`: what may be used beyond it by what a person says or does.
 * @typedef {{burst: number, rate: number, left: number, since: number, spared: number}} Bucket
 */

/**
 * The bucket that a FLOOD token asks for; null for one that says nothing.
 * @param {string} token
 * @returns {Bucket | null}
 */
export function bucketOf(token) {
  const found = TOKEN.exec(token);
  if (!found || Number(found[2]) <= 0) return null;
  const burst = Math.max(1, Number(found[1]) - SPARED);
  return { burst, rate: (Number(found[2]) * SHARE) / 1000, left: burst, since: 0, spared: Math.max(0, Number(found[1]) - burst) };
}

/**
 * The milliseconds until `cost` may be used up; 0: now.
 * @param {Bucket} bucket
 * @param {number} now
 * @param {number} cost
 */
export function wait(bucket, now, cost) {
  bucket.left = Math.min(bucket.burst, bucket.left + Math.max(0, now - bucket.since) * bucket.rate);
  bucket.since = now;
  const missing = Math.min(cost, bucket.burst) - bucket.left;
  return missing <= 0 ? 0 : Math.floor(missing / bucket.rate) + 1;
}

/**
 * A line of that cost was sent, or a batch of lines.
 * @param {Bucket} bucket
 * @param {number} cost
 */
export function use(bucket, cost) {
  bucket.left -= cost;
}
