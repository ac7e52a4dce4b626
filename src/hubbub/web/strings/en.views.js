/** English: the words of the views. */

/** @type {import("./index.js").Table} */
export const en = {};
