/**
 * What was typed and not sent, by room or person: at once in memory, a moment later in storage. A command with a password
 * stays in memory.
 */

import { isSecret } from "../typed/secrets.js";

const LATER = 300; // milliseconds
const LONGEST = 30 * 86_400_000; // after that nobody misses it
const MOST = 200; // drafts

/**
 * `files`: the names of what is attached. A page cannot keep what is in them; over a reload the names stay, to be chosen again.
 * @typedef {{text: string, reply: string, edit: string, files?: string[], at: number}} Draft
 */

export class Drafts {
  /**
   * @param {import("./local.js").Shelf} shelf
   * @param {(key: string) => void} changed
   */
  constructor(shelf, changed) {
    this.shelf = shelf;
    this.changed = changed;
    /** @type {Map<string, Draft>} */
    this.drafts = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.load(Date.now());
  }

  /** @param {number} now */
  load(now) {
    for (const [key, draft] of Object.entries(this.shelf.get("drafts", {}))) {
      if (isDraft(draft) && now - draft.at < LONGEST) this.drafts.set(key, draft);
    }
  }

  /**
   * What was sent with files that had not all been uploaded when the page went: it is a draft again.
   * @param {{key: string, text: string, reply: string, files: string[]}[]} cut
   */
  recover(cut) {
    for (const { key, text, reply, files } of cut) {
      const draft = this.get(key);
      const words = [text, draft.text].filter(Boolean).join("\n");
      this.set(key, { text: words, reply: draft.reply || reply, edit: draft.edit, files: [...files, ...(draft.files ?? [])] });
    }
  }

  /**
   * @param {string} key
   * @returns {Draft}
   */
  get(key) {
    return this.drafts.get(key) ?? { text: "", reply: "", edit: "", at: 0 };
  }

  /** @param {string} key */
  has(key) {
    const { text, files } = this.get(key);
    return text.trim() !== "" || Boolean(files?.length);
  }

  /**
   * @param {string} key
   * @param {{text: string, reply?: string, edit?: string, files?: string[]}} draft
   * @param {number} [now]
   */
  set(key, { text, reply = "", edit = "", files = [] }, now = Date.now()) {
    if (text || reply || edit || files.length) this.drafts.set(key, { text, reply, edit, ...(files.length && { files }), at: now });
    else this.drafts.delete(key);
    this.timer ??= setTimeout(() => this.flush(), LATER);
    this.changed(key);
  }

  /**
   * The words were sent. `files`: the names of those that were not.
   * @param {string} key
   * @param {string[]} [files]
   */
  clear(key, files = []) {
    this.set(key, { text: "", files });
    this.flush(); // what was sent must not come back
  }

  /**
   * The room, or the person, has another name.
   * @param {string} before
   * @param {string} key
   */
  rename(before, key) {
    const draft = this.drafts.get(before);
    if (!draft) return;
    this.drafts.delete(before);
    this.drafts.set(key, draft);
    this.flush();
  }

  /** Put into storage what is not there yet. */
  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const kept = [...this.drafts].filter(([, { text }]) => !isSecret(text));
    const latest = kept.sort((a, b) => b[1].at - a[1].at).slice(0, MOST);
    if (latest.length) this.shelf.set("drafts", Object.fromEntries(latest));
    else this.shelf.remove("drafts");
  }

  /**
   * Keep them elsewhere from now on: a guest's are forgotten with the tab, an account's are not.
   * @param {import("./local.js").Shelf} shelf
   */
  move(shelf) {
    if (shelf === this.shelf) return;
    this.shelf.remove("drafts");
    this.shelf = shelf;
    this.load(Date.now());
    this.flush();
  }

  /** Forget them all. */
  forget() {
    const keys = [...this.drafts.keys()];
    this.drafts.clear();
    this.flush();
    keys.forEach((key) => this.changed(key));
  }
}

/**
 * @param {any} value
 * @returns {value is Draft}
 */
function isDraft(value) {
  const named = value?.files === undefined || (Array.isArray(value.files) && value.files.every((/** @type {any} */ name) => typeof name === "string"));
  return named && typeof value?.text === "string" && typeof value.reply === "string" && typeof value.edit === "string" && typeof value.at === "number";
}
