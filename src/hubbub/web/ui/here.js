/** What only the field, the timeline and the panels can do, told to those who ask for it by a key or a menu. */

/** @type {Record<string, ((...args: any[]) => any)|undefined>} */
export const here = {};
