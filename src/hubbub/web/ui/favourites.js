/** Emoji that one uses: the usual ones, and those that were used lately. */

const USUAL = ["👍", "❤️", "✅", "😄", "🎉", "👀"];
const LATELY = 18;

/** What one reacts with: lately used, then the usual ones. @param {import("../app.js").App} app */
export function favourites(app) {
  return [...new Set([...app.settings.emoji, ...USUAL])];
}

/** An emoji was used: the first ones keep their places, so that nothing moves under a finger. */
export function used(app, sign) {
  const { emoji } = app.settings;
  if (emoji.slice(0, 6).includes(sign)) return;
  app.set("emoji", [sign, ...emoji.filter((one) => one !== sign)].slice(0, LATELY));
}
