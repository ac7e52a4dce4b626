/** Where this page was loaded from: the server's pages lie beside it, and IRC is spoken at the same port and path. */

/**
 * The folder that the page is in, behind whatever path a proxy puts before it.
 * @param {string} href
 */
export function base(href) {
  const url = new URL(".", href);
  url.hash = url.search = "";
  return url.href;
}

/**
 * The address of the WebSocket there.
 * @param {string} folder
 */
export function websocket(folder) {
  return folder.replace(/^http/, "ws");
}

/**
 * What this browser calls everything that it keeps for that place: two servers behind one name do not mix.
 * @param {string} folder
 */
export function scope(folder) {
  return `hubbub:${new URL(folder).pathname}`;
}
