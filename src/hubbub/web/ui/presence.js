/** Whether somebody is here, away or not connected. */

/**
 * @param {import("../app.js").App} app
 * @param {string} key  folded name
 * @returns {"here"|"away"|"off"}
 */
export function presenceOf(app, key) {
  const person = app.state.people.get(key);
  if (!person || person.online === false) return "off";
  if (person.online === null && person.online !== true && !sharesRoom(app, key)) return "off";
  return person.away === null || person.away === undefined ? "here" : "away";
}

/** Whoever stands in a room with us is connected, unless we know otherwise. @param {import("../app.js").App} app @param {string} key */
function sharesRoom(app, key) {
  return [...app.state.buffers.values()].some((buffer) => buffer.kind === "room" && buffer.members.has(key));
}
