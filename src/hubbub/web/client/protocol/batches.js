/** Batches (IRCv3 batch): lines collected until their batch is complete. */

import { CONCAT_TAG, EDIT, MULTILINE } from "./capabilities.js";

/** @typedef {import("../../wire/message.js").Message} Message */
/**
 * A complete batch. `label` is that of the outermost one; `items` are in order, nested batches among them; `opening`:
 * the line that began it; `place`: where it stands in the outer one.
 * @typedef {{type: string, params: string[], label: string, opening: Message, items: (Message | Batch)[],
 *   outer: Batch | null, place: number}} Batch
 */
/** The open batches of one connection. @typedef {{open: Map<string, Batch>, lines: number}} Batches */

const MOST_OPEN = 100; // batches; a server that opens more is not well
const MOST_LINES = 100_000; // lines in all open batches

/** More is open than any honest server opens. */
export class TooMuch extends Error {}

/** @returns {Batches} */
export function createBatches() {
  return { open: new Map(), lines: 0 };
}

/**
 * Whether this is a batch, and no message.
 * @param {Message | Batch} item
 * @returns {item is Batch}
 */
export function isBatch(item) {
  return "items" in item;
}

/**
 * All lines, those of nested batches included.
 * @param {Batch} batch
 * @returns {Message[]}
 */
export function messagesOf(batch) {
  return batch.items.flatMap((item) => (isBatch(item) ? messagesOf(item) : [item]));
}

/**
 * Whether the line belongs to an open batch, where it now waits. Throws TooMuch.
 * @param {Batches} batches
 * @param {Message} message
 */
export function collect(batches, message) {
  const batch = batches.open.get(message.tags.batch ?? "");
  if (!batch || message.command === "BATCH") return false;
  count(batches);
  batch.items.push(message);
  return true;
}

/**
 * Take in a BATCH line; returns the outermost batch that it completes. Throws TooMuch.
 * @param {Batches} batches
 * @param {Message} message
 * @returns {Batch | null}
 */
export function command(batches, message) {
  const reference = message.params[0] ?? "";
  if (reference.startsWith("+")) start(batches, reference.slice(1), message);
  return reference.startsWith("-") ? end(batches, reference.slice(1)) : null;
}

/**
 * The one message of several lines that a batch is (IRCv3 draft/multiline), or the edit of one (docs/ext/edit.md); its
 * lines are separated by LF.
 * @param {Batch} batch
 * @returns {Message}
 */
export function saidIn(batch) {
  const lines = messagesOf(batch);
  const around = batch.type === EDIT ? 2 : 1;
  const text = lines
    .map(({ params, tags }, place) => (!place || CONCAT_TAG in tags ? "" : "\n") + (params[around] ?? ""))
    .join("");
  const { tags, source } = batch.opening;
  return { tags, source, command: lines[0]?.command ?? "PRIVMSG", params: [...batch.params.slice(0, around), text] };
}

/**
 * @param {Batches} batches
 * @param {string} reference
 * @param {Message} message
 */
function start(batches, reference, message) {
  if (batches.open.size >= MOST_OPEN) throw new TooMuch();
  if (batches.open.has(reference)) return;
  const { params, tags } = message;
  const outer = batches.open.get(tags.batch ?? "") ?? null;
  const label = outer ? outer.label : (tags.label ?? "");
  /** @type {Batch} */
  const batch = { type: params[1] ?? "", params: params.slice(2), label, opening: message, items: [], outer, place: 0 };
  if (outer) {
    count(batches);
    batch.place = outer.items.push(batch) - 1;
  }
  batches.open.set(reference, batch);
}

/** @param {Batches} batches */
function count(batches) {
  batches.lines += 1;
  if (batches.lines > MOST_LINES) throw new TooMuch();
}

/**
 * A message of several lines is one line in the batch around it.
 * @param {Batches} batches
 * @param {string} reference
 */
function end(batches, reference) {
  const batch = batches.open.get(reference);
  batches.open.delete(reference);
  if (!batch) return null;
  if (batch.outer) {
    if (batch.type === MULTILINE || batch.type === EDIT) batch.outer.items[batch.place] = saidIn(batch);
    return null;
  }
  batches.lines = [...batches.open.values()].reduce((sum, other) => sum + other.items.length, 0);
  return batch;
}
