/** Finds out that this page has slept: a timer that comes much too late says so. */

const EVERY = 5000; // milliseconds between two looks at the clock
const LATE = 10_000; // milliseconds beyond that which no busy page explains

/**
 * Call `woke` whenever the machine, or the page, has slept. Returns what ends that.
 * @param {() => void} woke
 */
export function watchSleep(woke) {
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > EVERY + LATE) woke();
    last = now;
  }, EVERY);
  return () => clearInterval(timer);
}
