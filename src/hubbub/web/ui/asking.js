/** Asking the server for a list, and showing what comes: rows where it gives them, else its own lines. */

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { useApp, useTopics } from "../store.js";
import { t } from "../strings/index.js";
import { Grey } from "./late.js";
import { wordsOf } from "./words.js";

const ROWS = "hubbub.chat/rows"; // a list without rows is empty, whatever is said about that

/**
 * The answer to a command: its rows (by `row`) and its lines.
 * @param {string} command
 * @param {string[]} [words]
 */
export function useAnswer(command, words = []) {
  const app = useApp();
  const [answer, setAnswer] = useState(/** @type {any} */ ({ state: "asking", rows: [], lines: [] }));
  const last = useRef(0); // only what was asked last counts
  const ask = async () => {
    const turn = ++last.current;
    const set = (next) => turn === last.current && setAnswer(next);
    set((before) => ({ ...before, state: "asking", note: null }));
    try {
      set(sorted(await app.ask(command, words.join(" "))));
    } catch (problem) {
      set({ state: "failed", rows: [], lines: [], note: problem?.note });
    }
  };
  useEffect(() => {
    ask();
  }, [command, words.join(" ")]);
  useAgain(answer.note, ask);
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
export function Answer(props) {
  const mark = useKeptFocus();
  return html`<span hidden ref=${mark}></span><${Answered} ...${props} />`;
}

const CONTROLS = "a[href], button:enabled, input:enabled, textarea:enabled";

/** What had the focus may go from a list, by being used: what comes to its place has it then. A mark says where the list is. */
function useKeptFocus() {
  const mark = useRef(/** @type {HTMLElement | null} */ (null));
  const controls = () => /** @type {HTMLElement[]} */ ([...(mark.current?.parentElement?.querySelectorAll(CONTROLS) ?? [])]);
  const at = controls().indexOf(/** @type {HTMLElement} */ (document.activeElement)); // as long as this is drawn the old rows stand there
  useLayoutEffect(() => {
    if (at < 0 || document.activeElement !== document.body) return;
    const left = controls();
    const around = mark.current?.closest(".box, dialog, main")?.querySelector(CONTROLS);
    /** @type {HTMLElement | undefined} */ (left[Math.min(at, left.length - 1)] ?? around)?.focus();
  });
  return mark;
}

function Answered({ answer, empty, children, rowsOnly }) {
  const hasRows = useApp().state.server.capabilities.has?.(ROWS);
  if (answer.state === "asking" && !answer.rows.length) return html`<${Grey} />`;
  if (answer.state === "failed") return html`<${Failed} note=${answer.note} again=${answer.again} />`;
  if (answer.rows.length) return children(answer.rows);
  if (hasRows) return html`<p class="hint padded">${empty}</p>`;
  if (rowsOnly && answer.lines.length) return html`<p class="hint padded">${t("asking.none")}</p>`;
  if (answer.lines.length) return html`<pre class="answer" dir="auto" tabindex="0">${answer.lines.join("\n")}</pre>`;
  return html`<p class="hint">${empty}</p>`;
}

/** It did not come. @param {{note?: any, again: () => void}} props */
export function Failed({ note, again }) {
  const app = useApp();
  if (lacksConnection(note)) return html`<div class="amiss"><p role="status">${t("asking.waits")}</p><button class="btn small" type="button" onClick=${() => app.retry()}>${t("try.now")}</button></div>`;
  return html`<div class="amiss"><p class="wrong" role="alert">${note ? wordsOf(note) : t("asking.failed")}</p><button class="btn small" type="button" onClick=${again}>${t("try.again")}</button></div>`;
}

/** The rooms of the server, asked for now: `app.state.rooms` has them; `failed` says why not. */
export function useRooms() {
  const app = useApp();
  useTopics("list", "rooms");
  const [failed, setFailed] = useState(/** @type {any} */ (null));
  const ask = async () => {
    setFailed(null);
    const answer = await doReady(app, "list_rooms", {});
    if (answer?.ok === false) setFailed(answer.note ?? answer);
  };
  useEffect(() => {
    ask();
  }, []);
  useAgain(failed, ask);
  return { failed, ask };
}

/**
 * Let something be done if there is a connection; else it is refused here, and no note of that stands in the room.
 * @param {import("../app.js").App} app
 * @template {keyof import("../app.js").Acts} A
 * @param {A} action
 * @param {import("../app.js").Given<A>} given
 * @returns {Promise<any>}
 */
export async function doReady(app, action, given) {
  return app.state.connection.step === "ready" ? app.do(action, given) : { ok: false, note: { code: "no_connection" } };
}

const lacksConnection = (note) => note?.code === "no_connection";

/**
 * What did not come because there was no connection is asked for again when there is one.
 * @param {any} note why it did not come; null: it did
 * @param {() => void} again
 */
export function useAgain(note, again) {
  useReady(lacksConnection(note) && again);
}

/**
 * Do that as soon as there is a connection: once.
 * @param {false | (() => void)} act
 */
export function useReady(act) {
  const app = useApp();
  const done = useRef(false);
  useTopics("connection");
  useEffect(() => {
    if (!act) done.current = false;
    if (!act || done.current || app.state.connection.step !== "ready") return;
    done.current = true;
    act();
  });
}

/**
 * Do what a typed command does, with words that are only words.
 * @param {import("../app.js").App} app
 * @param {string|null} key  where it is typed; null: the server is asked, and its answer is for us alone
 * @param {(string|undefined|false)[]} words
 */
export function command(app, key, ...words) {
  const line = words.filter(Boolean).map((word) => String(word).replace(/\s+/g, " ").trim()).filter(Boolean).join(" ");
  if (key) return app.typed(key, line);
  const [, name, rest = ""] = /** @type {RegExpMatchArray} */ (/^\/(\S+) ?(.*)$/s.exec(line));
  return app.do("ask", { command: name, words: rest });
}
