/**
 * What the core tells of what happened, in order: plain objects, named as spec/README.md has them, with the fields of the
 * Python core's `changes.py` and `events.py`. `buffer` is a buffer's key, `id` that of an item in it.
 *
 * @typedef {{event: string, buffer?: string | null, id?: string, [field: string]: any}} Event
 */

export {};
