/** The proof of SCRAM-SHA-256 that one knows a password: loaded when there is one to prove. */

import { binary, fields, firstBare, toBase64 } from "./login.js";

/** @typedef {import("./login.js").Login} Login */

const FEWEST_ROUNDS = 4096; // RFC 7677; a server that asks for fewer wants to guess passwords
const MOST_ROUNDS = 10_000_000; // minutes of counting

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
