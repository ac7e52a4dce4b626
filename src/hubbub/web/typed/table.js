/** The one table of typed commands, as the server made it from its own: `fill` takes in what commands.json holds. */

/**
 * One typed command. `help` goes on after 'to': 'to see the rooms'; `bare`: outside rooms it needs no slash;
 * `operators`: only operators of the server may; `group`: what it is about; `needs`: how many words at the least;
 * `secret`: its words are kept and shown nowhere.
 * @typedef {{name: string, usage: string, help: string, aliases: string[], details: string[], bare: boolean,
 *   operators: boolean, group: string, needs: number, secret: boolean}} Command
 */

/** @type {Command[]} */
let commands = [];
/** @type {Map<string, Command>} */
let byWord = new Map();

/**
 * Take in the table.
 * @param {Command[]} rows
 */
export function fill(rows) {
  commands = rows;
  byWord = new Map(rows.flatMap((command) => [command.name, ...command.aliases].map((word) => [word, command])));
}

/** The commands, in the order of the table. */
export function all() {
  return commands;
}

/** Every name and alias, in the order of the table. */
export function words() {
  return [...byWord.keys()];
}

/**
 * The command with that name or alias, in capitals or not, with or without its slash.
 * @param {string} word
 */
export function find(word) {
  return byWord.get(word.replace(/^\//, "").toLowerCase());
}

/**
 * The name or alias that a mistyped word (without slash) most likely means, or undefined. Begun words count first
 * ('hist'), then one slip (a letter added, lost, changed or two exchanged) for every three letters, at least one. Among
 * equals the longer wins (letters are lost more often than added), then the first of the table.
 * @param {string} word
 */
export function closestCommand(word) {
  const typed = Array.from(word.toLowerCase());
  if (!typed.length || typed.length > 12) return undefined;
  const begun = words().find((known) => typed.length > 1 && known.startsWith(typed.join("")));
  if (begun) return begun;
  const ranked = words().map((known) => ({ known, slips: slips(typed, known) }));
  ranked.sort((a, b) => a.slips - b.slips || b.known.length - a.known.length);
  return ranked.length && ranked[0].slips <= Math.max(1, Math.floor(typed.length / 3)) ? ranked[0].known : undefined;
}

/**
 * The optimal string alignment distance: Levenshtein's with exchanged neighbours as one step.
 * @param {string[]} one
 * @param {string} other
 */
function slips(one, other) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const last = before;
    before = row;
    row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const wrong = one[i - 1] === other[j - 1] ? 0 : 1;
      let cost = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + wrong);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, last[j - 2] + 1);
      }
      row.push(cost);
    }
  }
  return row[other.length];
}
