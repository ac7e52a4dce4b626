/**
 * Logging in to an account while registering (SASL): SCRAM-SHA-256 where the browser can count it, else PLAIN.
 *
 * https://ircv3.net/specs/extensions/sasl-3.2, RFC 5802 and RFC 7677 (SCRAM), RFC 4616 (PLAIN). Nothing here waits: what
 * takes long (PBKDF2) is done by who drives the client, see `scram.js`.
 */

const CHUNK = 400; // characters of one AUTHENTICATE line; a shorter one is the last
const MOST_DATA = 16_384; // characters of what a server sends

/**
 * How far a login has come. `nonce`: ours; `serverSignature`: what the server has to prove itself by.
 * @typedef {{account: string, password: string, mechanism: string, nonce: string, received: string, step: number,
 *   serverSignature: string}} Login
 */

/**
 * A login that has not begun.
 * @param {string} account
 * @param {string} password
 * @param {string} nonce letters and digits that were never used before
 * @returns {Login}
 */
export function createLogin(account, password, nonce) {
  return { account, password, mechanism: "", nonce, received: "", step: 0, serverSignature: "" };
}

/**
 * The mechanism to use of those that the server offers; "" for none that we have.
 * @param {string} offered the value of the capability sasl: names with commas, "" for not told
 * @param {boolean} scram whether this browser can do it
 */
export function choose(offered, scram) {
  const names = offered ? offered.split(",") : ["PLAIN"];
  if (scram && names.includes("SCRAM-SHA-256")) return "SCRAM-SHA-256";
  return names.includes("PLAIN") ? "PLAIN" : "";
}

/**
 * The parameters of AUTHENTICATE lines for some text.
 * @param {string} text
 */
export function chunks(text) {
  const encoded = toBase64(new TextEncoder().encode(text));
  const parts = [];
  for (let start = 0; start <= encoded.length; start += CHUNK) parts.push(encoded.slice(start, start + CHUNK) || "+");
  return parts;
}

/** What PLAIN says. @param {Login} login */
export function plain({ account, password }) {
  return `\0${account}\0${password}`;
}

/** The first message of SCRAM. @param {Login} login */
export function first(login) {
  return `n,,${firstBare(login)}`;
}

/** What the first message and the proof have in common. @param {Login} login */
export function firstBare({ account, nonce }) {
  return `n=${account.replace(/=/g, "=3D").replace(/,/g, "=2C")},r=${nonce}`;
}

/**
 * One AUTHENTICATE line of the server: its whole text once it is complete, null as long as more follows. Throws
 * RangeError when it is too long or no base64.
 * @param {Login} login
 * @param {string} part
 */
export function receive(login, part) {
  login.received += part === "+" ? "" : part;
  if (login.received.length > MOST_DATA) throw new RangeError("too much");
  if (part.length === CHUNK) return null;
  const whole = login.received;
  login.received = "";
  return fromBase64(whole);
}

/**
 * Whether the server's last message proves that it knows the password's key.
 * @param {Login} login
 * @param {string} serverFinal
 */
export function isProven(login, serverFinal) {
  return login.serverSignature !== "" && fields(serverFinal).v === login.serverSignature;
}

/**
 * What a message of SCRAM holds, by its letters.
 * @param {string} text
 * @returns {Record<string, string | undefined>}
 */
export function fields(text) {
  return Object.fromEntries(text.split(",").map((field) => [field.slice(0, 1), field.slice(2)]));
}

/** @param {Uint8Array} data */
export function toBase64(data) {
  return btoa(String.fromCharCode(...data));
}

/** The bytes of base64; throws RangeError when it is none. @param {string} text */
export function binary(text) {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new RangeError("no base64");
  }
}

/** @param {string} text */
function fromBase64(text) {
  return new TextDecoder().decode(binary(text));
}
