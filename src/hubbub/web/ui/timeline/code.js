/** A block of code: its language, a way to copy it, and colours when there is time for them. */

import { html, useEffect, useState } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { copy } from "../clipboard.js";
import { IconButton } from "../controls.js";

const MOST_LINES = 200;

const idle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 50));

/** @param {{language: string, text: string}} props */
export function Code({ language, text }) {
  const coloured = useColours(language, text);
  const [done, setDone] = useState(false);
  const take = async () => {
    setDone(await copy(text));
    setTimeout(() => setDone(false), 2000);
  };
  return html`<figure class="code"><header><span>${language || t("code.plain")}</span>
    <${IconButton} icon=${done ? "check" : "copy"} label=${done ? t("copied") : t("code.copy")} onClick=${take} /></header>
    <pre tabindex="0" aria-label=${t("code.label", { language: language || t("code.plain") })}><code>${coloured ?? text}</code></pre></figure>`;
}

/** The text with its words coloured, when that has been done; the box keeps its size. */
function useColours(language, text) {
  const [coloured, setColoured] = useState(/** @type {any} */ (null));
  useEffect(() => {
    if (!language || text.split("\n").length > MOST_LINES) return undefined;
    let wanted = true;
    idle(async () => {
      const module = await import("./highlight.js").catch(() => null); // without it the text stands as it is
      const pieces = wanted && module?.colours(language, text);
      if (wanted && pieces) setColoured(pieces.map(([kind, piece], at) => (kind ? html`<span key=${at} class=${kind}>${piece}</span>` : piece)));
    });
    return () => { wanted = false; };
  }, [language, text]);
  return coloured;
}
