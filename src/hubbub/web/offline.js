/** The page opens without a network: a service worker keeps its files. Where browsers allow none, nothing is lost but that. */

import { moreWords } from "./strings/index.js";

/** @type {Promise<void> | null} */
let opening = null;

/**
 * Let the worker of that folder keep the files that this page has used; once.
 * @param {string} folder
 */
export function openOffline(folder) {
  return (opening ??= open(folder));
}

/** @param {string} folder */
async function open(folder) {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  try {
    await serviceWorker.register(/** @type {any} */ (script(`${folder}worker.js`)), { scope: folder });
    const { active } = await serviceWorker.ready;
    await moreWords();
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    const later = !(/** @type {any} */ (navigator).connection?.saveData);
    active?.postMessage({ files, later });
  } catch {
    // a browser that keeps nothing, or a page that came without a certificate it knows
  }
}

/**
 * The one address that a script may be loaded from by name (Trusted Types).
 * @param {string} address
 */
function script(address) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  if (!trustedTypes) return address;
  const rules = { createScriptURL: (/** @type {string} */ asked) => (asked === address ? asked : null) };
  return trustedTypes.createPolicy("hubbub", rules).createScriptURL(address);
}
