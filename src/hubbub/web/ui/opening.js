/** What opens something that is loaded when it is first opened: one list, so that nobody else has to know where it is. */

import { dialog, late, menu, question } from "./late.js";

const menus = () => import("./menus.js");
const message = () => import("./message-menu.js");
const messageDialogs = () => import("./message-dialogs.js");
const people = () => import("./people-dialogs.js");
const rooms = () => import("./room-dialogs.js");
const invite = () => import("./invite.js");
const account = () => import("./settings/account.js");
const accounts = () => import("./account-dialogs.js");
const uban = () => import("./uban-dialog.js");
const audit = () => import("./audit.js");
const paste = () => import("./composer/paste.js");
const viewer = () => import("./viewer.js");
const about = () => import("./about.js");
const help = () => import("./help.js");
const settings = () => import("./settings/dialog.js");
const locked = () => import("./locked.js");
const listing = () => import("./rooms.js");
const commands = () => import("./commands.js");
const picker = () => import("./picker.js");
const card = () => import("./card.js");

/** (at, who, buffer?): the card of somebody. */
export const openCard = menu(card, "openCard");
/** (at, choose): an emoji. */
export const openPicker = menu(picker, "openPicker");
/** (app, at) */
export const serverMenu = menu(menus, "serverMenu");
/** (app, at) */
export const meMenu = menu(menus, "meMenu");
/** (app, at, buffer): of a row of the sidebar */
export const placeMenu = menu(menus, "placeMenu");
/** (app, at, buffer): more about a room or conversation */
export const roomMenu = menu(menus, "roomMenu");
/** (app, at, buffer): what one is told of */
export const notifyMenu = menu(menus, "notifyMenu");
/** (app, at, buffer, item) */
export const messageMenu = menu(message, "messageMenu");
/** (app, what, args): what a typed command opens */
export const openByCommand = late(commands, "openByCommand");

export const showRemove = dialog(messageDialogs, "RemoveDialog");
export const showReport = dialog(messageDialogs, "ReportDialog");
export const showSelectText = dialog(message, "SelectText");
export const showBan = dialog(people, "BanDialog");
export const showMute = dialog(people, "MuteDialog");
export const showKick = dialog(people, "KickDialog");
export const showRole = dialog(people, "RoleDialog");
export const showBlock = dialog(people, "BlockDialog");
export const showReportPerson = dialog(people, "ReportPersonDialog");
export const showAway = dialog(people, "AwayDialog");
export const showLogOut = dialog(people, "LogOutDialog");
export const showTopic = dialog(rooms, "TopicDialog");
/** ({anchor, buffer}) */
export const showTopicBox = dialog(rooms, "TopicBox");
export const showRenameRoom = dialog(rooms, "RenameRoomDialog");
/** ({room, then}): a link leads to a room that one is not in */
export const showLinkedRoom = question(rooms, "LinkedRoomDialog");
/** ({room, refused, done}): its key is asked for */
export const showLocked = question(locked, "LockedDialog");
export const showLeave = dialog(rooms, "LeaveDialog");
export const showRoomSettings = dialog(rooms, "RoomSettings");
export const showBans = dialog(rooms, "BansDialog");
export const showKeeping = dialog(rooms, "KeepingDialog");
export const showBanMask = dialog(rooms, "BanMaskDialog");
export const showPins = dialog(rooms, "PinsDialog");
export const showRooms = dialog(listing, "RoomsDialog");
export const showInvite = dialog(invite, "InviteDialog");
export const showInvitations = dialog(invite, "InvitationsDialog");
export const showQr = dialog(invite, "QrDialog");
export const showSettings = dialog(settings, "Settings");
export const showKeepName = dialog(account, "KeepName");
export const showLogIn = dialog(account, "LogIn");
export const showReset = dialog(account, "ResetDialog");
/** ({name, again?}): of operators, about somebody's account */
export const showAccount = dialog(accounts, "AccountDialog");
export const showRenameAccount = dialog(accounts, "RenameAccountDialog");
export const showSuspend = dialog(accounts, "SuspendDialog");
/** ({target?, again?}): a ban from the whole server */
export const showUban = dialog(uban, "UbanDialog");
export const showAudit = dialog(audit, "AuditDialog");
export const showReports = dialog(audit, "ReportsDialog");
export const showHelp = dialog(help, "Help");
export const showAbout = dialog(about, "About");
export const showViewer = dialog(viewer, "Viewer");
export const showLongText = dialog(paste, "LongText");
