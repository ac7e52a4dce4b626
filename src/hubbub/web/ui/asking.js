/** Asking the server for a list, and showing what comes: rows where it gives them, else its own lines. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { t } from "../strings/index.js";
import { wordsOf } from "./words.js";

const ROWS = "hubbub.chat/rows"; // a list without rows is empty, whatever is said about that
const GREY = 300; // ms until grey rows are shown

/**
 * The answer to a command: its rows (by `row`) and its lines.
 * @param {string} command
 * @param {string[]} [words]
 */
export function useAnswer(command, words = []) {
  const app = useApp();
  const [answer, setAnswer] = useState(/** @type {any} */ ({ state: "asking", rows: [], lines: [] }));
  const ask = async () => {
    setAnswer((before) => ({ ...before, state: "asking" }));
    try {
      setAnswer(sorted(await app.ask(command, words.join(" "))));
    } catch (problem) {
      setAnswer({ state: "failed", rows: [], lines: [], note: problem?.note });
    }
  };
  useEffect(() => {
    ask();
  }, [command, words.join(" ")]);
  return { ...answer, again: ask };
}

/** Notes as rows and lines. */
function sorted(notes) {
  const refused = notes.find((note) => note.error);
  if (refused) return { state: "failed", rows: [], lines: [], note: refused };
  return { state: "there", rows: notes.map((note) => note.row).filter(Boolean), lines: notes.filter((note) => !note.row).map((note) => note.text) };
}

/**
 * What an answer is while it comes, when it failed, and when it is only words; else what `children` draws of its rows.
 * @param {{answer: any, empty: string, children: (rows: any[]) => any, rowsOnly?: boolean}} props  `rowsOnly`: its lines are of no use
 */
export function Answer({ answer, empty, children, rowsOnly }) {
  const hasRows = useApp().state.server.capabilities.has?.(ROWS);
  if (answer.state === "asking" && !answer.rows.length) return html`<${Grey} />`;
  if (answer.state === "failed") return html`<${Failed} note=${answer.note} again=${answer.again} />`;
  if (answer.rows.length) return children(answer.rows);
  if (hasRows) return html`<p class="hint padded">${empty}</p>`;
  if (rowsOnly && answer.lines.length) return html`<p class="hint padded">${t("asking.none")}</p>`;
  if (answer.lines.length) return html`<pre class="answer" dir="auto" tabindex="0">${answer.lines.join("\n")}</pre>`;
  return html`<p class="hint">${empty}</p>`;
}

/** Three grey rows, after a moment. */
export function Grey() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), GREY);
    return () => clearTimeout(timer);
  }, []);
  return html`<div class=${shown ? "grey shown" : "grey"} role="status" aria-label=${t("loading")}><i></i><i></i><i></i></div>`;
}

/** It did not come. */
export function Failed({ note, again }) {
  return html`<div class="failed"><p class="wrong" role="alert">${note ? wordsOf(note) : t("asking.failed")}</p><button class="btn small" type="button" onClick=${again}>${t("try.again")}</button></div>`;
}

/**
 * Do what a typed command does, with words that are only words.
 * @param {any} app
 * @param {string|null} key  where it is typed; null: the server is asked, and its answer is for us alone
 * @param {(string|undefined|false)[]} words
 */
export function command(app, key, ...words) {
  const line = words.filter(Boolean).map((word) => String(word).replace(/\s+/g, " ").trim()).filter(Boolean).join(" ");
  if (key) return app.typed(key, line);
  const [, name, rest = ""] = /** @type {RegExpMatchArray} */ (/^\/(\S+) ?(.*)$/s.exec(line));
  return app.do("ask", { command: name, words: rest });
}
