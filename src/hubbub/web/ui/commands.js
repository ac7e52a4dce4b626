/** Typed commands that open something on this page. */

import { show } from "./layers.js";
import { showAudit, showHelp, showInvitations, showInvite, showKeepName, showLogIn, showPins, showReports, showRooms, showSettings, showTopic } from "./opening.js";
import { go } from "./places.js";
import { Switcher } from "./switcher.js";
import { isSaid } from "../views/rows.js";
import { view } from "./view.js";

/** The room or conversation that is open. @param {import("../app.js").App} app */
const open = (app) => ({ buffer: app.state.buffers.get(view.state.key) });

/** To the first of the last so many messages, as far as they are there. @param {import("../app.js").App} app */
function back(app, { key, count = 20 }) {
  const said = app.state.buffers.get(key)?.timeline.items.filter(isSaid) ?? [];
  const first = said.at(-count) ?? said[0];
  if (first) go(key, first.id);
}

/** @type {Record<string, (app: import("../app.js").App, args: any) => any>} */
const OPENS = {
  help: (_app, args) => showHelp({ command: args?.command }),
  search: (_app, args) => view.set({ panel: "search", search: { text: args?.text ?? args?.words ?? "" } }),
  history: back,
  members: () => view.set({ panel: "members" }),
  rooms: () => showRooms(),
  people: () => show(Switcher, { begin: "@" }),
  message: () => show(Switcher, { begin: "@" }),
  invite: (app) => showInvite(open(app)),
  invitations: () => showInvitations(),
  settings: (_app, args) => showSettings({ tab: args?.tab }),
  account: () => showSettings({ tab: "account" }),
  register: () => showKeepName(),
  login: () => showLogIn(),
  audit: (app) => showAudit(open(app)),
  topic: (app) => showTopic(open(app)),
  pins: (app) => showPins(open(app)),
  reports: (app) => showReports(open(app)),
};

/** Open what a command asked for. @param {import("../app.js").App} app @param {string} what @param {any} [args] */
export function openByCommand(app, what, args) {
  return OPENS[what]?.(app, args);
}
