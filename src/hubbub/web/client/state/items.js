/**
 * What stands in a timeline, told apart by `kind`. Items are replaced, never changed; times are milliseconds since 1970;
 * names and texts are those of others, as sent. spec/README.md says what each field means.
 *
 * @typedef {{code: string, details: string[], text: string}} Failure
 * @typedef {{count: number, names: string[], own: boolean, accounts?: string[]}} Reaction
 *
 * @typedef {object} Message
 * @property {"said" | "did" | "notice"} kind
 * @property {string} id the server's, "~…" where it gives none; the client id of one that is not accepted yet
 * @property {string} sender
 * @property {string} text lines are separated by LF
 * @property {number} at
 * @property {string} account
 * @property {boolean} own
 * @property {boolean} private
 * @property {string} client_id
 * @property {"sending" | "sent" | "failed" | "unsure" | "kept"} status
 * @property {Failure | null} failure
 * @property {number} edited_at
 * @property {boolean} redacted
 * @property {string} redacted_by
 * @property {string} redacted_why
 * @property {string} reply
 * @property {Map<string, Reaction> | null} reactions
 * @property {boolean} late
 * @property {boolean} bot
 * @property {boolean} mention
 * @property {string} only_for the sign of the role that one needs to read it ("@"), "" for all
 * @property {import("./files.js").File[]} files those whose links stand in `text`
 *
 * @typedef {"joined" | "left" | "quit" | "kicked" | "renamed" | "topic" | "modes" | "room_renamed" | "invited"
 *   | "disconnected" | "returned"} Happened
 * @typedef {{kind: Happened, id: string, at: number, name: string, by: string, text: string, before: string, own: boolean,
 *   late: boolean}} Happening
 * @typedef {{kind: "note", id: string, at: number, code: string, details: string[], text: string, error: boolean,
 *   command: string, row?: any}} Note
 * @typedef {{kind: "gap", id: string, at: number}} Gap
 * @typedef {Message | Happening | Note | Gap} Item
 */

/**
 * A message with what is given, and what is usual.
 * @param {Pick<Message, "id" | "sender" | "text" | "at"> & Partial<Message>} given
 * @returns {Message}
 */
export function message(given) {
  return {
    kind: "said",
    account: "",
    own: false,
    private: false,
    client_id: "",
    status: "sent",
    failure: null,
    edited_at: 0,
    redacted: false,
    redacted_by: "",
    redacted_why: "",
    reply: "",
    reactions: null,
    late: false,
    bot: false,
    mention: false,
    only_for: "",
    files: [],
    ...given,
  };
}

/**
 * @param {Pick<Happening, "kind" | "id" | "at"> & Partial<Happening>} given
 * @returns {Happening}
 */
export function happening(given) {
  return { name: "", by: "", text: "", before: "", own: false, late: false, ...given };
}

/**
 * @param {Item | undefined} item
 * @returns {item is Message}
 */
export function isMessage(item) {
  return item?.kind === "said" || item?.kind === "did" || item?.kind === "notice";
}

/**
 * Whether only we know of it: the server's history does not have it.
 * @param {Item} item
 */
export function isLocal(item) {
  return item.id.startsWith("~") && item.kind !== "gap";
}
