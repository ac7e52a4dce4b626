/** The clipboard, also where a page without encryption has none: then by a field that is marked and copied. */

/**
 * Copy a text; says whether that went well.
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byField(text);
  }
}

function byField(text) {
  const field = document.createElement("textarea");
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  field.value = text;
  field.className = "sr";
  (before?.closest("dialog") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  before?.focus();
  return done;
}
