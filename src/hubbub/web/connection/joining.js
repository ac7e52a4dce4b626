/** Being let in: from the form, or by what this browser knows of an earlier visit; and going. */

import { lower } from "../irc/casemap.js";
import { codeOf } from "../routes.js";
import { COOKIE } from "./cookie.js";
import { nonce } from "./visit.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../client/events.js").Event} Event */
/**
 * Why one is not let in. `field`: which of the form's it is about; `free`: a name that may be.
 * @typedef {{field: "name" | "password" | "code" | "server", code: string, text: string, free?: string}} Problem
 */

export class Joining {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {"form" | "joining" | "in"} */
    this.step = "form";
    /** @type {Problem | null} */
    this.error = null;
    this.resuming = false;
    this.asked = { name: "", password: "", code: "" };
  }

  /** Go on with a visit that this browser knows of: its places and what is unsent are there before there is a connection. */
  begin() {
    const { name } = this.app.keeping.here();
    if (!name) return;
    this.resuming = true;
    this.is(this.app.keeping.visit() ? "in" : "joining");
  }

  /** This tab leads: if there is a visit to go on with, do so. */
  resume() {
    const { name } = this.app.keeping.here();
    if (!this.resuming || !name) return;
    this.app.share.begin({ name, nonce: nonce(), token: COOKIE, kept: this.app.keeping.visit(), ...this.given() });
  }

  /** What every visit of this browser begins with. */
  given() {
    return { scram: globalThis.crypto?.subtle !== undefined, words: this.app.settings.words };
  }

  /**
   * @param {{name: string, password?: string, code?: string}} who
   */
  async join({ name, password = "", code = "" }) {
    const before = this.asked;
    this.begins({ name, password, code });
    const same = !password && !before.password && code === before.code;
    if (same && this.app.share.isWaitingForName()) {
      await this.app.share.ask(["name", Date.now(), name]);
      return;
    }
    const login = password ? { account: name, password } : null;
    const visit = this.app.keeping.visit();
    const kept = visit && lower(visit.name) === lower(name) ? visit : null; // what was unsent is still theirs
    await this.app.share.ask(["start", Date.now(), { name, nonce: nonce(), code, login, kept, ...this.given() }]);
  }

  /** Somebody wants to come in, in this tab or another. @param {{name: string, password: string, code: string}} who */
  begins(who) {
    this.asked = who;
    this.resuming = false;
    this.is("joining");
  }

  /** Say goodbye, with these words, and forget on this device what is ours. @param {string} [text] */
  async leave(text = "") {
    await this.app.notifications.forgetPush().catch(() => {});
    await this.app.share.ask(["leave", Date.now(), text]);
    await this.app.cookie.forget();
  }

  /**
   * @param {Event[]} events
   */
  see(events) {
    for (const event of events) SEEN[event.event]?.(this, event);
  }

  /**
   * @param {"form" | "joining" | "in"} step
   * @param {Problem | null} [error]
   */
  is(step, error = null) {
    this.become(step, error);
    this.app.share.tellConnection();
  }

  /**
   * So it is, says the tab that leads.
   * @param {"form" | "joining" | "in"} step
   * @param {Problem | null} error
   */
  become(step, error) {
    this.step = step;
    this.error = error;
    if (step !== "form") void this.app.knowCommands();
    if (step === "in" && codeOf(location.hash)) history.replaceState(history.state, "", this.app.base); // it is used
    this.app.store.touch("join");
  }

  /** No connection came to stand. */
  unreachable() {
    if (this.step === "joining" && !this.resuming) this.refused({ field: "server", code: "no_connection", text: "" });
  }

  /**
   * Not let in: back to the form, which says why.
   * @param {Problem} problem
   * @param {boolean} [waits] whether the connection waits for another name
   */
  refused(problem, waits = false) {
    if (this.app.engine.client.ready) return;
    if (!waits) this.app.share.giveUp();
    this.is("form", problem);
    this.resuming = false;
  }
}

/** What an event means for who wants to come in. @type {Record<string, (joining: Joining, event: Event) => void>} */
const SEEN = {
  ready(joining) {
    joining.resuming = false;
    if (joining.step !== "in") joining.is("in");
  },
  name_refused(joining, { name, reason, code }) {
    if (joining.asked.password) return joining.refused({ field: "password", code: "login", text: reason });
    joining.refused({ field: "name", code: NAMES[code] ?? "bad_name", text: reason, free: `${name}2` }, true);
  },
  login_refused: (joining, { reason }) => joining.refused({ field: "password", code: "login", text: reason }),
  not_admitted(joining, { invited, reason }) {
    const code = invited ? "invitation_required" : "account_required";
    joining.refused({ field: invited ? "code" : "password", code, text: reason });
  },
  password_refused: (joining, { reason }) => joining.refused({ field: "code", code: "code", text: reason }),
  disconnected(joining, { reason }) {
    if (joining.step === "in" || joining.resuming) return;
    if (joining.step === "form") return joining.app.share.giveUp(); // who thinks about another name reads on why
    joining.refused({ field: "server", code: reason && reason !== "no_answer" ? "turned_away" : "no_connection", text: reason });
  },
  banned(joining, { reason }) {
    const { app } = joining;
    app.share.giveUp();
    app.connectionIs({ phase: "refused", refusal: { code: "banned", text: reason } });
  },
};

/** Why a name is refused, by the code of the refusal. @type {Record<string, string>} */
const NAMES = {
  433: "taken",
  436: "taken",
  437: "taken",
  432: "bad_name",
  NICKNAME_RESERVED: "registered",
  ACCOUNT_REQUIRED: "registered",
};
