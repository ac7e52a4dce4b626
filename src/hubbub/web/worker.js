/**
 * The service worker: keeps the client's own files, so that the page opens without a network. Files under v/ never change
 * and come from what is kept; everything else is asked for first. Nothing that anybody said is kept here.
 *
 * A page brings the version of its server with it, and what belongs to other versions is thrown away.
 *
 * What is pushed while no page is open (docs/ext/push.md) is one line of IRC, which the browser has decrypted: it is shown,
 * and a click opens the place. What notifications/push.js has kept says with which words, and when to be quiet.
 */

const CACHE = "hubbub";
const PATIENCE = 4000; // milliseconds for a page from the network, before the kept one is shown
const IMPORT = /\b(?:import\(|from ?)"(\.{1,2}\/[^"]+\.js)"/g;
const LARGE = /\/(?:emoji|operator|strings)\/|\/(?:qr|highlight)\.js$/; // of words those that are used are among what the page brings
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

/**
 * Keep what these files load when it is first used, and what that loads: menus and dialogs are there without a network, too.
 * What is large and seldom used comes when it is used.
 * @param {string[]} files
 */
async function keepLater(files) {
  const cache = await caches.open(CACHE);
  const seen = new Set(files);
  for (const file of seen) {
    const text = file.endsWith(".js") ? await (await cache.match(file))?.text() : "";
    const found = [...(text ?? "").matchAll(IMPORT)].map(([, path]) => new URL(path, file).href).filter((other) => !seen.has(other) && !LARGE.test(other));
    await keep(found);
    for (const other of found) seen.add(other);
  }
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

/** What a page has loaded. @param {{files: string[], later: boolean}} given */
async function brought({ files, later }) {
  await keep(files);
  if (later) await keepLater(files);
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
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(brought(event.data)));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(folder)) return;
  const page = request.mode === "navigate" ? pageOf(url) : "";
  if (page) event.respondWith(fresh(event, page));
  else if (versioned.test(url.href)) event.respondWith(kept(event));
  else if (url.href === `${folder}commands.json`) event.respondWith(fresh(event, url.href));
});

const SIGNS = 150; // of a text that is shown
const MOMENT = 500; // milliseconds
const DAY = 1440; // minutes
// Formatting of mIRC's; what is not seen, or reorders, but for the joiner that emoji are made with.
const UNSEEN = /\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|(?!\u200d)[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const WORDS = { server: "", key: "", room: "{name}: {room}", hidden: "…", hide_text: false, quiet_until: 0, quiet_hours: /** @type {number[]} */ ([]) };

/** The parts of a line. @param {string} line */
function partsOf(line) {
  const [, tags = "", source = "", command = "", target = "", text = ""] = /^(?:@(\S+) +)?(?::(\S+) +)?(\S+) +(\S+)(?: +:?(.*))?$/s.exec(line) ?? [];
  const tag = new Map(tags.split(";").map((one) => /** @type {[string, string]} */ (one.split("=", 2))));
  return { command, sender: source.split("!")[0], target, text, id: tag.get("msgid") ?? "", at: Date.parse(tag.get("time") ?? "") || Date.now() };
}

/** As names are compared: ASCII alone has a case. @param {string} name */
function keyOf(name) {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** What a notice shows of a text. @param {string} text */
function excerpt(text) {
  const signs = [...text.replace(/^\x01ACTION (.*?)\x01?$/s, "$1").replace(UNSEEN, "")];
  return signs.length > SIGNS ? `${signs.slice(0, SIGNS - 1).join("")}…` : signs.join("");
}

/** @param {typeof WORDS} known @param {number} now */
function isQuiet({ quiet_until, quiet_hours }, now) {
  const time = new Date(now);
  const minute = time.getHours() * 60 + time.getMinutes();
  const [from = 0, to = 0] = quiet_hours;
  return quiet_until > now || (minute - from + DAY) % DAY < (to - from + DAY) % DAY;
}

/** What notifications/push.js has kept. */
async function known() {
  try {
    const kept = await (await caches.open(CACHE)).match(`${folder}push.json`);
    return { ...WORDS, ...(await kept?.json()) };
  } catch {
    return WORDS;
  }
}

/** Show a line, or take back what it says was read. @param {string} line */
async function pushed(line) {
  const { command, sender, target, text, id, at } = partsOf(line);
  if (command === "MARKREAD") return withdraw(keyOf(target), Date.parse(text.replace("timestamp=", "")));
  const words = await known();
  const silent = isQuiet(words, Date.now());
  if (command !== "PRIVMSG" && command !== "NOTICE") return worker.registration.showNotification(words.server, { body: words.hidden, tag: folder, silent });
  const open = await worker.clients.matchAll({ type: "window" });
  if (open.some((/** @type {any} */ page) => page.focused)) return; // it tells by itself
  const place = target.startsWith("#") ? target : sender;
  const tag = `${folder} ${keyOf(place)}`;
  const before = await worker.registration.getNotifications({ tag });
  if (id && before.some((/** @type {any} */ notice) => notice.data?.id === id)) return; // a page has shown it
  const title = place === sender ? sender : words.room.replace("{name}", () => sender).replace("{room}", () => target);
  const where = target.startsWith("#") ? `room/${encodeURIComponent(target.slice(1))}` : `person/${encodeURIComponent(sender)}`;
  const data = { url: `${folder}#${where}${id ? `/${encodeURIComponent(id)}` : ""}`, at, id };
  const body = words.hide_text ? words.hidden : excerpt(text);
  const icon = `${folder}icons/mark-192.png`;
  await worker.registration.showNotification(title, { body, tag, silent, renotify: true, timestamp: at, icon, data });
}

/**
 * It was read until then, somewhere else. The notice goes a moment later: a browser that finds none once a push is done with
 * shows one of its own.
 * @param {string} key
 * @param {number} until
 */
async function withdraw(key, until) {
  const shown = await worker.registration.getNotifications({ tag: `${folder} ${key}` });
  const read = shown.filter((/** @type {any} */ notice) => !(notice.data?.at > until));
  setTimeout(() => read.forEach((/** @type {any} */ notice) => notice.close()), MOMENT);
}

/** Go there: in a page that is open, else in a new one. @param {string} url */
async function goTo(url) {
  const pages = await worker.clients.matchAll({ type: "window" });
  const page = pages.find((/** @type {any} */ one) => one.url.split("#")[0] === folder);
  if (!page) return worker.clients.openWindow(url);
  await page.focus().catch(() => {});
  await page.navigate(url);
}

/**
 * The browser is reached at another address from now on: the server knows by the cookie who it is. Where that does not work
 * the next page tells it.
 * @param {any} given the subscription, where the browser has made one
 */
async function subscribeAgain(given) {
  const { key } = await known();
  const { pushManager } = worker.registration;
  const told = given ?? (await pushManager.getSubscription()) ?? (key && (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })));
  if (told) await fetch(`${folder}session/push`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told) });
}

worker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(pushed(event.data?.text() ?? "")));
worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(goTo(event.notification.data?.url ?? folder));
});
worker.addEventListener("pushsubscriptionchange", (/** @type {any} */ event) => {
  event.waitUntil(subscribeAgain(event.newSubscription));
});
