/**
 * The service worker: keeps the client's own files, so that the page opens without a network. Files under v/ never change
 * and come from what is kept; everything else is asked for first. Nothing that anybody said is kept here.
 *
 * A page brings the version of its server with it, and what belongs to other versions is thrown away.
 */

const CACHE = "hubbub";
const PATIENCE = 4000; // milliseconds for a page from the network, before the kept one is shown
const worker = /** @type {any} */ (globalThis);
const folder = new URL("./", worker.location.href).href;
const versioned = new RegExp(`^${escaped(folder)}v/([0-9a-f]{16})/`);

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Which kept page answers for an address: the folder's own, for all of the client's. @param {URL} url */
function pageOf(url) {
  return ["", "invite", "operator"].some((name) => url.origin + url.pathname === folder + name) ? folder : "";
}

/** Addresses of the files that a page links to. @param {string} html */
function filesOf(html) {
  return [...html.matchAll(/(?:src|href)="\.\/(v\/[^"]+)"/g)].map(([, path]) => folder + path);
}

/** Keep these files; those that are kept already are not asked for. @param {string[]} files */
async function keep(files) {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const file of new Set(files)) if (versioned.test(file) && !(await cache.match(file))) missing.push(file);
  await cache.addAll(missing);
}

/** Keep a page with all that it needs, then forget other versions. @param {Response} page */
async function keepPage(page) {
  const files = filesOf(await page.clone().text());
  const version = versioned.exec(files[0] ?? "")?.[1];
  if (!version) return;
  await keep(files);
  const cache = await caches.open(CACHE);
  await cache.put(folder, page);
  for (const { url } of await cache.keys()) if ((versioned.exec(url)?.[1] ?? version) !== version) await cache.delete(url);
}

/** From the network, else what is kept under that address. @param {any} event @param {string} address */
async function fresh(event, address) {
  try {
    const answer = await fetch(event.request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) event.waitUntil(take(address, answer.clone()));
    return answer;
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(address);
    if (kept) return kept;
    throw error;
  }
}

/** @param {string} address @param {Response} answer */
async function take(address, answer) {
  if (address === folder) await keepPage(answer).catch(() => {}); // a server that goes away in between: next time
  else await (await caches.open(CACHE)).put(address, answer);
}

/** What is kept, else from the network, and kept then. @param {any} event */
async function kept(event) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(event.request.url);
  if (known) return known;
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(cache.put(event.request.url, answer.clone()));
  return answer;
}

worker.addEventListener("install", (/** @type {any} */ event) => {
  worker.skipWaiting();
  event.waitUntil(fetch(folder).then(keepPage));
});
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(keep(event.data?.files ?? [])));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(folder)) return;
  const page = request.mode === "navigate" ? pageOf(url) : "";
  if (page) event.respondWith(fresh(event, page));
  else if (versioned.test(url.href)) event.respondWith(kept(event));
  else if (url.href === `${folder}commands.json`) event.respondWith(fresh(event, url.href));
});
