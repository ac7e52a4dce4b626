/** Going to rooms and people: by the address bar, so that back and forward work, with links that can be copied. */

import { lower } from "../irc/casemap.js";
import { codeOf, fragmentOf, placeOf } from "../routes.js";
import { arrived, closeAbove, followCover, takeStep, uncover, whenThere } from "./layers.js";
import { showLinkedRoom } from "./opening.js";
import { view } from "./view.js";

/** Whether an address is the operator's page. */
const isOperator = (path) => path.endsWith("/operator");

/**
 * Follow the address bar, and open where it says.
 * @param {import("../app.js").App} app
 */
export function followAddress(app) {
  let followed = "";
  const follow = () => {
    followed = location.href;
    arrive(app);
  };
  addEventListener("hashchange", follow);
  addEventListener("popstate", (event) => {
    if (event.isTrusted && arrived() && location.href === followed) return;
    if ((event.isTrusted && uncover()) || closeAbove(event.state?.layers ?? 0)) return;
    if (!event.isTrusted || location.href !== followed) follow(); // else something was closed, and nothing is another
  });
  followCover();
  app.store.watch("join", () => {
    if (app.joining.step !== "in") return;
    if (codeOf(location.hash) || location.search) history.replaceState(null, "", base()); // a code is used up, a name was typed
    follow(); // what the address says could not be opened before
  });
  app.listen((events) => events.forEach((event) => event.event === "buffer_renamed" && rename(event.before, event.buffer ?? "")));
  app.store.watch("list", () => settle(app));
  app.store.watch("connection", () => offer(app));
  follow();
}

let answered = ""; // the address that was shown, or asked about

/** The address leads to a room where one is not: that is asked, once it is certain. */
function offer(app) {
  const { target = "", id = "" } = placeOf(location.hash) ?? {};
  if (!target.startsWith("#") || answered === location.href || app.joining.step !== "in" || app.connection.phase !== "on") return;
  answered = location.href;
  if (!app.state.buffers.has(lower(target))) showLinkedRoom({ room: target, then: () => go(lower(target), id) });
}

/** Open what the address says, else the lobby or the first room. */
function arrive(app) {
  const page = isOperator(location.pathname) ? "operator" : "chat";
  if (page !== view.state.page) view.set({ page });
  const place = placeOf(location.hash);
  if (!place) return settle(app);
  open(app, lower(place.target), place.id);
  return offer(app);
}

/** Where nothing is open, or what was open is gone: the lobby, else the first there is. */
function settle(app) {
  const { buffers, server } = app.state;
  if (app.joining.step !== "in" || buffers.has(view.state.key)) return;
  if (view.state.key && lower(placeOf(location.hash)?.target ?? "") === view.state.key && app.connection.phase !== "on") return;
  const key = [lower(server.lobby || ""), ...buffers.keys()].find((one) => buffers.has(one));
  if (key) open(app, key, "");
  else if (view.state.key) view.set({ key: null });
}

/** What is open has another name: it stays open. @param {string} before @param {string} key */
function rename(before, key) {
  if (view.state.key !== before) return;
  view.set({ key });
  history.replaceState(history.state, "", base() + fragmentOf(key));
}

/** Show a room or conversation. */
function open(app, key, id) {
  view.set({ key, goal: id ? { key, id } : null, drawer: false });
  if (!app.state.buffers.has(key)) return;
  if (lower(placeOf(location.hash)?.target ?? "") === key) answered = location.href;
  app.do("open", { buffer: key });
}

/**
 * Go to a room or person (it becomes a step of the history), and there to a message.
 * @param {string} key
 * @param {string} [id]
 */
export function go(key, id = "") {
  whenThere(() => enter(base() + fragmentOf(key, id)));
}

/** An address of the chat becomes a step of the history, and is opened. @param {string} address */
function enter(address) {
  const here = location.pathname + location.hash;
  if (takeStep() || (history.state?.cover && here !== address)) history.replaceState(null, "", address);
  else if (here !== address) history.pushState(null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}

/** A link to a message that works from anywhere. @param {string} key @param {string} id */
export function linkTo(key, id) {
  return location.origin + base() + fragmentOf(key, id);
}

/** The path of the chat. */
function base() {
  return location.pathname.replace(/(operator|invite)$/, "");
}

/**
 * Write to somebody: opens the conversation, empty if need be.
 * @param {import("../app.js").App} app
 * @param {string} name
 */
export async function write(app, name) {
  await app.do("open", { buffer: name });
  go(lower(name));
}

/** Go to the operator's page, or from it back to the chat. @param {"operator"|"chat"} page */
export function goToPage(page) {
  whenThere(() => turn(page));
}

/** @param {"operator"|"chat"} page */
function turn(page) {
  const address = page === "operator" ? `${base()}operator` : `${base()}${view.state.key ? fragmentOf(view.state.key) : ""}`;
  if (takeStep()) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  view.set({ page, turned: true, drawer: false });
}
