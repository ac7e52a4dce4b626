/**
 * Registration: capabilities, the token of an earlier connection, a name, and the server's welcome.
 *
 * The token goes before the name, so that a dead connection of ours does not make the name look taken.
 */

import * as n from "../../irc/numerics.js";
import { choose, chunks, first, plain } from "./login.js";
import { TOKEN, WANTED } from "./capabilities.js";
import * as link from "./link.js";

/**
 * offers: the capabilities are being listed; request: the request is on its way; login: we are logging in; named: name
 * and user are sent; refused: the name was, another one is awaited; welcome: 001 came; done: the welcome is complete.
 * @typedef {"offers" | "request" | "login" | "named" | "refused" | "welcome" | "done"} Step
 */
/**
 * One connection's registration. `token`: to take the visit up again, "" at first; `resumed`: that it was; `scram`:
 * whether this browser can count it; `complaint`: why we cannot log in ("" for nothing).
 * @typedef {{step: Step, name: string, token: string, password: string, login: import("./login.js").Login | null,
 *   scram: boolean, loggedIn: boolean, resumed: boolean, complaint: string,
 *   unanswered: number, mayLogIn: boolean}} Registration  `unanswered`: lines of CAP REQ
 */

export const NAME_REFUSALS = [
  n.ERR_NONICKNAMEGIVEN,
  n.ERR_ERRONEUSNICKNAME,
  n.ERR_NICKNAMEINUSE,
  n.ERR_NICKCOLLISION,
  n.ERR_UNAVAILRESOURCE,
];

/**
 * @param {{name: string, token?: string, password?: string, login?: import("./login.js").Login | null, scram?: boolean}} who
 * @returns {Registration}
 */
export function createRegistration({ name, token = "", password = "", login = null, scram = false }) {
  const none = { loggedIn: false, resumed: false, complaint: "", unanswered: 0, mayLogIn: false };
  return { step: "offers", name, token, password, login, scram, ...none };
}

/**
 * Say the first words of the connection.
 * @param {Registration} registration
 * @param {link.Link} to
 */
export function begin(registration, to) {
  if (registration.password) link.send(to, "PASS", [registration.password]);
  link.send(to, "CAP", ["LS", "302"]);
  if (!registration.token && !registration.login) introduce(registration, to);
}

/**
 * @param {Registration} registration
 * @param {link.Link} to
 */
function introduce({ name }, to) {
  if (link.isWord(name)) link.send(to, "NICK", [name]);
  link.send(to, "USER", ["guest", "0", "*", name]);
}

/**
 * A CAP line of the server.
 * @param {Registration} registration
 * @param {link.Link} to
 * @param {string[]} params
 */
export function cap(registration, to, params) {
  if (params.length < 3) return;
  const words = params[params.length - 1].split(" ").filter((word) => word);
  const act = params[1].toUpperCase();
  if (act === "LS" || act === "NEW") {
    for (const word of words) {
      const [name, ...value] = word.split("=");
      to.offered.set(name, value.join("="));
    }
    if (act === "LS" && params[2] !== "*" && registration.step === "offers") request(registration, to);
    if (act === "NEW" && registration.step === "done") more(registration, words, to);
  }
  if (act === "ACK") acknowledged(registration, to, words);
  if (act === "NAK") answered(registration, to);
  if (act === "DEL") words.forEach((name) => (to.caps.delete(name), to.offered.delete(name)));
}

/**
 * @param {Registration} registration
 * @param {link.Link} to
 */
function request(registration, to) {
  const wanted = WANTED.filter((name) => to.offered.has(name));
  if (registration.login) {
    const { login } = registration;
    login.mechanism = to.offered.has("sasl") ? choose(to.offered.get("sasl") ?? "", registration.scram) : "";
    if (login.mechanism) wanted.unshift("sasl");
    else registration.complaint = "no_login";
  }
  registration.step = "request";
  if (wanted.length) askFor(registration, wanted, to);
  else end(registration, to);
}

/**
 * The server can do more than it said at first.
 * @param {Registration} registration
 * @param {string[]} words
 * @param {link.Link} to
 */
function more(registration, words, to) {
  const wanted = words.map((word) => word.split("=")[0]).filter((name) => WANTED.includes(name));
  if (wanted.length) askFor(registration, wanted, to);
}

/**
 * In as many lines as it takes for each answer to fit into one.
 * @param {Registration} registration
 * @param {string[]} wanted
 * @param {link.Link} to
 */
function askFor(registration, wanted, to) {
  for (const line of link.packed(wanted, " ")) {
    registration.unanswered += 1;
    link.send(to, "CAP", ["REQ", line]);
  }
}

/**
 * @param {Registration} registration
 * @param {link.Link} to
 * @param {string[]} names
 */
function acknowledged(registration, to, names) {
  for (const name of names) {
    if (name.startsWith("-")) to.caps.delete(name.slice(1));
    else if (WANTED.includes(name)) to.caps.add(name);
  }
  registration.mayLogIn ||= names.includes("sasl");
  answered(registration, to);
}

/**
 * A line of ours got its yes or no; after the last one it goes on.
 * @param {Registration} registration
 * @param {link.Link} to
 */
function answered(registration, to) {
  registration.unanswered -= 1;
  if (registration.unanswered > 0 || registration.step !== "request") return;
  if (registration.mayLogIn && registration.login) {
    registration.step = "login";
    link.send(to, "AUTHENTICATE", [registration.login.mechanism]);
  } else {
    end(registration, to);
  }
}

/**
 * The server waits for who we are (its first `AUTHENTICATE +`).
 * @param {Registration} registration
 * @param {link.Link} to
 */
export function identify({ login }, to) {
  if (!login) return;
  login.step += 1;
  for (const part of chunks(login.mechanism === "PLAIN" ? plain(login) : first(login))) {
    link.send(to, "AUTHENTICATE", [part]);
  }
}

/**
 * We are logged in, or not; registration goes on.
 * @param {Registration} registration
 * @param {link.Link} to
 * @param {boolean} loggedIn
 */
export function loginOver(registration, to, loggedIn) {
  if (registration.step !== "login") return;
  registration.loggedIn = registration.resumed = loggedIn;
  registration.step = "request";
  end(registration, to);
}

/**
 * @param {Registration} registration
 * @param {link.Link} to
 */
function end(registration, to) {
  if (registration.step !== "request") return;
  registration.step = "named";
  if (registration.token || registration.login) {
    if (registration.token && to.caps.has(TOKEN) && !registration.loggedIn) {
      link.send(to, "TOKEN", [registration.token]);
      registration.resumed = true;
    }
    introduce(registration, to);
  }
  link.send(to, "CAP", ["END"]);
}

/**
 * The visit is over; what follows is a new one.
 * @param {Registration} registration
 */
export function tokenRefused(registration) {
  registration.resumed = false;
  registration.token = "";
}

/**
 * The server does not take our name.
 * @param {Registration} registration
 */
export function nameRefused(registration) {
  if (registration.step !== "offers") registration.step = "refused";
}

/**
 * Try another name.
 * @param {Registration} registration
 * @param {link.Link} to
 * @param {string} name
 */
export function chooseName(registration, to, name) {
  registration.name = name;
  link.send(to, "NICK", [name]);
}

/**
 * Whether the server has let us in.
 * @param {Registration} registration
 */
export function isIn({ step }) {
  return step === "welcome" || step === "done";
}

/**
 * The parameters of AUTHENTICATE lines for some text.
 * @param {string} text
 */
export function written(text) {
  return chunks(text);
}
