/** How much is held in memory: where too much was said in all places together, the quietest keep their newest part. */

import * as timeline from "./state/timeline.js";

/** @typedef {import("./events.js").Event} Event */

export const MOST = 10_000; // items in all timelines
export const LEFT = 200; // in one whose older part goes

/**
 * Let go of what is far above in the places where something was said longest ago; never in the current one, nor where
 * somebody, perhaps in another tab, reads far above.
 * @param {import("./session.js").Client} client
 * @returns {Event[]}
 */
export function bound({ state }) {
  let total = 0;
  for (const buffer of state.buffers.values()) total += buffer.timeline.items.length;
  if (total <= MOST) return [];
  /** @type {Event[]} */
  const events = [];
  for (const buffer of [...state.buffers.values()].sort((one, other) => one.last_at - other.last_at)) {
    const { items } = buffer.timeline;
    const before = items.length;
    if (buffer.key === state.current || buffer.far || !timeline.trim(buffer.timeline, LEFT)) continue;
    buffer.beginning = false;
    events.push({ event: "items_dropped", buffer: buffer.key });
    total -= before - items.length;
    if (total <= MOST / 2) break;
  }
  return events;
}
