/** What a typed text can mean: the kinds of spec/commands.json, as JavaScript's types know them. */

/**
 * Where the person is who types.
 * @typedef {"lobby" | "room" | "conversation" | "outside"} Place
 */

/**
 * One meaning. Names, rooms and times are as typed, not checked; what was not given is left out.
 * @typedef {(
 *   | {kind: "Say", text: string, hint?: string}
 *   | {kind: "Action", text: string}
 *   | {kind: "Edit", text: string}
 *   | {kind: "Private", name: string, text: string}
 *   | {kind: "AskPrivate"}
 *   | {kind: "ListOnline"}
 *   | {kind: "ListHere"}
 *   | {kind: "ListRooms"}
 *   | {kind: "Join", room: string}
 *   | {kind: "Leave", room?: string}
 *   | {kind: "Topic", text?: string}
 *   | {kind: "RenameRoom", room: string, name: string, text?: string}
 *   | {kind: "Kick", name: string, text?: string}
 *   | {kind: "Invite", name: string}
 *   | {kind: "Modes", words?: string}
 *   | {kind: "Ban", mask: string, time?: string, text?: string}
 *   | {kind: "Retention", time?: string}
 *   | {kind: "Pin", words?: string}
 *   | {kind: "Unpin", words?: string}
 *   | {kind: "ListPins"}
 *   | {kind: "Upload", file?: string}
 *   | {kind: "Expire", name?: string, time?: string}
 *   | {kind: "Rename", name: string}
 *   | {kind: "Register", password: string}
 *   | {kind: "Login", name: string, password: string}
 *   | {kind: "Serve", command: string, words?: string}
 *   | {kind: "Away", text?: string}
 *   | {kind: "History", count?: number}
 *   | {kind: "Search", words: string}
 *   | {kind: "Help", command?: string}
 *   | {kind: "Quit", text?: string}
 *   | {kind: "Unknown", word: string, closest?: string}
 *   | {kind: "Incomplete", usage: string, slip?: boolean}
 *   | {kind: "NoRoom", text: string}
 *   | {kind: "Nothing"}
 * )} Meaning
 */

export {};
