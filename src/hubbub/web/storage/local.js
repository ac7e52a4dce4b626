/**
 * What this browser keeps, as JSON: settings, drafts, unsent messages, the name one used. Nothing secret is ever put here.
 *
 * A browser may refuse (private windows, a full disk): then it is kept in memory, for as long as the page is open.
 */

export class Shelf {
  /**
   * @param {Storage | null} storage
   * @param {string} scope what the names of all that is kept begin with
   */
  constructor(storage, scope) {
    this.storage = storage;
    this.scope = scope;
    /** @type {Map<string, string>} */
    this.memory = new Map();
  }

  /**
   * What is kept under that name, or `usual`.
   * @template T
   * @param {string} name
   * @param {T} usual
   * @returns {T}
   */
  get(name, usual) {
    try {
      const text = this.memory.get(name) ?? this.storage?.getItem(`${this.scope}:${name}`);
      const value = text ? JSON.parse(text) : usual;
      return typeof value === typeof usual && Array.isArray(value) === Array.isArray(usual) ? value : usual;
    } catch {
      return usual;
    }
  }

  /**
   * @param {string} name
   * @param {any} value
   */
  set(name, value) {
    const text = JSON.stringify(value);
    try {
      if (!this.storage) throw new Error("there is no storage");
      this.storage.setItem(`${this.scope}:${name}`, text);
      this.memory.delete(name);
    } catch {
      this.memory.set(name, text);
    }
  }

  /** @param {string} name */
  remove(name) {
    this.memory.delete(name);
    try {
      this.storage?.removeItem(`${this.scope}:${name}`);
    } catch {
      // nothing can have been kept there
    }
  }
}

/**
 * The browser's storage of that kind, where it lets us have it.
 * @param {"localStorage" | "sessionStorage"} kind
 */
export function storageOf(kind) {
  try {
    return globalThis[kind] ?? null;
  } catch {
    return null;
  }
}
