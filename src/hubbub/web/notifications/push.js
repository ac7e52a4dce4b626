/**
 * Being told of what is meant for us while no page is open (docs/ext/push.md): the browser subscribes to its push service,
 * the server is told where, and the service worker (worker.js) shows what comes. Loaded when it is wanted.
 */

import { openOffline } from "../offline.js";
import { t } from "../strings/index.js";
import { escape } from "../wire/tags.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../client/events.js").Event} Event */

const KEPT = "hubbub"; // the cache of the service worker
const QUIET = 50; // rooms and people of which one device is not told
const AT_MOST = 1000; // milliseconds between two looks
const PATIENCE = 5000; // milliseconds for the browser, or the server, when we leave
const APPLE = /(?:^|\.)push\.apple\.com$/; // ends a subscription when something comes that is not shown

export class Push {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {ServiceWorkerRegistration | null} */
    this.worker = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.renewing = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.tidying = undefined;
  }

  /** The worker of this folder, once it works. */
  async start() {
    if (!navigator.serviceWorker || !globalThis.PushManager) return this;
    await openOffline(this.app.base);
    this.worker = (await navigator.serviceWorker.getRegistration(this.app.base)) ?? null;
    return this;
  }

  /** Whether there is anything to choose: the browser can, the server does, and we are somebody who comes back. */
  get may() {
    return this.worker !== null && this.key !== "" && this.app.state.me.account !== "";
  }

  /** By which push services know the server. */
  get key() {
    return this.app.engine.client.link.supports.get("VAPID") ?? "";
  }

  get on() {
    return this.app.settings.push;
  }

  /**
   * Be told from now on, or no more; what went wrong, or "".
   * @param {boolean} on
   */
  async set(on) {
    if (!on) {
      await this.end();
      return "";
    }
    this.app.set("push", true);
    const problem = await this.renew();
    if (problem) this.app.set("push", false);
    return problem;
  }

  /** Subscribe, and tell the server so; what went wrong, or "". */
  async renew() {
    if (!this.may || Notification.permission !== "granted") return t("set.push.failed");
    try {
      const told = await this.subscribed();
      await this.keep();
      const wanted = this.app.settings.notify === "nothing" ? `UNREGISTER ${told.endpoint}` : `REGISTER ${told.endpoint} ${this.keys(told)}`;
      return (await this.app.ask("WEBPUSH", wanted)).find(({ error }) => error)?.text ?? "";
    } catch (problem) {
      console.error(problem);
      return t("set.push.failed");
    }
  }

  /** The subscription of this browser, by the key that the server has now. */
  async subscribed() {
    const { pushManager } = /** @type {ServiceWorkerRegistration} */ (this.worker);
    const before = await pushManager.getSubscription();
    const known = before?.options.applicationServerKey;
    if (before && known && base64(known) === this.key) return before;
    await before?.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.key });
  }

  /** @param {PushSubscription} told */
  keys(told) {
    const [point, secret] = [told.getKey("p256dh"), told.getKey("auth")].map((key) => base64(key ?? new ArrayBuffer(0)));
    const quiet = [...this.app.state.buffers.values()].filter(({ notify }) => notify === "nothing").map(({ name }) => name);
    const more = quiet.length ? `;hubbub.chat/quiet=${escape(quiet.slice(0, QUIET).join(","))}` : "";
    return `p256dh=${point};auth=${secret}${more}${APPLE.test(new URL(told.endpoint).hostname) ? ";hubbub.chat/shown" : ""}`;
  }

  /** Be told no more; nobody waits long for a server that is away: it hears from the push service that we are gone. */
  async end() {
    this.app.set("push", false);
    const told = await this.worker?.pushManager.getSubscription().catch(() => null);
    if (!told) return;
    const done = Promise.allSettled([this.app.ask("WEBPUSH", `UNREGISTER ${told.endpoint}`), told.unsubscribe()]);
    await Promise.race([done, new Promise((late) => setTimeout(late, PATIENCE))]);
  }

  /** What the worker has to know when no page is there: the words, by which key to subscribe, and when to be quiet. */
  async keep() {
    if (!this.on) return;
    const { hide_text, quiet_until, quiet_hours } = this.app.settings;
    const room = t("notification.room", { name: "{name}", room: "{room}" });
    const known = { server: this.app.about.name, key: this.key, room, hidden: t("notification.hidden"), hide_text, quiet_until, quiet_hours };
    await (await caches.open(KEPT)).put(`${this.app.base}push.json`, new Response(JSON.stringify(known)));
  }

  /** @param {Event[]} events */
  see(events) {
    if (!this.on) return;
    const ready = events.some(({ event }) => event === "ready");
    const quiet = events.some(({ event, fields }) => event === "buffer_changed" && fields.includes("notify"));
    if (this.app.share.leading && (ready || quiet)) {
      clearTimeout(this.renewing);
      this.renewing = setTimeout(() => void this.renew(), AT_MOST);
    }
    this.tidying ??= setTimeout(() => void this.tidy(), AT_MOST);
  }

  /** What is read needs no notice any more. */
  async tidy() {
    this.tidying = undefined;
    const shown = (await this.worker?.getNotifications()) ?? [];
    for (const notice of shown) {
      const buffer = this.app.state.buffers.get(notice.tag.slice(this.app.base.length + 1));
      if (buffer && !buffer.mentions) notice.close();
    }
  }

  /**
   * Show a notice by the worker, as what is pushed is shown: the later of the two takes the place of the other.
   * @param {string} title
   * @param {NotificationOptions} options
   * @param {string} fragment where a click goes
   * @param {string} id of the message
   */
  show(title, options, fragment, id) {
    if (!this.on || !this.worker) return false;
    void this.worker.showNotification(title, { ...options, data: { url: this.app.base + fragment, at: Date.now(), id } });
    return true;
  }
}

/** @param {ArrayBuffer} bytes */
function base64(bytes) {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
