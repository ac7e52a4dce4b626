/** What becomes of the acts of this tab: a promise each, kept when the server has answered all that it asked. */

/** @typedef {import("../client/events.js").Event} Event */
/** @typedef {import("../client/state/items.js").Note} Note */
/** `note`: why it was not done; `notes`: all that was told. @typedef {{ok: boolean, note?: Note, notes: Note[]}} Outcome */
/** @typedef {{labels: Set<string>, notes: Note[], resolve: (outcome: Outcome) => void}} Waiting */

export class Answers {
  constructor() {
    /** @type {Waiting[]} */
    this.waiting = [];
  }

  /**
   * An act was done: it opened these questions, and said this at once.
   * @param {string[]} labels
   * @param {Event[]} events
   * @returns {Promise<Outcome>}
   */
  begin(labels, events) {
    const notes = notesOf(events);
    if (!labels.length) return Promise.resolve(outcome(notes));
    return new Promise((resolve) => this.waiting.push({ labels: new Set(labels), notes, resolve }));
  }

  /**
   * Something happened: `open` are the labels of the questions that are not answered yet.
   * @param {Event[]} events
   * @param {ReadonlyMap<string, any>} open
   */
  see(events, open) {
    if (!this.waiting.length) return;
    const isLost = events.some(({ event }) => event === "disconnected");
    for (const event of events) {
      if (event.event !== "noticed" && event.event !== "key_wanted") continue;
      for (const one of this.waiting) if (one.labels.has(event.label)) one.notes.push(event.note);
    }
    const done = this.waiting.filter(({ labels }) => isLost || ![...labels].some((label) => open.has(label)));
    this.waiting = this.waiting.filter((one) => !done.includes(one));
    for (const { notes, resolve } of done) resolve(isLost ? { ok: false, note: LOST, notes } : outcome(notes));
  }
}

/** @type {Note} */
const LOST = { kind: "note", id: "~", at: 0, code: "no_connection", details: [], text: "", error: true, command: "" };

/** @param {Event[]} events */
function notesOf(events) {
  return events.flatMap(({ event, note }) => (event === "noticed" ? [note] : []));
}

/**
 * @param {Note[]} notes
 * @returns {Outcome}
 */
function outcome(notes) {
  const refused = notes.find(({ error }) => error);
  return refused ? { ok: false, note: refused, notes } : { ok: true, notes };
}
