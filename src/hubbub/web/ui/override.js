/** Operators of the server have in a room the role that they have there; they can take one, and everybody there sees it. */

import { t } from "../strings/index.js";
import { done } from "./acts.js";
import { command } from "./asking.js";
import { toast } from "./toast.js";

/**
 * Where it is of use, what makes one an operator of a room, coming in if need be: an item of a menu.
 * @param {import("../app.js").App} app
 * @param {string} room
 */
export function takingRole(app, room) {
  const key = app.keyOf(room);
  if (!app.mayDo("operate") || app.mayDo("modes", key)) return false;
  return { icon: "shield", label: t("room.override", { room }), act: () => take(app, room) };
}

/** @param {import("../app.js").App} app @param {string} room */
async function take(app, room) {
  const joined = app.state.buffers.get(app.keyOf(room))?.joined;
  if (!joined && (await done(command(app, null, "/sajoin", room)))?.ok === false) return;
  const { name } = app.state.me;
  const taken = await done(command(app, null, "/samode", room, "+o", name));
  if (taken?.ok !== false) toast(t("roles.done", { name, room, role: t("roles.name.operator") }));
}
