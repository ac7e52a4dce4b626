/**
 * What this tab has asked the one that leads to do, until that is done: a leader that dies in between leaves nothing
 * undone, and nothing done twice.
 */

/** @typedef {import("./engine.js").Input} Input */
/** @typedef {import("./answers.js").Outcome} Outcome */
/** @typedef {(outcome: Outcome | Promise<Outcome>) => void} Resolve */

const REMEMBERED = 500; // names of what was done, kept in case it is asked for again

export class Asks {
  /** @param {string} tab */
  constructor(tab) {
    this.tab = tab;
    this.count = 0;
    /** @type {Map<string, {input: Input, resolve: Resolve}>} by the name that an ask goes under in all tabs */
    this.open = new Map();
    /** @type {Set<string>} */
    this.done = new Set();
  }

  /**
   * Ask for something: the name it goes under, and its outcome.
   * @param {Input} input
   * @returns {{by: string, outcome: Promise<Outcome>}}
   */
  add(input) {
    this.count += 1;
    const by = `${this.tab} ${this.count}`;
    return { by, outcome: new Promise((resolve) => this.open.set(by, { input, resolve })) };
  }

  /**
   * It is done: it is ours to be told of the outcome, if `resolve` comes back.
   * @param {string} by
   * @returns {Resolve | undefined}
   */
  take(by) {
    if (by) this.done.add(by);
    for (const old of this.done) if (this.done.size > REMEMBERED) this.done.delete(old);
    const ask = this.open.get(by);
    this.open.delete(by);
    return ask?.resolve;
  }

  /** All that is open, first asked first; from now on somebody else's to answer. */
  takeAll() {
    const all = [...this.open.values()];
    this.open.clear();
    return all;
  }
}
