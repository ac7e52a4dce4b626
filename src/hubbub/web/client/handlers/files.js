/** Tokens and links for files (docs/ext/files.md). */

/** @typedef {import("./handler.js").Handler} Handler */

/**
 * FILE TOKEN <token> <seconds> <address>, FILE LINK <id> <link>
 * @type {Handler}
 */
function file(_client, line) {
  const [what, first, second, third] = line.params;
  if (what === "TOKEN" && line.params.length === 4 && /^[0-9]{1,8}$/.test(second)) {
    return [{ event: "file_token", token: first, seconds: Number(second), url: third }];
  }
  return what === "LINK" && line.params.length === 3 ? [{ event: "file_link", id: first, url: second }] : [];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = { FILE: [3, file] };
