/** Telling others that one writes: every 3 s at most while the text changes, and when it is over. */

const EVERY = 3000; // ms

/** @param {import("../../app.js").App} app @param {string} key */
export function typingTeller(app, key) {
  let told = 0;
  const tell = (on) => {
    if (app.settings.typing) app.do("typing", { buffer: key, on });
  };
  const typed = (text) => {
    const writes = text.trim() !== "" && !/^(@|\/(?!\/|me ))/.test(text);
    if (!writes) return stop();
    if (Date.now() - told < EVERY) return undefined;
    told = Date.now();
    return tell(true);
  };
  const stop = () => {
    if (told) tell(false);
    told = 0;
  };
  return { typed, stop, sent: () => { told = 0; } };
}
