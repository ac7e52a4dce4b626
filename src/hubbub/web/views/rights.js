/** Which acts may be offered: what the server would refuse is not shown. The server judges; this only spares the asking. */

import { lower } from "../irc/casemap.js";
import { CHANNEL_RENAME, EDIT, MESSAGE_REDACTION, MESSAGE_TAGS, PINS } from "../client/protocol/capabilities.js";

/** @typedef {import("../client/session.js").Client} Client */
/** @typedef {import("../client/state/store.js").Buffer} Buffer */

const RANKS = "vhoaq"; // roles, lowest first
const HALF = RANKS.indexOf("h");
const OPERATOR = RANKS.indexOf("o");
const OWNER = RANKS.indexOf("q");
/** Who may give and take each role. @type {Record<string, number>} */
const GIVES = { v: HALF, h: OPERATOR, o: OPERATOR, a: OWNER, q: OWNER };

/**
 * The rank of somebody in a room: -1 for no role.
 * @param {Buffer | undefined} buffer
 * @param {string} name
 */
export function rankOf(buffer, name) {
  const [highest = ""] = buffer?.members.get(lower(name))?.roles ?? "";
  return RANKS.indexOf(highest || " ");
}

/**
 * Whether an act may be offered in that buffer, to that person if it is about one.
 * @param {Client} client
 * @param {string} act
 * @param {string} [key]  none: of the server
 * @param {string} [name]
 */
export function may(client, act, key, name) {
  const buffer = client.state.buffers.get(key ?? "");
  const { me } = client.state;
  const mine = rankOf(buffer, me.name);
  const theirs = name ? rankOf(buffer, name) : -1;
  const other = name === undefined || lower(name) !== lower(me.name);
  const given = { client, buffer, mine, theirs, over: other && mine >= HALF && mine >= theirs, operator: me.operator };
  return ACTS[act]?.(given) ?? false;
}

/**
 * The roles that one may give and take in a room, by their letters.
 * @param {Client} client
 * @param {string} key
 */
export function rolesToGive(client, key) {
  const mine = rankOf(client.state.buffers.get(key), client.state.me.name);
  return Object.keys(GIVES).filter((letter) => mine >= GIVES[letter]);
}

/**
 * `over`: nobody higher than oneself is concerned.
 * @typedef {{client: Client, buffer: Buffer | undefined, mine: number, theirs: number, over: boolean, operator: boolean}} Given
 */
/** @type {Record<string, (given: Given) => boolean>} */
const ACTS = {
  say: ({ client, buffer, mine }) => {
    if (!buffer || buffer.kind === "person") return buffer !== undefined;
    const moderated = buffer.modes.has("m") && mine < 0;
    return (buffer.joined || !client.ready) && !moderated;
  },
  reply: (given) => ACTS.say(given),
  react: ({ client, buffer }) => client.link.caps.has(MESSAGE_TAGS) && (buffer?.kind === "person" || buffer?.joined === true),
  edit: ({ client }) => client.link.caps.has(EDIT),
  redact: ({ client, mine }) => client.link.caps.has(MESSAGE_REDACTION) && mine >= HALF,
  redact_own: ({ client }) => client.link.caps.has(MESSAGE_REDACTION),
  pin: ({ client, buffer, mine }) => client.link.caps.has(PINS) && buffer?.joined === true && mine >= HALF,
  topic: ({ buffer, mine }) => buffer?.kind === "room" && buffer.joined && (!buffer.modes.has("t") || mine >= HALF),
  invite: ({ buffer, mine }) => buffer?.kind === "room" && buffer.joined && (!buffer.modes.has("i") || mine >= HALF),
  "invite.link": ({ buffer, mine }) => buffer?.kind === "room" && buffer.joined && mine >= OPERATOR,
  "invite.server": ({ operator }) => operator,
  kick: ({ over }) => over,
  mute: ({ over }) => over,
  ban: ({ over }) => over,
  role: ({ mine, theirs }) => mine >= (theirs < 0 ? HALF : GIVES[RANKS[theirs]]),
  rename_room: ({ client, buffer, mine }) =>
    client.link.caps.has(CHANNEL_RENAME) && mine >= OPERATOR && buffer?.key !== lower(client.state.server.lobby),
  modes: ({ mine }) => mine >= OPERATOR,
  slow: ({ mine }) => mine >= OPERATOR,
  expire: ({ mine }) => mine >= OPERATOR,
  retention: ({ mine }) => mine >= OWNER,
  report: () => true,
  reports: ({ mine, operator }) => operator || mine >= HALF,
  audit: ({ mine, operator }) => operator || mine >= OPERATOR,
  operate: ({ operator }) => operator,
  lockdown: ({ operator }) => operator,
};
