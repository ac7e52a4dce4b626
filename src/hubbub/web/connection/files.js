/** Files, as far as every page needs it: what shares and fetches them (sharing.js) is loaded when there are any. */

import { FILES } from "../client/protocol/capabilities.js";

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

  /** Whether anything is being uploaded. */
  isBusy() {
    return Boolean(this.sharing?.parcels.length);
  }

  /** What is on its way to that room or person. @param {string} key */
  coming(key) {
    return this.sharing?.coming(key) ?? [];
  }

  /**
   * `send`, `picture`, `save`, `link`: as `Sharing` has them.
   * @template {"send" | "picture" | "save" | "link"} N
   * @param {N} what
   * @param {Parameters<import("./sharing.js").Sharing[N]>} given
   * @returns {Promise<any>}
   */
  async do(what, ...given) {
    const sharing = /** @type {any} */ (await this.load());
    return sharing[what](...given);
  }
}
