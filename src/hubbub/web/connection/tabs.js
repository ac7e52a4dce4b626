/**
 * All tabs of one person share one connection: one of them leads, the others listen.
 *
 * The leader holds a lock (Web Locks); when it goes, the browser gives the lock to the next one at once. A leader that
 * holds the lock but does not answer (a frozen page) is robbed of it. Where there are no locks (pages without TLS that
 * are not on this machine, browsers that keep nothing), the oldest tab that answers leads.
 */

const ANSWER = 1000; // milliseconds in which a leader answers
const ELECTION = 200; // milliseconds in which other tabs say that they are older
const STOLEN = "AbortError"; // what becomes of a lock that another tab took; anything else means that none are to be had

/**
 * @typedef {{from: string, to?: string, type: string, [more: string]: any}} Letter
 * @typedef {{lead: () => void, follow: () => void, receive: (letter: Letter) => void}} Role
 */

export class Tabs {
  /**
   * @param {string} name what these tabs have in common
   * @param {Role} role called when this tab leads from now on, when it does no more, and for letters of other tabs
   * @param {{locks?: LockManager, id: string, born: number}} around `id`: this tab's own; `born`: when it was opened
   */
  constructor(name, role, { locks, id, born }) {
    this.name = name;
    this.role = role;
    this.locks = locks;
    this.id = id;
    this.born = born;
    this.leading = false;
    this.stopped = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.channel = channelOf(name);
    this.channel.onmessage = ({ data }) => this.hear(data);
  }

  /** Take part: lead as soon as nobody else does. */
  start() {
    if (this.locks) this.queue(false);
    else this.elect();
  }

  /**
   * Write to the other tabs, or to one of them.
   * @param {string} type
   * @param {Record<string, any>} [more]
   */
  post(type, more = {}) {
    this.channel.postMessage({ ...more, type, from: this.id });
  }

  /** Make sure that somebody leads: a leader that does not answer loses its place to this tab. */
  check() {
    if (this.leading || this.timer) return;
    this.post("anybody");
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.locks) this.queue(true);
      else this.elect();
    }, ANSWER);
  }

  /** This tab goes away. */
  stop() {
    if (this.leading) this.post("bye");
    this.leading = false;
    this.stopped = true;
    this.release?.();
    this.channel.close();
    clearTimeout(this.timer);
  }

  /** @param {Letter} letter */
  hear(letter) {
    if (letter.to && letter.to !== this.id) return;
    if (letter.type === "anybody" && this.leading) this.post("here", { to: letter.from, born: this.born });
    if (letter.type === "here" || letter.type === "leads") this.calm(letter);
    if (letter.type === "bye" && !this.locks) this.elect();
    if (letter.type === "older" && this.isYounger(letter)) clearTimeout(this.timer);
    if (letter.type === "candidate" && !this.locks) this.compare(letter);
    this.role.receive(letter);
  }

  /**
   * Somebody leads. Without locks two can believe that they do: the older one is right.
   * @param {Letter} letter
   */
  calm(letter) {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.locks || !this.leading || !letter.born) return;
    if (this.isYounger(letter)) this.lose();
    else this.post("leads", { to: letter.from, born: this.born });
  }

  /**
   * Wait for the lock, or take it from who has it.
   * @param {boolean} steal
   */
  queue(steal) {
    const options = steal ? { steal: true } : {};
    const held = () => new Promise((/** @type {(value?: unknown) => void} */ release) => this.win(release));
    this.locks?.request(this.name, options, held).catch(({ name }) => {
      if (this.stopped) return;
      this.lose();
      if (name !== STOLEN) this.locks = undefined;
      this.start();
    });
  }

  elect() {
    if (this.leading) return;
    clearTimeout(this.timer);
    this.post("candidate", { born: this.born });
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.win(() => {});
    }, ELECTION);
  }

  /** @param {Letter} letter */
  compare(letter) {
    if (this.leading) this.post("leads", { to: letter.from, born: this.born });
    else if (!this.isYounger(letter)) this.post("older", { to: letter.from, born: this.born });
  }

  /** @param {Letter} letter */
  isYounger(letter) {
    return letter.born < this.born || (letter.born === this.born && letter.from < this.id);
  }

  /** @param {() => void} release */
  win(release) {
    if (this.leading) return release();
    clearTimeout(this.timer);
    this.timer = undefined;
    this.release = release;
    this.leading = true;
    this.post("leads", { born: this.born });
    this.role.lead();
  }

  lose() {
    if (!this.leading) return;
    this.leading = false;
    this.release?.();
    this.role.follow();
  }
}

/** To the other tabs, or to nobody where the browser refuses (it keeps nothing for this page). @param {string} name @returns {Pick<BroadcastChannel, "postMessage" | "close" | "onmessage">} */
function channelOf(name) {
  try {
    return new BroadcastChannel(name);
  } catch {
    return { postMessage() {}, close() {}, onmessage: null };
  }
}
