/** What the word before the cursor may become: people, rooms, commands, emoji. */

import { lower } from "../../irc/casemap.js";
import { all as allCommands } from "../../typed/table.js";
import { t } from "../../strings/index.js";
import { order } from "../../views/places.js";
import { presenceOf } from "../presence.js";

const MOST = 8;

/** @typedef {import("./completing.js").Choice} Choice */

/** Whether a name begins with the word, or a part of it does. @param {string} name @param {string} word */
function fits(name, word) {
  const lower = name.toLowerCase();
  return lower.startsWith(word) || lower.split(/[-_.]/).some((part) => part.startsWith(word));
}

/**
 * People whose name begins so: who spoke here lately first, then members, then others.
 * @param {{name: string, key: string, spoke: number, member: boolean, hint: string}[]} people
 * @param {string} word
 * @param {boolean} first  at the start of the text: a name there addresses somebody
 * @returns {Choice[]}
 */
export function people(people, word, first) {
  const begun = word.toLowerCase();
  const found = people.filter((one) => fits(one.name, begun));
  found.sort((one, other) => Number(other.member) - Number(one.member) || other.spoke - one.spoke || one.name.localeCompare(other.name));
  return found.slice(0, MOST).map(({ name, key, hint }) => ({ text: `@${name}${first ? ": " : " "}`, label: name, hint, key }));
}

/** @param {{name: string, hint: string}[]} rooms @param {string} word @returns {Choice[]} */
export function rooms(rooms, word) {
  const begun = word.toLowerCase();
  return rooms.filter((room) => fits(room.name.replace(/^#/, ""), begun)).slice(0, MOST).map(({ name, hint }) => ({ text: `${name} `, label: name, hint }));
}

/**
 * Commands whose name or other name begins so; what is typed whole comes first, and stays as it is.
 * @param {{name: string, usage: string, help: string, aliases: string[]}[]} commands
 * @param {string} typed
 * @returns {Choice[]}
 */
export function commands(commands, typed) {
  const begun = typed.toLowerCase();
  const found = commands.flatMap(({ name, usage, help, aliases }) => {
    const word = [name, ...aliases].filter((one) => one.startsWith(begun)).sort((one, other) => Number(other === begun) - Number(one === begun))[0];
    return word === undefined ? [] : [{ word, usage, help, rank: word === begun ? 0 : word === name ? 1 : 2 }];
  });
  found.sort((one, other) => one.rank - other.rank);
  return found.slice(0, MOST).map(({ word, usage, help }) => ({ text: `/${word} `, label: usage.replace(/^\/\S+ ?/, ""), hint: help, sign: `/${word}` }));
}

/** @param {{sign: string, name: string, short: string}[]} found @returns {Choice[]} */
export function emoji(found) {
  return found.slice(0, MOST).map(({ sign, short, name }) => ({ text: `${sign} `, label: `:${short}:`, hint: name, sign }));
}

/** Who there is, with what is said beside the name. @param {import("../../app.js").App} app @param {any} buffer */
export function known(app, buffer) {
  const here = [...app.state.people].map(([key, person]) => ({
    key, name: person.name, spoke: person.spoke_at ?? 0, member: buffer.members.has(key) || key === buffer.key, hint: hint(app, key, person),
  }));
  return here.filter((one) => one.key !== lower(app.state.me.name));
}

/** @param {import("../../app.js").App} app @param {any} key @param {any} person */
function hint(app, key, person) {
  const presence = presenceOf(app, key);
  const how = presence === "here" ? "" : t(`presence.${presence}`);
  return [person.display_name, how, !person.account && !person.bot && t("card.guest"), person.bot && t("tag.bot")].filter(Boolean).join(", ");
}

/** @param {import("../../app.js").App} app @param {any} buffer @param {any} wanted */
export async function choicesOf(app, buffer, wanted) {
  if (wanted.kind === "person") return people(known(app, buffer), wanted.word, wanted.from === 0);
  if (wanted.kind === "room") return rooms(knownRooms(app), wanted.word);
  if (wanted.kind === "command") return commands(allCommands().filter((one) => !one.operators || app.state.me.operator), wanted.word);
  const data = await import("../../emoji/index.js").catch(() => null);
  return data ? emoji(data.find(wanted.word)) : [];
}

/** @param {import("../../app.js").App} app */
function knownRooms(app) {
  const mine = order(app).rooms.map((room) => ({ name: room.name, hint: room.topic.text }));
  const others = (app.state.rooms ?? []).filter((/** @type {any} */ room) => !mine.some((one) => one.name === room.name)).map((/** @type {any} */ room) => ({ name: room.name, hint: room.topic }));
  return [...mine, ...others];
}

