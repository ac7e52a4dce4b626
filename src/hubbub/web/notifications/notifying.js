/**
 * Tells the person of what is meant for them while they look elsewhere: notifications, a sound, the page's title, the
 * number on its icon. Of all tabs of a browser one tells, the one that leads; none does what is on screen before them.
 */

import { fragmentOf } from "../routes.js";
import { t } from "../strings/index.js";
import { said } from "../views/files.js";
import { excerpt, isLate, isQuiet, isWanted, titleOf, waiting } from "./rules.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../client/events.js").Event} Event */
/** @typedef {import("../client/state/store.js").Buffer} Buffer */
/** @typedef {import("../client/state/items.js").Message} Message */

const GATHERED = 2000; // milliseconds in which what was missed is counted
const AT_MOST = 200; // milliseconds between two looks at what waits

export class Notifying {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.missed = 0; // what one would have been told of if one had been asked
    this.late = 0; // what is gathered
    /** @type {Map<string, string>} what is before somebody's eyes in the other tabs: by tab, a buffer's key */
    this.looks = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.marking = undefined;
    this.marked = false;
    /** @type {import("./push.js").Push | null} what tells of it while no page is open */
    this.push = null;
  }

  /** Load that. */
  async loadPush() {
    const { Push } = await import("./push.js");
    return (this.push ??= await new Push(this.app).start());
  }

  /** Nobody is told of anything here any more. */
  async forgetPush() {
    if (this.app.settings.push) await (await this.loadPush()).end();
  }

  /** "default" (not asked), "granted", "denied", or "unsupported". */
  get permission() {
    return globalThis.Notification?.permission ?? "unsupported";
  }

  /** Ask whether we may; only when the person wants it. */
  async ask() {
    await globalThis.Notification?.requestPermission();
    this.seenMissed();
  }

  /** The person knows that something was missed. */
  seenMissed() {
    this.missed = 0;
    this.app.store.touch("settings", "list");
  }

  start() {
    this.app.listen((events) => this.see(events));
    for (const name of ["focus", "blur"]) addEventListener(name, () => this.look());
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** The key of the buffer that is before the person's eyes in this tab; "" for none. */
  get seen() {
    return document.visibilityState === "visible" && document.hasFocus() ? this.app.opened : "";
  }

  /** Let the other tabs know. */
  look() {
    this.app.share.post("looks", { key: this.seen });
  }

  /**
   * @param {string} tab
   * @param {string} key
   */
  looked(tab, key) {
    this.looks.set(tab, key);
  }

  /** @param {Event[]} events */
  see(events) {
    if (this.app.settings.push) void this.loadPush().then((push) => push.see(events), () => {});
    this.marking ??= setTimeout(() => this.mark(), AT_MOST);
    if (events.some(({ event }) => event === "current_changed")) this.look();
    if (!this.app.share.leading) return;
    for (const event of events) if (event.event === "message_added") this.consider(event.buffer ?? "", event.message);
  }

  /**
   * @param {string} key
   * @param {Message} message
   */
  consider(key, message) {
    const { settings, state } = this.app;
    const buffer = state.buffers.get(key);
    const now = Date.now();
    if (!buffer || !isWanted(message, buffer, settings) || message.at <= buffer.read_at) return;
    if (this.seen === key || [...this.looks.values()].includes(key) || isQuiet(settings, now)) return;
    if (this.permission === "default") this.miss();
    if (isLate(message, now)) this.gather();
    else {
      this.tell(buffer, message);
      if (settings.sounds) import("./sound.js").then(({ ring }) => ring(now), () => {});
    }
  }

  /** Nobody was asked yet whether they want to be told: the bell of the head offers it. */
  miss() {
    this.missed += 1;
    this.app.store.touch("list");
  }

  /** What came late is told of once. */
  gather() {
    this.late += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const n = this.late;
      this.late = 0;
      this.show(this.app.about.name, t("notification.missed", { n }), "missed", "");
    }, GATHERED);
  }

  /**
   * @param {Buffer} buffer
   * @param {Message} message
   */
  tell(buffer, message) {
    const { hide_text } = this.app.settings;
    const params = { name: message.sender, room: buffer.name };
    const title = buffer.kind === "person" ? message.sender : t("notification.room", params);
    const text = hide_text ? t("notification.hidden") : excerpt(said(message));
    const id = message.id.startsWith("~") ? "" : message.id;
    this.show(title, text, buffer.key, fragmentOf(buffer.name, id), id);
  }

  /**
   * @param {string} title
   * @param {string} body
   * @param {string} tag one for each room: a later one replaces it
   * @param {string} fragment where a click goes
   * @param {string} [id] of the message
   */
  show(title, body, tag, fragment, id = "") {
    if (this.permission !== "granted") return;
    const options = { body, tag: `${this.app.base} ${tag}`, silent: true };
    if (this.push?.show(title, options, fragment, id)) return;
    try {
      const notification = new Notification(title, options);
      notification.onclick = () => {
        focus();
        if (fragment) location.hash = fragment;
        notification.close();
      };
    } catch {
      // browsers that let only service workers do it
    }
  }

  /** The title, the icon of the tab, the number on the icon of the app. */
  mark() {
    const { app } = this;
    this.marking = undefined;
    if (app.joining.step !== "in" || isElsewhere()) return this.unmark();
    const waits = waiting(app.state.buffers.values());
    const place = app.state.buffers.get(app.opened)?.name.replace(/^#/, "") ?? "";
    document.title = titleOf(waits, place, app.about.name);
    this.marked = true;
    dot(waits.mentions ? "mentions" : waits.others ? "others" : "");
    if (app.share.leading) void badge(waits.mentions);
  }

  unmark() {
    if (!this.marked) return;
    this.marked = false;
    dot("");
    void badge(0);
  }
}

let dotted = ""; // what the picture of the tab shows, or will

/** The picture of the tab gets this dot; until it needs one, it is the page's own. @param {"" | "mentions" | "others"} kind */
function dot(kind) {
  if (kind === dotted) return;
  dotted = kind;
  import("./favicon.js").then(({ show }) => show(/** @type {typeof kind} */ (dotted)), () => {});
}

/** @param {number} count */
async function badge(count) {
  const where = /** @type {any} */ (navigator);
  if (count) await where.setAppBadge?.(count)?.catch(() => {});
  else await where.clearAppBadge?.()?.catch(() => {});
}

/** Whether this is a page with a title of its own. */
function isElsewhere() {
  return location.pathname.endsWith("/operator");
}
