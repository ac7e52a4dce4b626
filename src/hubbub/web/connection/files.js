/** Files, as far as every page needs it: what shares and fetches them (sharing.js) is loaded when there are any. */

import { FILES } from "../client/protocol/capabilities.js";

/** @typedef {import("../client/state/files.js").File} Shared */

export class Files {
  /** @param {import("../app.js").App} app */
  constructor(app) {
    this.app = app;
    /** @type {import("./sharing.js").Sharing | null} */
    this.sharing = null;
  }

  /** Whether anybody uploads and fetches here. */
  get may() {
    return this.app.engine.client.link.caps.has(FILES);
  }

  /** @param {import("../client/events.js").Event[]} events */
  see(events) {
    this.sharing?.see(events);
  }

  async load() {
    const { Sharing } = await import("./sharing.js");
    return (this.sharing ??= new Sharing(this.app));
  }

  /** What is on its way to that room or person. @param {string} key */
  coming(key) {
    return this.sharing?.coming(key) ?? [];
  }

  /**
   * Upload them, and say the text with their links once they are there.
   * @param {string} key
   * @param {File[]} files
   * @param {{text: string, reply?: string}} said
   */
  async send(key, files, said) {
    (await this.load()).send(key, files, said);
  }

  /**
   * The picture as an address within this page; of `whole` the picture itself, not the smaller one.
   * @param {Shared} file
   * @param {boolean} [whole]
   */
  async picture(file, whole) {
    return (await this.load()).picture(file, whole);
  }

  /** Keep a file: the browser saves it under its name. Throws with the server's words. @param {Shared} file */
  async save(file) {
    await (await this.load()).save(file);
  }
}
