/** The text of a message without the links that its cards and pictures stand for. */

/** @typedef {{text: string, files?: {id: string, name: string}[]}} Said */

/** @param {Said} message */
export function beside({ text, files = [] }) {
  const without = (/** @type {string} */ left, /** @type {{id: string}} */ { id }) => left.replace(new RegExp(`\\s*https?://\\S*/files/${id.replace(/\W/g, "\\$&")}\\S*`), "");
  return files.reduce(without, text);
}

/** The text in one place where there is no room for cards: the files by their names. @param {Said} message */
export function said(message) {
  const names = (message.files ?? []).map(({ name }) => name).join(", ");
  return names ? `${beside(message)} [${names}]`.trim() : message.text;
}
