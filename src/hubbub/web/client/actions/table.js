/** All acts of a face, by name: what spec/README.md lists. Functions have the names that stand there. */

import { log_in, log_out, register, serve } from "./accounts.js";
import { file_link, file_token } from "./files.js";
import { load_around, load_conversations, load_gap, load_latest, load_older, mark_read, search, search_more } from "./history.js";
import { discard, draft, edit, pin, react, redact, retry, say, typing, unpin, unreact } from "./messages.js";
import { ask, ban, kick, modes, report, role, unban } from "./moderation.js";
import { away, block, list_people, load_members, rename, set_metadata, unblock, watch, whois } from "./people.js";
import { close, invite, join, leave, list_rooms, notify, open, rename_room, topic } from "./rooms.js";
import { keep_session, quit, settle } from "./server.js";

/**
 * @typedef {(client: import("../session.js").Client, now: number, given: any) => import("../events.js").Event[]} Action
 */

const all = {
  ...{ say, edit, redact, react, unreact, retry, discard, typing, draft, pin, unpin },
  ...{ join, leave, open, close, topic, rename_room, invite, list_rooms, notify },
  ...{ rename, away, whois, list_people, load_members, set_metadata, watch, block, unblock },
  ...{ register, log_in, log_out, serve },
  ...{ load_latest, load_older, load_gap, load_around, load_conversations, search, search_more, mark_read },
  ...{ kick, ban, unban, role, modes, report, ask },
  ...{ file_token, file_link },
  ...{ quit, settle, keep_session },
};

/** @typedef {typeof all} Acts */

/** @type {ReadonlyMap<string, Action>} */
export const ACTIONS = new Map(Object.entries(all));
