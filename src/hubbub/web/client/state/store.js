/** Everything that one client knows of one server: plain data, changed by handlers and actions alone. */

import { lower } from "../../irc/casemap.js";
import { createTimeline } from "./timeline.js";

/**
 * Somebody, under the name they have now; docstrings of fields are in spec/README.md and the Python core.
 * @typedef {{name: string, account: string, realname: string, host: string, away: string | null, bot: boolean,
 *   online: boolean | null, display_name: string, avatar: string, status: string, spoke_at: number}} Person
 *
 * @typedef {{name: string, account: string, realname: string, away: string | null, modes: string, operator: boolean,
 *   metadata: Map<string, string>}} Me
 *
 * @typedef {{name: string, network: string, lobby: string, icon: string, supports: Map<string, string>,
 *   capabilities: Set<string>}} Server
 * @typedef {{step: "offline" | "registering" | "entering" | "ready", been_here: boolean, reason: string}} Connection
 *
 * @typedef {{name: string, roles: string}} Member
 * @typedef {{text: string, by: string, at: number}} Topic
 * @typedef {{text: string, reply: string, edit: string}} Draft
 * @typedef {"all" | "mentions" | "nothing"} Notify
 * What the server has counted (docs/ext/unread.md): at `at`, with what was read until `read_at`.
 * @typedef {{messages: number, mentions: number, at: number, read_at: number}} ToldUnread
 *
 * @typedef {{key: string, name: string, kind: "room" | "person", joined: boolean, topic: Topic, modes: Map<string, string>,
 *   members: Map<string, Member>, timeline: import("./timeline.js").Timeline, unsent: Map<string, import("./items.js").Message>,
 *   beginning: boolean, fetching: boolean, read_at: number, unread: number, mentions: number, more_unread: boolean, told_unread: ToldUnread | null,
 *   typing: Map<string, number>, pins: string[], metadata: Map<string, string>, last_at: number, notify: Notify,
 *   draft: Draft, far: boolean}} Buffer
 *
 * @typedef {{room: string, by: string, at: number}} Invitation
 * @typedef {{words: string, where: string, sender: string, after: number, before: number,
 *   messages: import("./items.js").Message[], targets: string[], done: boolean, more: boolean}} Search
 * @typedef {{name: string, members: number, topic: string}} RoomRow
 *
 * @typedef {{name: string, realname: string, host: string, account: string, away: string | null, operator: boolean,
 *   bot: boolean, secure: boolean, idle: number, since: number, rooms: string[], metadata: Map<string, string>,
 *   lines: string[]}} Whois
 *
 * @typedef {{me: Me, server: Server, connection: Connection, people: Map<string, Person>, buffers: Map<string, Buffer>,
 *   current: string | null, invitations: Invitation[], search: Search | null, rooms: RoomRow[] | null,
 *   notes: import("./items.js").Note[], whois: Whois | null}} State
 */

/**
 * @param {string} name
 * @returns {State}
 */
export function createState(name) {
  return {
    me: { name, account: "", realname: "", away: null, modes: "", operator: false, metadata: new Map() },
    server: { name: "", network: "", lobby: "", icon: "", supports: new Map(), capabilities: new Set() },
    connection: { step: "offline", been_here: false, reason: "" },
    people: new Map(),
    buffers: new Map(),
    current: null,
    invitations: [],
    search: null,
    rooms: null,
    notes: [],
    whois: null,
  };
}

/**
 * @param {string} name
 * @returns {Person}
 */
export function createPerson(name) {
  return {
    name,
    account: "",
    realname: "",
    host: "",
    away: null,
    bot: false,
    online: null,
    display_name: "",
    avatar: "",
    status: "",
    spoke_at: 0,
  };
}

/**
 * @param {string} name
 * @param {"room" | "person"} kind
 * @returns {Buffer}
 */
export function createBuffer(name, kind) {
  return {
    key: lower(name),
    name,
    kind,
    joined: false,
    topic: { text: "", by: "", at: 0 },
    modes: new Map(),
    members: new Map(),
    timeline: createTimeline(),
    unsent: new Map(),
    beginning: false,
    fetching: false,
    read_at: 0,
    unread: 0,
    mentions: 0,
    more_unread: false,
    told_unread: null,
    typing: new Map(),
    pins: [],
    metadata: new Map(),
    last_at: 0,
    notify: "mentions",
    draft: { text: "", reply: "", edit: "" },
    far: false,
  };
}

/**
 * The room or conversation of that name, however it is written.
 * @param {State} state
 * @param {string} name
 */
export function bufferOf(state, name) {
  return state.buffers.get(lower(name));
}

/**
 * Who has that name, as far as we know them.
 * @param {State} state
 * @param {string} name
 */
export function personOf(state, name) {
  return state.people.get(lower(name));
}

/**
 * The item with that id: of the timeline, or not accepted yet.
 * @param {State} state
 * @param {string} key
 * @param {string} id
 */
export function itemOf(state, key, id) {
  const buffer = state.buffers.get(key);
  return buffer?.timeline.byId.get(id) ?? buffer?.unsent.get(id);
}

/**
 * @param {State} state
 * @param {string} name
 */
export function isMe(state, name) {
  return lower(name) === lower(state.me.name);
}

/**
 * The beginning of an answer to who somebody is.
 * @param {string} name
 * @returns {Whois}
 */
export function createWhois(name) {
  return {
    name,
    realname: "",
    host: "",
    account: "",
    away: null,
    operator: false,
    bot: false,
    secure: false,
    idle: -1,
    since: 0,
    rooms: [],
    metadata: new Map(),
    lines: [],
  };
}
