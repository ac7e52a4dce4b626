/** The answer to who somebody is, collected into one record. */

import { lower } from "../../irc/casemap.js";
import * as n from "../../irc/numerics.js";
import { number } from "../protocol/isupport.js";

/** @typedef {import("./handler.js").Handler} Handler */
/** @typedef {import("../state/store.js").Whois} Whois */

const MOST_LINES = 100;
const MOST_ROOMS = 1000;

/**
 * A handler of one line of the answer; `take` gets its parameters behind the name.
 * @param {(whois: Whois, rest: string[]) => void} take
 * @returns {Handler}
 */
function row(take) {
  return (client, line) => {
    const { whois } = client.state;
    if (whois && client.collected.has("whois") && lower(whois.name) === lower(line.params[1])) take(whois, line.params.slice(2));
    return [];
  };
}

const user = row((whois, rest) => {
  whois.host = rest.length > 1 ? `${rest[0]}@${rest[1]}` : "";
  whois.realname = rest[rest.length - 1] ?? "";
});

const idle = row((whois, [seconds, since = ""]) => {
  whois.idle = seconds === undefined ? -1 : number(seconds, 0);
  whois.since = number(since, 0) * 1000;
});

const rooms = row((whois, rest) => {
  whois.rooms = [...whois.rooms, ...(rest[rest.length - 1] ?? "").split(" ").filter((room) => room)].slice(0, MOST_ROOMS);
});

const more = row((whois, rest) => {
  whois.lines = [...whois.lines, rest.join(" ")].slice(-MOST_LINES);
});

/** @type {Handler} */
function end(client) {
  const { whois, people } = client.state;
  if (!client.collected.delete("whois") || !whois) return [];
  const key = lower(whois.name);
  const answered = { event: "whois_answered", person: key };
  const person = people.get(key);
  if (!person) return [answered];
  if (whois.host) Object.assign(person, { realname: whois.realname, account: whois.account, bot: whois.bot || person.bot });
  return [{ event: "person_changed", person: key }, answered];
}

/** @type {import("./handler.js").Handlers} */
export const HANDLERS = {
  [n.RPL_WHOISUSER]: [2, user],
  [n.RPL_WHOISIDLE]: [2, idle],
  [n.RPL_WHOISCHANNELS]: [2, rooms],
  [n.RPL_WHOISACCOUNT]: [2, row((whois, [account = ""]) => void (whois.account = account))],
  [n.RPL_WHOISOPERATOR]: [2, row((whois) => void (whois.operator = true))],
  [n.RPL_WHOISBOT]: [2, row((whois) => void (whois.bot = true))],
  [n.RPL_WHOISSECURE]: [2, row((whois) => void (whois.secure = true))],
  [n.RPL_WHOISSPECIAL]: [2, more],
  [n.RPL_WHOISHOST]: [2, more],
  [n.RPL_WHOISMODES]: [2, more],
  [n.RPL_WHOISCERTFP]: [2, more],
  [n.RPL_WHOISACTUALLY]: [2, more],
  [n.RPL_ENDOFWHOIS]: [1, end],
};
