/** Typed commands that open something on this page. */

import { show } from "./layers.js";
import { go } from "./places.js";
import { Switcher } from "./switcher.js";
import { view } from "./view.js";

/** @type {Record<string, (app: any, args: any) => any>} */
const OPENS = {
  help: (_app, args) => dialog(import("./help.js"), "Help", { command: args?.command }),
  search: (_app, args) => view.set({ panel: "search", search: { text: args?.text ?? args?.words ?? "" } }),
  members: () => view.set({ panel: "members" }),
  rooms: () => dialog(import("./rooms.js"), "RoomsDialog"),
  people: () => show(Switcher, { begin: "@" }),
  invite: (app) => dialog(import("./invite.js"), "InviteDialog", { buffer: app.state.buffers.get(view.state.key) }),
  invitations: () => dialog(import("./invite.js"), "InvitationsDialog"),
  settings: (_app, args) => dialog(import("./settings/dialog.js"), "Settings", { tab: args?.tab }),
  account: () => dialog(import("./settings/dialog.js"), "Settings", { tab: "account" }),
  register: () => dialog(import("./settings/account.js"), "KeepName"),
  login: () => dialog(import("./settings/account.js"), "LogIn"),
  audit: (app) => dialog(import("./audit.js"), "AuditDialog", { buffer: app.state.buffers.get(view.state.key) }),
  reports: (app) => dialog(import("./audit.js"), "ReportsDialog", { buffer: app.state.buffers.get(view.state.key) }),
  message: () => show(Switcher, { begin: "@" }),
  place: (_app, args) => go(args.key),
};

/** Open what a command asked for. @param {any} app @param {string} what @param {any} [args] */
export function openByCommand(app, what, args) {
  return OPENS[what]?.(app, args);
}

async function dialog(loading, name, props = {}) {
  const module = await loading;
  show(module[name], props);
}
