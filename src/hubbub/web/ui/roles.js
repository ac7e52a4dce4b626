/** Roles of a room by their letters, and their names in the interface. */

import { lower } from "../irc/casemap.js";

/** From the highest: letter of the mode, its name, the heading of its group. */
export const ROLES = [
  ["q", "owner"], ["a", "admin"], ["o", "operator"], ["h", "moderator"], ["v", "voice"],
];

const TAGGED = new Set(["owner", "operator", "moderator", "admin"]);

/** The highest role somebody has in a room, "" for none. @param {any} member */
export function roleOf(member) {
  const letters = member?.roles ?? "";
  return ROLES.find(([letter]) => letters.includes(letter))?.[1] ?? "";
}

/** The role that stands beside a name in the talk. @param {any} buffer @param {string} name */
export function topRole(buffer, name) {
  if (buffer.kind !== "room") return "";
  const role = roleOf(buffer.members.get(lower(name)));
  return TAGGED.has(role) ? role : "";
}
