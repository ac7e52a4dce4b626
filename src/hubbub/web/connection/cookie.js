/**
 * The cookie by which this browser comes back as who it was (docs/ext/session.md): asked for when we are let in, when we
 * are somebody else, and once a day. No script can read it, this one neither.
 */

import { SESSION } from "../client/protocol/capabilities.js";

const RENEWED = 86_400_000; // milliseconds
export const COOKIE = "*"; // the token that the cookie stands for

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../client/events.js").Event} Event */

export class Cookie {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
  }

  /**
   * Something happened; only the tab that leads asks.
   * @param {Event[]} events
   */
  see(events) {
    for (const event of events) {
      if (event.event === "ready" || (event.event === "me_changed" && event.fields.includes("account"))) this.ask();
      if (event.event === "session_ticket") void this.take(event.ticket);
    }
  }

  ask() {
    const { client } = this.app.engine;
    const { at = 0, account = null } = /** @type {any} */ (this.app.keeping.shelf.get("cookie", {}));
    const fresh = account === client.state.me.account && Math.abs(Date.now() - at) < RENEWED && client.token === COOKIE;
    if (client.ready && client.link.offered.has(SESSION) && !fresh) void this.app.do("keep_session");
  }

  /** @param {string} ticket */
  async take(ticket) {
    const { account } = this.app.state.me;
    const answer = await this.post("session", { ticket });
    if (answer?.status !== 204) return;
    this.app.keeping.shelf.set("cookie", { at: Date.now(), account });
    void this.app.share.ask(["token", Date.now(), COOKIE]);
  }

  /** Be nobody in this browser any more. */
  async forget() {
    this.app.keeping.shelf.remove("cookie");
    await this.post("session/end", {});
  }

  /**
   * @param {string} path
   * @param {any} body
   */
  post(path, body) {
    const headers = { "Content-Type": "application/json" };
    const given = { method: "POST", headers, body: JSON.stringify(body), keepalive: true };
    return fetch(new URL(path, this.app.base), given).catch(() => null);
  }
}
