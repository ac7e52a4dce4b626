/**
 * Which part of this browser keeps what: settings stay; drafts of a guest are forgotten with the tab, an account's are
 * not; unsent messages stay until they are sent, for a visit outlives its tab. All of a person's is erased at logout.
 */

import { Drafts } from "./drafts.js";
import { Shelf, storageOf } from "./local.js";

export class Keeping {
  /**
   * @param {string} scope what the names of all that is kept begin with
   * @param {(key: string) => void} draftChanged
   */
  constructor(scope, draftChanged) {
    this.shelf = new Shelf(storageOf("localStorage"), scope);
    this.guest = new Shelf(storageOf("sessionStorage"), scope);
    this.drafts = new Drafts(this.here().account ? this.shelf : this.guest, draftChanged);
    this.last = "";
    this.drafts.recover(this.guest.get("uploads", []));
    this.guest.remove("uploads");
  }

  /** What goes with files that are being uploaded in this tab. @param {{key: string, text: string, reply: string, files: string[]}[]} parcels */
  keepUploads(parcels) {
    if (parcels.length) this.guest.set("uploads", parcels);
    else this.guest.remove("uploads");
  }

  /** Who was let in here and has not gone: the name, "" for nobody, and whether by an account. */
  here() {
    const { name = "", account = false } = /** @type {any} */ (this.shelf.get("here", {}));
    return { name: String(name), account: Boolean(account) };
  }

  /** What was kept of the visit (client/kept.js); null for nothing. */
  visit() {
    /** @type {any} */
    const kept = this.shelf.get("visit", {});
    return "version" in kept ? kept : null;
  }

  /**
   * Keep what a reload goes on with.
   * @param {{name: string}} kept
   * @param {boolean} account
   */
  keep(kept, account) {
    const text = JSON.stringify(kept);
    if (text === this.last) return;
    this.last = text;
    this.shelf.set("visit", kept);
    this.shelf.set("here", { name: kept.name, account });
    this.drafts.move(account ? this.shelf : this.guest);
  }

  /** Forget everything of the person; settings stay. */
  forget() {
    this.drafts.forget();
    this.last = "";
    for (const name of ["visit", "here"]) this.shelf.remove(name);
    this.keepUploads([]);
  }
}
