/** The state as plain data, as spec/README.md describes it: what the cases of spec/client/ compare. */

/**
 * The whole state as JSON has it.
 * @param {import("./store.js").State} state
 * @returns {any}
 */
export function ofState(state) {
  const { buffers, server, ...rest } = state;
  return {
    ...plain(rest),
    server: { ...plain(server), capabilities: [...server.capabilities].sort() },
    buffers: Object.fromEntries([...buffers].map(([key, buffer]) => [key, ofBuffer(buffer)])),
  };
}

/**
 * One buffer; its timeline is a list of items, and so are the messages that are not accepted yet.
 * @param {import("./store.js").Buffer} buffer
 */
function ofBuffer({ timeline, unsent, far: _, ...rest }) {
  return { ...plain(rest), timeline: timeline.items.map(ofItem), unsent: [...unsent.values()].map(ofItem) };
}

/** @param {import("./items.js").Item} item */
function ofItem(item) {
  return plain("reactions" in item ? { ...item, reactions: item.reactions ?? new Map() } : item);
}

/**
 * Maps as objects, all the way down.
 * @param {any} value
 * @returns {any}
 */
function plain(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  if (value instanceof Set) return [...value].sort();
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
