/** The table of typed commands as the server hands it out, for tests: pytest says in HUBBUB_COMMANDS where it is. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { fill } from "../../src/hubbub/web/typed/table.js";

const SCRIPT = "from hubbub.typed.browsers import as_json; import sys; sys.stdout.buffer.write(as_json())";

/** Take in the table. */
export function fillTable() {
  const where = process.env.HUBBUB_COMMANDS;
  const text = where ? readFileSync(where, "utf8") : execFileSync(".venv/bin/python", ["-c", SCRIPT], { encoding: "utf8" });
  fill(JSON.parse(text));
}
