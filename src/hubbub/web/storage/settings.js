/** The person's choices: what there is to choose, what is usual, and what this browser keeps of it. */

/**
 * @typedef {"all" | "mentions" | "nothing"} Level
 * @typedef {object} Settings
 * @property {"system" | "light" | "dark"} theme
 * @property {"system" | "more" | "normal"} contrast
 * @property {"system" | "reduced"} motion
 * @property {number} text_size pixels of a message, 14 to 20
 * @property {boolean} compact
 * @property {"auto" | "send" | "line"} enter
 * @property {boolean} typing whether others may see that one is writing
 * @property {"auto" | "en" | "de"} language
 * @property {"auto" | "12" | "24"} hours
 * @property {Level} notify
 * @property {boolean} hide_text
 * @property {boolean} sounds
 * @property {boolean} push whether one is told while no page is open
 * @property {number} quiet_until ms since 1970; 0: not quiet
 * @property {number[]} quiet_hours minutes of the day, from and to; [] for none
 * @property {string[]} words that count as a mention
 * @property {"all" | "mentions" | "nothing"} verbosity what a screen reader is told
 * @property {number} skin tone of emoji, 0 (none) to 5
 * @property {"field" | "line"} jump_to where the focus goes in a new room
 * @property {boolean} comings whether who came and went is shown
 * @property {boolean} pictures shown in the conversation, else as files
 * @property {number} sent messages, counted until the hints under the field go
 * @property {string[]} emoji lately used, the latest first
 * @property {string[]} collapsed sections of the sidebar
 */

/** @type {Settings} */
export const USUAL = {
  theme: "system",
  contrast: "system",
  motion: "system",
  text_size: 15,
  compact: false,
  enter: "auto",
  typing: true,
  language: "auto",
  hours: "auto",
  notify: "mentions",
  hide_text: false,
  sounds: false,
  push: false,
  quiet_until: 0,
  quiet_hours: [],
  words: [],
  verbosity: "all",
  skin: 0,
  jump_to: "field",
  comings: true,
  pictures: true,
  sent: 0,
  emoji: [],
  collapsed: [],
};

/** @type {Partial<Record<keyof Settings, readonly any[]>>} */
const CHOICES = {
  theme: ["system", "light", "dark"],
  contrast: ["system", "more", "normal"],
  motion: ["system", "reduced"],
  enter: ["auto", "send", "line"],
  language: ["auto", "en", "de"],
  hours: ["auto", "12", "24"],
  notify: ["all", "mentions", "nothing"],
  verbosity: ["all", "mentions", "nothing"],
  jump_to: ["field", "line"],
};

/**
 * What was kept, where it is something that can be chosen; what is usual for everything else.
 * @param {Record<string, any>} kept
 * @returns {Settings}
 */
export function read(kept) {
  const known = Object.entries(kept).filter(([name, value]) => name in USUAL && fits(/** @type {keyof Settings} */ (name), value));
  return { ...structuredClone(USUAL), ...Object.fromEntries(known) };
}

/**
 * Without what they tell of the person: the words they wait for, what they used and said.
 * @param {Settings} settings
 * @returns {Settings}
 */
export function ofNobody(settings) {
  const { words, emoji, sent } = structuredClone(USUAL);
  return { ...settings, words, emoji, sent };
}

/**
 * Whether that setting can have that value.
 * @param {keyof Settings} name
 * @param {any} value
 */
export function fits(name, value) {
  const usual = USUAL[name];
  if (typeof value !== typeof usual || Array.isArray(value) !== Array.isArray(usual) || value === null) return false;
  if (name === "text_size") return Number.isInteger(value) && value >= 14 && value <= 20;
  return CHOICES[name]?.includes(value) ?? true;
}
