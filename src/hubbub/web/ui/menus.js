/** The menus of the frame: of the server, of oneself, of a room or conversation, of its notifications. */

import { t } from "../strings/index.js";
import { copy } from "./clipboard.js";
import { openMenu } from "./menu.js";
import { showAbout, showAudit, showAway, showBans, showHelp, showInvite, showKeeping, showKeepName, showLeave, showLogIn, showLogOut, showPins, showRenameRoom, showReports, showRoomSettings, showRooms, showSettings, showTopic } from "./opening.js";
import { done } from "./acts.js";
import { takingRole } from "./override.js";
import { goToPage, linkTo } from "./places.js";
import { toast } from "./toast.js";
import { view } from "./view.js";

const settings = (tab) => () => showSettings({ tab });

/** @param {import("../app.js").App} app @param {Element} at */
export function serverMenu(app, at) {
  openMenu(at, app.about.name, [
    app.mayDo("invite.server") && { icon: "ticket", label: t("menu.invite"), act: () => showInvite() },
    { icon: "plus", label: t("side.join"), act: () => showRooms() },
    { icon: "check", label: t("menu.read.all"), act: () => readAll(app) },
    null,
    { icon: "settings", label: t("settings.title"), act: settings("appearance") },
    app.mayDo("operate") && { icon: "graph", label: t("operator.open"), act: () => goToPage("operator") },
    { icon: "list", label: t("menu.help"), act: () => showHelp() },
    { icon: "terminal", label: t("menu.about"), act: () => showAbout() },
    null,
    { icon: "leave", label: t("menu.leave.server"), act: () => app.leave() },
  ]);
}

function readAll(app) {
  for (const key of app.state.buffers.keys()) app.readUpTo(key, 0);
}

/** @param {import("../app.js").App} app @param {Element} at */
export function meMenu(app, at) {
  const { me } = app.state;
  const away = me.away !== null && me.away !== undefined;
  openMenu(at, me.name, [
    away ? { icon: "check", label: t("me.back"), act: () => done(app.do("away", { text: "" })) } : { icon: "moon", label: t("me.away"), act: () => showAway() },
    { icon: "person", label: t("me.profile"), act: settings("you") },
    me.account ? { icon: "key", label: t("me.account.settings"), act: settings("account") } : { icon: "key", label: t("me.keep"), act: () => showKeepName() },
    !me.account && { icon: "enter", label: t("me.log.in"), act: () => showLogIn() },
    null,
    { icon: "leave", label: t(me.account ? "me.log.out" : "me.leave"), act: () => showLogOut() },
  ]);
}

/** The menu of a row of the sidebar. */
export function placeMenu(app, at, buffer) {
  openMenu(at, buffer.name, [
    { icon: "check", label: t("place.read"), act: () => app.readUpTo(buffer.key, 0) },
    { icon: "bell", label: t("place.notify"), act: () => notifyMenu(app, at, buffer) },
    { icon: "link", label: t("place.link"), act: () => copyLink(buffer) },
    buffer.kind === "person" && { icon: "clock", label: t("place.keeping"), act: () => showKeeping({ buffer }) },
    null,
    leave(app, buffer),
  ]);
}

async function copyLink(buffer) {
  toast((await copy(linkTo(buffer.key, ""))) ? t("copied.link") : t("copy.failed"));
}

function leave(app, buffer) {
  if (buffer.kind === "person") return { icon: "close", label: t("place.close"), act: () => done(app.do("close", { buffer: buffer.key })) };
  return { icon: "leave", label: t("place.leave"), bad: true, act: () => showLeave({ buffer }) };
}

/** More about a room or conversation. */
export function roomMenu(app, at, buffer) {
  if (buffer.kind === "person") return placeMenu(app, at, buffer);
  const may = (act) => app.mayDo(act, buffer.key);
  return openMenu(at, buffer.name, [
    may("invite") && { icon: "ticket", label: t("invite.into", { room: buffer.name }), act: () => showInvite({ buffer }) },
    { icon: "people", label: t("members.title"), act: () => view.set({ panel: "members" }) },
    { icon: "bell", label: t("place.notify"), act: () => notifyMenu(app, at, buffer) },
    { icon: "pin", label: t("room.pins", { n: buffer.pins.length }), act: () => showPins({ buffer }) },
    { icon: "link", label: t("place.link"), act: () => copyLink(buffer) },
    { icon: "check", label: t("place.read"), act: () => app.readUpTo(buffer.key, 0) },
    null,
    may("topic") && { icon: "pencil", label: t("head.topic.edit"), act: () => showTopic({ buffer }) },
    may("rename_room") && { icon: "hash", label: t("room.rename"), act: () => showRenameRoom({ buffer }) },
    { icon: "lock", label: t("room.settings"), act: () => showRoomSettings({ buffer }) },
    may("ban") && { icon: "ban", label: t("room.bans"), act: () => showBans({ buffer }) },
    may("audit") && { icon: "list", label: t("room.audit"), act: () => showAudit({ buffer }) },
    may("reports") && { icon: "flag", label: t("room.reports"), act: () => showReports({ buffer }) },
    takingRole(app, buffer.name),
    null,
    leave(app, buffer),
  ]);
}

const LEVELS = ["mentions", "all", "nothing"];

/** What one is told of. */
export function notifyMenu(app, at, buffer) {
  app.notifications?.seenMissed();
  const hints = { mentions: t("notifying.mentions.hint"), nothing: t("notifying.nothing.hint") };
  openMenu(at, t("place.notify"), [
    ...LEVELS.map((level) => ({ label: t(`notify.${level}`), hint: hints[level], checked: buffer.notify === level, act: () => done(app.do("notify", { buffer: buffer.key, level })) })),
    null,
    app.settings.quiet_until > Date.now() ? { icon: "bell", label: t("notifying.loud"), act: () => app.set("quiet_until", 0) } : { icon: "clock", label: t("notifying.quiet"), act: () => app.set("quiet_until", Date.now() + 3_600_000) },
    app.notifications?.permission === "default" && { icon: "bell", label: t("notifying.ask"), act: () => app.notifications.ask() },
  ]);
}
