/** The signs of the interface: one path each in a box of 20, drawn with the pen of styles/base.css (more: icons.more.js). */

import { html } from "../vendor/preact.js";

/** @type {Record<string, string>} */
export const PATHS = {
  alert: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M10 6.3v4.5M10 13.6v.01",
  back: "M12 4.5 6.5 10l5.5 5.5",
  ban: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M5.1 5.1l9.8 9.8",
  bell: "M10 3a4.5 4.5 0 0 0-4.5 4.5c0 4-1.5 5-1.5 6h12c0-1-1.5-2-1.5-6A4.5 4.5 0 0 0 10 3zM8.3 16.3a1.8 1.8 0 0 0 3.4 0",
  "bell-off": "M6.2 5.2A4.5 4.5 0 0 1 14.5 7.5c0 1.6.2 2.7.6 3.6M5.6 7c-.1 4-1.6 5.4-1.6 6.5h9.8M8.3 16.3a1.8 1.8 0 0 0 3.4 0M3 3l14 14",
  block: "M5 7a3 3 0 1 0 6 0a3 3 0 1 0 -6 0M2.5 16.5c.4-3 2.5-4.8 5.5-4.8M12.5 12.5l4 4M16.5 12.5l-4 4",
  check: "M4.5 10.5 8 14l7.5-8",
  clock: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M10 6v4l2.7 2",
  close: "M5 5l10 10M15 5 5 15",
  copy: "M9 7h5.5a2 2 0 0 1 2 2v5.5a2 2 0 0 1 -2 2h-5.5a2 2 0 0 1 -2 -2v-5.5a2 2 0 0 1 2 -2zM13 4.5A1.5 1.5 0 0 0 11.5 3.5H5A1.5 1.5 0 0 0 3.5 5v6.5A1.5 1.5 0 0 0 4.5 13",
  down: "M5 8l5 5 5-5",
  download: "M10 3v9M6 8.5l4 4 4-4M4 16.5h12",
  enter: "M12 3.8h3.2v12.4H12M8 6.3l3.7 3.7L8 13.7M11.7 10H4",
  file: "M5.5 3H11l4 4v10H5.5zM11 3v4h4",
  hash: "M7.6 3 6.2 17M13.8 3l-1.4 14M3.4 7.5h13.8M2.8 12.5h13.8",
  key: "M3.5 13a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0M9.5 10.5 16.5 3.5M13.5 6.5l2 2",
  leave: "M8 3.8H4.8v12.4H8M12 6.3l3.7 3.7L12 13.7M15.7 10H8",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l2.7-2.7a3 3 0 0 0-4.2-4.2L10 5.8M11.5 8.5a3 3 0 0 0-4.2 0l-2.7 2.7a3 3 0 0 0 4.2 4.2l1.2-1.2",
  list: "M4 5h12M4 10h12M4 15h8",
  lock: "M6 9h8a2 2 0 0 1 2 2v4a2 2 0 0 1 -2 2h-8a2 2 0 0 1 -2 -2v-4a2 2 0 0 1 2 -2zM6.5 9V6.5a3.5 3.5 0 0 1 7 0V9",
  megaphone: "M3.5 8v4M6 7.5v5l9.5 3.5V4zM7.3 13l1 4h2.2l-.8-3.2",
  menu: "M3 6h14M3 10h14M3 14h14",
  more: "M3.1 10a1.4 1.4 0 1 0 2.8 0a1.4 1.4 0 1 0 -2.8 0M8.6 10a1.4 1.4 0 1 0 2.8 0a1.4 1.4 0 1 0 -2.8 0M14.1 10a1.4 1.4 0 1 0 2.8 0a1.4 1.4 0 1 0 -2.8 0",
  offline: "M3.2 8.7a9.8 9.8 0 0 1 4-2.4M11 5.9a9.8 9.8 0 0 1 5.8 2.8M5.9 11.7a6 6 0 0 1 3.3-1.7M13 11.2l1.1.6M10 15v.01M3 3l14 14",
  pencil: "M12.8 3.8l3.4 3.4L7.2 16.2l-4 .6.6-4zM10.8 5.8l3.4 3.4",
  pin: "M7.2 3.5h5.6M8.2 3.5v5L5.6 11.4h8.8L11.8 8.5v-5M10 11.4v5.4",
  people: "M4.75 7a2.75 2.75 0 1 0 5.5 0a2.75 2.75 0 1 0 -5.5 0M2.5 16c.3-2.8 2.2-4.5 5-4.5s4.7 1.7 5 4.5M12.8 4.4a2.75 2.75 0 0 1 0 5.2M14.6 11.9c1.7.6 2.7 2 2.9 4.1",
  person: "M7 7a3 3 0 1 0 6 0a3 3 0 1 0 -6 0M4 16.5c.4-3 2.7-4.8 6-4.8s5.6 1.8 6 4.8",
  plus: "M10 4v12M4 10h12",
  qr: "M4 3h3a1 1 0 0 1 1 1v3a1 1 0 0 1 -1 1h-3a1 1 0 0 1 -1 -1v-3a1 1 0 0 1 1 -1zM13 3h3a1 1 0 0 1 1 1v3a1 1 0 0 1 -1 1h-3a1 1 0 0 1 -1 -1v-3a1 1 0 0 1 1 -1zM4 12h3a1 1 0 0 1 1 1v3a1 1 0 0 1 -1 1h-3a1 1 0 0 1 -1 -1v-3a1 1 0 0 1 1 -1zM12 12h1.8v1.8M17 12v5h-5",
  quiet: "M4 8v4h2.5L10 15.5v-11L6.5 8zM13 8l4 4M17 8l-4 4",
  react: "M12 3.3A7 7 0 1 0 16.8 9M7 12c.7 1 1.8 1.5 3 1.5s2.3-.5 3-1.5M7.6 8v.01M12.4 8v.01M16 1.8v5M13.5 4.3h5",
  reply: "M8 4.8 3.8 9 8 13.2M3.8 9h7.7c3 0 4.7 1.7 4.7 4.8v1.4",
  right: "M8 5l5 5-5 5",
  search: "M3.5 9a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0M13.2 13.2 17 17",
  send: "M3.2 3.8 17 10 3.2 16.2 5 10zM5 10h5.5",
  settings: "M3.5 6h6.3M14.2 6h2.3M3.5 14h2.3M10.2 14h6.3M9.8 6a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0 -4.4 0M5.8 14a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0 -4.4 0",
  shield: "M10 2.8l6 2.3v4.7c0 3.7-2.5 6.2-6 7.4-3.5-1.2-6-3.7-6-7.4V5.1z",
  smile: "M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M7 12c.7 1 1.8 1.5 3 1.5s2.3-.5 3-1.5M7.6 8v.01M12.4 8v.01",
  terminal: "M4.5 4h11a2 2 0 0 1 2 2v8a2 2 0 0 1 -2 2h-11a2 2 0 0 1 -2 -2v-8a2 2 0 0 1 2 -2zM6 8l2.3 2L6 12M10 12.5h4",
  ticket: "M3 6.5A1.5 1.5 0 0 1 4.5 5h11A1.5 1.5 0 0 1 17 6.5v2a1.5 1.5 0 0 0 0 3v2a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 13.5v-2a1.5 1.5 0 0 0 0-3zM12 5.5v9",
  trash: "M4 5.8h12M8 5.8V3.8h4v2M5.5 5.8l.7 10.4h7.6l.7-10.4M8.5 9v4.5M11.5 9v4.5",
  up: "M5 12l5-5 5 5",
  warn: "M10 3.5 17.3 16H2.7zM10 8v4M10 14v.01",
};

const MIRRORED = new Set(["back", "enter", "leave", "quiet", "reply", "right", "send", "undo"]);
const FILLED = new Set(["more"]);

/**
 * One sign, hidden from screen readers: words stand beside it or in the label of its button.
 * @param {{name: string, small?: boolean}} props
 */
export function Icon({ name, small }) {
  const kind = `ic${small ? " small" : ""}${MIRRORED.has(name) ? " flip" : ""}${FILLED.has(name) ? " full" : ""}`;
  return html`<svg class=${kind} viewBox="0 0 20 20" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
