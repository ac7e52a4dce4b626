/** What the reader chose for their eyes, put on the page: theme, contrast, size of text, density, motion, language. */

import { spoken } from "../strings/index.js";

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/**
 * Put the settings on the page, now and whenever they change.
 * @param {any} app
 */
export function followSettings(app) {
  const apply = () => {
    dress(document.documentElement, app.settings);
    document.documentElement.lang = spoken();
    document.documentElement.dir = app.settings.direction ?? (RIGHT_TO_LEFT.has(spoken()) ? "rtl" : "ltr");
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

/** An attribute, absent where the system decides. */
function mark(root, name, value, usual) {
  if (!value || value === usual) delete root.dataset[name];
  else root.dataset[name] = value;
}
