/** What the reader chose for their eyes, put on the page: theme, contrast, size of text, density, motion, language. */

import { spoken } from "../strings/index.js";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/**
 * Put the settings on the page, now and whenever they change.
 * @param {import("../app.js").App} app
 */
export function followSettings(app) {
  const apply = () => {
    dress(document.documentElement, app.settings);
    document.documentElement.lang = spoken();
    colourFrame(app.settings);
    document.documentElement.dir = /** @type {any} */ (app.settings).direction ?? (RIGHT_TO_LEFT.has(spoken()) ? "rtl" : "ltr");
  };
  apply();
  return app.store.watch("settings", apply);
}

/** @param {HTMLElement} root @param {any} settings */
function dress(root, settings) {
  mark(root, "theme", settings.theme, "system");
  mark(root, "contrast", settings.contrast, "system");
  mark(root, "density", settings.compact ? "compact" : "roomy", "roomy");
  mark(root, "motion", settings.motion, "system");
  if (settings.text_size && settings.text_size !== 15) root.style.setProperty("--text", `${settings.text_size / 16}rem`);
  else root.style.removeProperty("--text");
}

/** The canvas of each theme, for what a phone draws around the page: as tokens.css has it. */
const CANVAS = { light: "#ffffff", dark: "#16191e", black: "#000000" };

/** What a phone draws around the page has the page's own theme, not the system's. @param {any} settings */
function colourFrame({ theme, contrast }) {
  for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll("meta[name=theme-color]"))) {
    const dark = theme === "dark" || (theme !== "light" && meta.media.includes("dark"));
    const more = contrast === "more" || (contrast !== "normal" && matchMedia("(prefers-contrast: more)").matches);
    meta.content = CANVAS[dark ? (more ? "black" : "dark") : "light"];
  }
}

/** An attribute, absent where the system decides. */
function mark(root, name, value, usual) {
  if (!value || value === usual) delete root.dataset[name];
  else root.dataset[name] = value;
}
