/** English: the words of what is no view (refusals, notices, notifications). */

/** @type {import("./index.js").Table} */
export const en = {};
