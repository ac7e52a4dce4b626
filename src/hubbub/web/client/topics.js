/** Which topics of the store an event of the core concerns: what views have to be drawn again. */

/** @typedef {import("./events.js").Event} Event */

const OF_MESSAGES = ["message_queued", "message_added", "message_changed", "message_discarded", "happening_added", "noticed"];
/** @type {Record<string, string[]>} */
const PLAIN = {
  me_changed: ["me", "list"],
  server_changed: ["about"],
  connection_changed: ["connection", "list"],
  current_changed: ["current"],
  invitations_changed: ["invitations", "list"],
  search_changed: ["search"],
  rooms_listed: ["rooms"],
  people_listed: ["people"],
  whois_answered: ["whois"],
};
/** The topics of a buffer by the field that has changed. @type {Record<string, string[]>} */
const FIELDS = {
  typing: ["typing"],
  fetching: ["messages"],
  beginning: ["messages"],
  topic: ["about"],
  modes: ["about", "list"],
  metadata: ["about"],
  pins: ["about", "messages"],
  joined: ["about", "members", "list"],
  notify: ["about", "list"],
  unread: ["list", "unread"],
  read_at: ["list", "unread"],
  last_at: ["list"],
  draft: ["draft"],
};
const SHARED = new Set(["list"]); // topics that are of no single buffer

/**
 * @param {Event} event
 * @param {import("./state/store.js").State} state
 * @returns {string[]}
 */
export function topicsOf(event, state) {
  const key = event.buffer ?? "";
  if (OF_MESSAGES.includes(event.event)) return [`messages ${key}`, "list"];
  switch (event.event) {
    case "history_loaded":
    case "items_dropped":
      return [`messages ${key}`, `unread ${key}`, "list"];
    case "buffer_added":
    case "buffer_removed":
      return ["list", ...everythingOf(key)];
    case "buffer_renamed":
      return ["list", ...everythingOf(key), ...everythingOf(event.before)];
    case "buffer_changed":
      return event.fields.flatMap((/** @type {string} */ field) => (FIELDS[field] ?? []).map((topic) => (SHARED.has(topic) ? topic : `${topic} ${key}`)));
    case "members_changed":
    case "members_listed":
      return [`members ${key}`, `about ${key}`];
    case "person_changed":
    case "person_renamed":
      return ofPerson(event.person, state);
    default:
      return PLAIN[event.event] ?? [];
  }
}

/** @param {string} key */
function everythingOf(key) {
  return ["messages", "members", "typing", "draft", "about", "unread"].map((topic) => `${topic} ${key}`);
}

/**
 * Somebody is seen in the rooms they are in, and in the conversation with them.
 * @param {string} key
 * @param {import("./state/store.js").State} state
 */
function ofPerson(key, { buffers }) {
  const rooms = [...buffers.values()].filter((buffer) => buffer.members.has(key)).map((buffer) => `members ${buffer.key}`);
  return buffers.has(key) ? [...rooms, `about ${key}`, "list", "persons"] : [...rooms, "persons"];
}
