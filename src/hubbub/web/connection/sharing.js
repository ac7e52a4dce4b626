/**
 * Files over HTTP: uploaded with how far they are, and pictures fetched, with a token of the chat (docs/ext/files.md).
 * No address that one can see has a secret in it; what was fetched is the page's alone (`blob:`).
 */

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../client/events.js").Event} Event */
/** @typedef {import("../client/state/files.js").File} Shared */
/**
 * A file on its way. `progress`: 0 to 1; `failed`: the note that says why it is not there, null while it may come; `link`: once it is.
 * @typedef {{id: number, name: string, size: number, type: string, progress: number, failed: any, link: string,
 *   content: File, request: XMLHttpRequest | null}} Upload
 */
/**
 * What goes with one message: said once all of it is there.
 * @typedef {{key: string, text: string, reply: string, uploads: Upload[]}} Parcel
 */

const LEFT = 30_000; // milliseconds before its end in which a token is not begun with any more
const PICTURES = 400; // that are kept
const AT_ONCE = 2; // files; a server takes four of one person
const NOT_NOW = [429, 503]; // the answers that may say when the same is to be asked again (Retry-After, RFC 9110, 10.2.3)
const SOONEST = 1; // second until it is, whatever the server says
const PATIENCE = 600_000; // milliseconds in which it is
const LONGEST = 60; // seconds; where it is to be asked only later than that, it is not waited for

export class Sharing {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.count = 0;
    this.token = { value: "", until: 0 };
    /** @type {Promise<string> | null} */
    this.asked = null;
    /** @type {Parcel[]} */
    this.parcels = [];
    this.places = new Places(AT_ONCE);
    /** @type {Map<string, Promise<string>>} addresses within this page, by path */
    this.pictures = new Map();
    /** @type {Map<string, (url: string) => void>} */
    this.links = new Map();
  }

  /**
   * Something happened.
   * @param {Event[]} events
   */
  see(events) {
    for (const event of events) {
      if (event.event === "file_token") this.token = { value: event.token, until: Date.now() + event.seconds * 1000 - LEFT };
      if (event.event === "disconnected") this.token = { value: "", until: 0 };
      if (event.event === "file_link") this.links.get(event.id ?? "")?.(event.url);
      if (event.event === "ready") this.goOn();
      if (event.event === "buffer_renamed") this.renamed(event.before, event.buffer ?? "");
    }
  }

  /** What is on its way goes to the room or person by the name that it has now. @param {string} before @param {string} key */
  renamed(before, key) {
    for (const parcel of this.parcels) if (parcel.key === before) parcel.key = key;
    this.keep();
  }

  /** There is a connection again: what broke off without one is uploaded once more. */
  goOn() {
    const broken = this.parcels.flatMap(({ uploads }) => uploads).filter(({ failed }) => failed?.code === "no_connection");
    for (const { id } of broken) this.again(id);
  }

  /** A token that is good for a while. Throws with the server's words. */
  async secret() {
    if (this.token.value && Date.now() < this.token.until) return this.token.value;
    this.asked ??= this.ask().finally(() => (this.asked = null));
    return this.asked;
  }

  async ask() {
    const answer = await this.app.do("file_token");
    if (!answer.ok) throw new Refused(answer.note);
    return this.token.value;
  }

  /**
   * What the server said; a token that it does not know (any more) is not used again.
   * @param {number} status
   * @param {string} text
   * @param {string | null} [later] its Retry-After
   */
  refused(status, text, later = null) {
    if (status === 401) this.token = { value: "", until: 0 };
    return new Refused({ text: text.trim() }, NOT_NOW.includes(status) ? soon(later) : 0);
  }

  // Uploading

  /** What is on its way to that room or person. @param {string} key @returns {Upload[]} */
  coming(key) {
    return this.parcels.filter((parcel) => parcel.key === key).flatMap(({ uploads }) => uploads);
  }

  /**
   * Upload them, and say the text with their links once they are there.
   * @param {string} key
   * @param {File[]} files
   * @param {{text: string, reply?: string}} said
   */
  send(key, files, { text, reply = "" }) {
    const uploads = files.map((content) => this.made(content));
    const parcel = { key, text, reply, uploads };
    this.parcels.push(parcel);
    this.touch(key);
    this.keep();
    for (const upload of uploads) void this.upload(parcel, upload);
  }

  /** @param {File} content @returns {Upload} */
  made(content) {
    this.count += 1;
    return { id: this.count, name: content.name, size: content.size, type: content.type, progress: 0, failed: null, link: "", content, request: null };
  }

  /** Once more. @param {number} id */
  again(id) {
    const { parcel, upload } = this.find(id);
    if (!parcel || !upload) return;
    Object.assign(upload, { failed: null, progress: 0 });
    this.touch(parcel.key);
    void this.upload(parcel, upload);
  }

  /** It is not wanted any more; the others of its message go on. @param {number} id */
  stop(id) {
    const { parcel, upload } = this.find(id);
    if (!parcel || !upload) return;
    upload.request?.abort();
    parcel.uploads = parcel.uploads.filter((one) => one !== upload);
    this.keep();
    void this.finish(parcel);
  }

  /** @param {number} id */
  find(id) {
    const parcel = this.parcels.find(({ uploads }) => uploads.some((one) => one.id === id));
    return { parcel, upload: parcel?.uploads.find((one) => one.id === id) };
  }

  /** @param {Parcel} parcel @param {Upload} upload */
  async upload(parcel, upload) {
    const leave = await this.places.take();
    try {
      upload.link = await inTime(() => this.post(parcel, upload));
    } catch (error) {
      upload.failed = error instanceof Refused ? error.note : { text: String(error) };
      this.touch(parcel.key);
      return;
    } finally {
      leave();
    }
    upload.progress = 1;
    await this.finish(parcel);
  }

  /** @param {Parcel} parcel @param {Upload} upload @returns {Promise<string>} the link */
  async post(parcel, upload) {
    const token = await this.secret();
    return new Promise((resolve, reject) => {
      if (!parcel.uploads.includes(upload)) throw new Refused({ code: "stopped" }); // while it waited
      upload.progress = 0;
      const request = new XMLHttpRequest();
      upload.request = request;
      request.open("POST", new URL("files", this.app.base));
      request.setRequestHeader("Authorization", `Bearer ${token}`);
      request.setRequestHeader("Content-Type", upload.type || "application/octet-stream");
      request.setRequestHeader("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(upload.name)}`);
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        upload.progress = total ? loaded / total : 0;
        this.touch(parcel.key);
      });
      request.addEventListener("load", () => {
        if (request.status === 201) resolve(JSON.parse(request.responseText).url);
        else reject(this.refused(request.status, request.responseText, request.getResponseHeader("Retry-After")));
      });
      request.addEventListener("abort", () => reject(new Refused({ code: "stopped" })));
      request.addEventListener("error", () => reject(new Refused({ code: "no_connection" })));
      request.send(upload.content);
    });
  }

  /** Say it, when nothing of it is on its way. @param {Parcel} parcel */
  async finish(parcel) {
    this.touch(parcel.key);
    if (!this.parcels.includes(parcel) || parcel.uploads.some(({ link }) => !link)) return;
    this.parcels = this.parcels.filter((one) => one !== parcel);
    const links = parcel.uploads.map(({ link }) => link);
    const text = [parcel.text.trim(), ...links].filter(Boolean).join(parcel.text.includes("\n") ? "\n" : " ");
    if (text) await this.app.do("say", { buffer: parcel.key, text, reply: parcel.reply });
    this.keep();
  }

  /** What would be lost if the page went now is a draft then. */
  keep() {
    this.app.keeping.keepUploads(this.parcels.map(({ key, text, reply, uploads }) => ({ key, text, reply, files: uploads.map(({ name }) => name) })));
  }

  /** @param {string} key */
  touch(key) {
    this.app.store.touch(`uploads ${key}`);
  }

  // Fetching

  /**
   * The picture as an address within this page; of `whole` the picture itself, not the smaller one.
   * @param {Shared} file
   * @param {boolean} [whole]
   * @returns {Promise<string>}
   */
  picture(file, whole = false) {
    const path = file.preview && !whole ? `previews/${file.id}` : `files/${file.id}`;
    const known = this.pictures.get(path);
    if (known) return known;
    const made = inTime(() => this.fetch(path));
    this.pictures.set(path, made);
    made.catch(() => this.pictures.delete(path));
    this.shed();
    return made;
  }

  /** @param {string} path @param {boolean} [again] @returns {Promise<string>} */
  async fetch(path, again = false) {
    const headers = { Authorization: `Bearer ${await this.secret()}` };
    const answer = await fetch(new URL(path, this.app.base), { headers });
    if (answer.status === 401 && !again) {
      this.refused(401, "");
      return this.fetch(path, true);
    }
    if (!answer.ok) throw this.refused(answer.status, await answer.text(), answer.headers.get("Retry-After"));
    return URL.createObjectURL(await answer.blob());
  }

  /** Let go of what was fetched the longest ago. */
  shed() {
    for (const [path, made] of this.pictures) {
      if (this.pictures.size <= PICTURES) return;
      this.pictures.delete(path);
      made.then((url) => URL.revokeObjectURL(url), () => {});
    }
  }

  /**
   * An address under which anybody fetches the file, for ten minutes. Throws with the server's words.
   * @param {Shared} file
   */
  async link(file) {
    const link = new Promise((resolve) => this.links.set(file.id, resolve));
    const answer = await this.app.do("file_link", { id: file.id });
    if (!answer.ok) throw new Refused(answer.note);
    return String(await link);
  }

  /**
   * Keep a file: the browser saves it under its name. Throws with the server's words.
   * @param {Shared} file
   */
  async save(file) {
    const [, path] = (await this.link(file)).split(/\/files\/(.*)/);
    const anchor = document.createElement("a");
    anchor.href = new URL(`files/${path}`, this.app.base).href;
    anchor.download = file.name;
    anchor.click();
  }
}

/** What the server, or the lack of one, said. `later`: in how many seconds the same is to be tried again; 0: it is not. */
export class Refused extends Error {
  /** @param {any} note @param {number} [later] */
  constructor(note, later = 0) {
    super(note?.text ?? note?.code ?? "");
    this.note = note;
    this.later = later;
  }
}

/** So many at once; the others wait for their turn. */
class Places {
  /** @param {number} free */
  constructor(free) {
    this.free = free;
    /** @type {(() => void)[]} */
    this.waiting = [];
  }

  /** Wait for a place. @returns {Promise<() => void>} what gives it to the next one */
  async take() {
    if (this.free) this.free -= 1;
    else await new Promise((go) => this.waiting.push(() => go(undefined)));
    return () => {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    };
  }
}

/** @param {string | null} later a server's Retry-After @returns {number} the seconds, where that is soon; else 0 */
function soon(later) {
  const seconds = /^[0-9]{1,9}$/.test(later ?? "") ? Number(later) : LONGEST + 1;
  return seconds > LONGEST ? 0 : Math.max(seconds, SOONEST);
}

/**
 * Do it, and again while the server says that it cannot now, for ten minutes: four files of this person may be on their way from elsewhere.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function inTime(work) {
  let until = 0;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refused) || !error.later) throw error;
      const then = Date.now() + error.later * 1000;
      until ||= Date.now() + PATIENCE;
      if (then > until) throw new Refused({ code: "not_now", details: [error.message] });
      await new Promise((go) => setTimeout(go, error.later * 1000));
    }
  }
}
