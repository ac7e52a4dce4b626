/** The members of a room in groups by role, each by name; who is not connected last. */

/** Groups from the top, with the letter that makes one of it. */
const GROUPS = [["owner", "q"], ["admin", "a"], ["operator", "o"], ["moderator", "h"], ["voice", "v"]];
const ORDER = [...GROUPS.map(([id]) => id), "member", "guest", "off"];

const collator = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

/**
 * @param {any} buffer
 * @param {(key: string) => "here"|"away"|"off"} presence
 * @param {Map<string, any>} people
 * @param {string} [wanted]  part of a name
 * @returns {{id: string, members: any[]}[]}
 */
export function grouped(buffer, presence, people, wanted = "") {
  /** @type {Map<string, any[]>} */
  const groups = new Map(ORDER.map((id) => [id, []]));
  const part = wanted.trim().toLowerCase();
  for (const [key, member] of buffer.members) {
    if (part && !member.name.toLowerCase().includes(part)) continue;
    const person = people.get(key);
    const how = presence(key);
    groups.get(groupOf(member, person, how))?.push({ key, name: member.name, person, presence: how });
  }
  return [...groups].filter(([, members]) => members.length).map(([id, members]) => ({ id, members: members.sort((one, other) => collator.compare(one.name, other.name)) }));
}

/** @param {any} member @param {any} person @param {string} presence */
function groupOf(member, person, presence) {
  if (presence === "off") return "off";
  const role = GROUPS.find(([, letter]) => member.roles?.includes(letter));
  if (role) return role[0];
  return person && !person.account && !person.bot ? "guest" : "member";
}
