/** Links in texts: where one leads, and what has to be said of it when its text says something else. */

const SCHEMES = new Set(["http:", "https:", "mailto:", "irc:", "ircs:"]);

/**
 * Where a link that was found in a text leads, or null when it leads nowhere. `text` is the part of it that is shown;
 * `host` is the real host where the text could be taken for another one, else "".
 * @param {string} written
 * @returns {{href: string, text: string, host: string} | null}
 */
export function destination(written) {
  const text = trimmed(written);
  let url;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (!SCHEMES.has(url.protocol) || (url.protocol !== "mailto:" && !url.hostname)) return null;
  return { href: url.href, text, host: misleads(url, text) ? url.host : "" };
}

/**
 * Without the punctuation that ends a sentence, and without a bracket that was opened before the link.
 * @param {string} text
 */
function trimmed(text) {
  for (;;) {
    const last = text[text.length - 1];
    const opening = { ")": "(", "]": "[", "}": "{" }[last];
    const unopened = opening !== undefined && count(text, last) > count(text, opening);
    if (!unopened && !/[.,;:!?'"*_~`»”’]$/u.test(text)) return text;
    text = text.slice(0, -1);
  }
}

/**
 * @param {string} text
 * @param {string} sign
 */
function count(text, sign) {
  return text.split(sign).length - 1;
}

/**
 * Whether a reader could take the text for another host: a name and an @ before it, backslashes, or letters of several
 * scripts, or of another script that look like Latin ones.
 * @param {URL} url
 * @param {string} text
 */
function misleads(url, text) {
  if (url.protocol === "mailto:") return false;
  if (url.username || url.password || text.includes("\\")) return true;
  const host = /^[^:]*:\/\/([^/?#:]*)/.exec(text)?.[1] ?? "";
  if (/^[\x21-\x7e]*$/.test(host)) return host.toLowerCase() !== url.hostname.toLowerCase() && !host.startsWith("[");
  return host.split(".").some((label) => !/^[\x21-\x7e]*$/.test(label) && isSuspicious(label));
}

/** @param {string} label */
function isSuspicious(label) {
  const scripts = SCRIPTS.filter((script) => script.test(label)).length;
  const foreign = /[^\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Zyyy}\p{sc=Zinh}]/u;
  return scripts > 1 || (scripts === 1 && foreign.test(label)) || LIKE_LATIN.test(label);
}

const SCRIPTS = [/\p{sc=Latn}/u, /\p{sc=Cyrl}/u, /\p{sc=Grek}/u];
const LIKE_LATIN = /^[аеорсухіјѕԁһӏԛԝвкмнтгԍԏоαορνυικτγ0-9-]+$/u;
