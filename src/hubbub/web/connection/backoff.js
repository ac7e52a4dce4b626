/** When to try again after a lost connection. */

const STEPS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]; // milliseconds; the last one again and again
const CHANCE = 0.2; // so that not everybody comes back in the same moment

/**
 * The milliseconds to wait before the try of that number (0 is the first).
 * @param {number} tries
 * @param {number} chance from 0 to 1
 */
export function delay(tries, chance) {
  const usual = STEPS[Math.min(tries, STEPS.length - 1)];
  return Math.round(usual * (1 - CHANCE + 2 * CHANCE * chance));
}
