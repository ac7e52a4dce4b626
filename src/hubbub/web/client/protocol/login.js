/**
 * Logging in to an account while registering (SASL): SCRAM-SHA-256 where the browser can count it, else PLAIN.
 *
 * https://ircv3.net/specs/extensions/sasl-3.2, RFC 5802 and RFC 7677 (SCRAM), RFC 4616 (PLAIN). Nothing here waits: what
 * takes long (PBKDF2) is done by who drives the client, see `proof`.
 */

import { bytes } from "../../wire/message.js";

const CHUNK = 400; // characters of one AUTHENTICATE line; a shorter one is the last
const FEWEST_ROUNDS = 4096; // RFC 7677; a server that asks for fewer wants to guess passwords
const MOST_ROUNDS = 10_000_000; // minutes of counting
const MOST_DATA = 16_384; // characters of what a server sends

/**
 * How far a login has come. `nonce`: ours; `serverSignature`: what the server has to prove itself by.
 * @typedef {{account: string, password: string, mechanism: string, nonce: string, received: string, step: number,
 *   serverSignature: string}} Login
 */

/**
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

/** @param {Login} login */
function firstBare({ account, nonce }) {
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
 * The last message of SCRAM, counted from the server's first one; remembers what the server has to prove. Throws
 * RangeError for a server that is not honest or not able.
 * @param {Login} login
 * @param {string} serverFirst
 * @param {SubtleCrypto} subtle
 */
export async function proof(login, serverFirst, subtle) {
  const { r: nonce = "", s: salt = "", i: rounds = "" } = fields(serverFirst);
  const count = /^[0-9]{1,9}$/.test(rounds) ? Number(rounds) : 0;
  if (!nonce.startsWith(login.nonce) || nonce === login.nonce || !salt) throw new RangeError("another nonce");
  if (count < FEWEST_ROUNDS || count > MOST_ROUNDS) throw new RangeError("rounds");
  const salted = await stretched(login.password, binary(salt), count, subtle);
  const withoutProof = `c=biws,r=${nonce}`;
  const message = utf8(`${firstBare(login)},${serverFirst},${withoutProof}`);
  const clientKey = await hmac(salted, utf8("Client Key"), subtle);
  const storedKey = new Uint8Array(await subtle.digest("SHA-256", clientKey));
  const signature = await hmac(storedKey, message, subtle);
  const serverKey = await hmac(salted, utf8("Server Key"), subtle);
  login.serverSignature = toBase64(await hmac(serverKey, message, subtle));
  return `${withoutProof},p=${toBase64(clientKey.map((byte, place) => byte ^ signature[place]))}`;
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
 * @param {string} text
 * @returns {Record<string, string | undefined>}
 */
function fields(text) {
  return Object.fromEntries(text.split(",").map((field) => [field.slice(0, 1), field.slice(2)]));
}

/**
 * @param {string} password
 * @param {Uint8Array<ArrayBuffer>} salt
 * @param {number} iterations
 * @param {SubtleCrypto} subtle
 */
async function stretched(password, salt, iterations, subtle) {
  const key = await subtle.importKey("raw", utf8(prepared(password)), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, 256));
}

const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu; // RFC 3454, table C.1.2
const NOTHING = /[\u00ad\u034f\u1806\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/gu; // table B.1
const FORBIDDEN =
  /[\0-\x1f\x7f-\x9f\u06dd\u070f\u180e\u200c\u200d\u2028\u2029\u2060-\u2063\u206a-\u206f\ufeff\ufff9-\ufffc\u{1d173}-\u{1d17a}\p{Co}\p{Cs}]/u; // C.2.1, C.2.2, C.3, C.5

/**
 * The password after SASLprep (RFC 4013); one that has forbidden characters stays as it is.
 * @param {string} password
 */
export function prepared(password) {
  const text = password.replace(NOTHING, "").replace(SPACES, " ").normalize("NFKC");
  return FORBIDDEN.test(text) ? password : text;
}

/**
 * @param {Uint8Array<ArrayBuffer>} key
 * @param {Uint8Array<ArrayBuffer>} data
 * @param {SubtleCrypto} subtle
 */
async function hmac(key, data, subtle) {
  const made = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", made, data));
}

/**
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
function utf8(text) {
  return new TextEncoder().encode(text);
}

/** @param {Uint8Array} data */
function toBase64(data) {
  return btoa(String.fromCharCode(...data));
}

/** @param {string} text */
function binary(text) {
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

/**
 * Whether a password is one that the server could take at all: 1 to 1,024 bytes without NUL.
 * @param {string} password
 */
export function isPassword(password) {
  return password !== "" && !password.includes("\0") && bytes(password) <= 1024;
}
