/** Which function handles which line of the server. */

import * as accounts from "./accounts.js";
import * as connection from "./connection.js";
import * as files from "./files.js";
import * as lists from "./lists.js";
import * as members from "./members.js";
import * as messages from "./messages.js";
import * as metadata from "./metadata.js";
import * as people from "./people.js";
import * as pinning from "./pinning.js";
import * as presence from "./presence.js";
import * as refusals from "./refusals.js";
import * as rooms from "./rooms.js";
import * as whois from "./whois.js";

/** @type {Map<string, [number, import("./handler.js").Handler]> | null} */
let handlers = null;

/** Made at first use: these modules import each other in circles. */
function table() {
  const parts = [connection, accounts, people, presence, whois, metadata, rooms, members, messages, pinning, files, lists, refusals];
  handlers ??= new Map(parts.flatMap((part) => Object.entries(part.HANDLERS)));
  return handlers;
}

/**
 * The events of one line. A line that means nothing to us has none.
 * @type {import("./handler.js").Handler}
 */
export function handle(client, line, around) {
  const [least, handler] = table().get(line.command) ?? [0, refusals.other];
  return line.params.length >= least ? handler(client, line, around) : [];
}
