/** Parts that are loaded when they are first used, with the words and signs that stand in them. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { useApp, useTopics } from "../store.js";
import { moreWords, t } from "../strings/index.js";
import { show } from "./layers.js";
import { toast } from "./toast.js";

const GREY = 300; // ms until grey rows are shown

/** Three grey rows, after a moment. */
export function Grey() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), GREY);
    return () => clearTimeout(timer);
  }, []);
  return html`<div class=${shown ? "grey shown" : "grey"} role="status" aria-label=${t("loading")}><i></i><i></i><i></i></div>`;
}

/**
 * A module, when it, its words and its signs are there.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
export async function fetched(load) {
  const [module] = await Promise.all([load(), moreWords(), import("./icons.more.js")]);
  return module;
}

/**
 * What is made of a module that is loaded now. When it does not come it is tried again, if one likes; when it does not come
 * then either, perhaps because the server has another version of it by now, it will with the page anew.
 * @param {() => Promise<any>} load
 * @param {(module: any) => any} use
 * @param {boolean} [again]
 * @returns {Promise<any>}
 */
async function loaded(load, use, again = false) {
  let module;
  try {
    module = await fetched(load);
  } catch (problem) {
    console.warn(problem);
    toast(t("late.failed"), again ? { label: t("late.anew"), act: () => location.reload() } : { label: t("try.again"), act: () => void loaded(load, use, true) });
    return undefined;
  }
  return use(module);
}

/**
 * A function of a module that is loaded when it is first called.
 * @param {() => Promise<any>} load
 * @param {string} name
 * @returns {(...args: any[]) => Promise<any>}
 */
export function late(load, name) {
  return async (...args) => loaded(load, (module) => module[name](...args));
}

/**
 * Called again before it is done, it is done once: who presses twice while it is loaded opens one.
 * @param {(...args: any[]) => Promise<any>} open
 * @returns {(...args: any[]) => Promise<any>}
 */
function once(open) {
  let coming = /** @type {Promise<any> | null} */ (null);
  return (...args) => (coming ??= open(...args).finally(() => (coming = null)));
}

/**
 * What opens a menu of a module that is loaded then.
 * @param {() => Promise<any>} load
 * @param {string} name
 */
export function menu(load, name) {
  return once(late(load, name));
}

/**
 * What opens a dialog of a module that is loaded then.
 * @param {() => Promise<any>} load
 * @param {string} name
 */
export function dialog(load, name) {
  return once(question(load, name));
}

/**
 * The same for one that somebody waits for: each that is asked for opens.
 * @param {() => Promise<any>} load
 * @param {string} name
 * @returns {(props?: object) => Promise<any>}
 */
export function question(load, name) {
  return async (props = {}) => loaded(load, (module) => show(module[name], props));
}

/**
 * A component of a module that is loaded now; until it is there, `meanwhile` or nothing, and a sentence when it does not come, until there
 * is a connection again. What does not come when it is tried again either does with the page anew.
 * @param {{load: () => Promise<any>, name: string, meanwhile?: any, [rest: string]: any}} props
 */
export function Late({ load, name, meanwhile, ...rest }) {
  const [part, setPart] = useState(/** @type {any} */ (null));
  const [failed, setFailed] = useState(0); // times
  const [asking, setAsking] = useState(true);
  const fetch = () => {
    setAsking(true);
    fetched(load).then((module) => setPart(() => module[name]), () => setFailed((before) => before + 1)).finally(() => setAsking(false));
  };
  useTopics("connection");
  const on = useApp().connection.phase === "on";
  useEffect(() => {
    if (!part) fetch();
  }, [on]);
  if (part) return html`<${part} ...${rest} />`;
  if (asking || !failed) return meanwhile;
  const [label, act] = failed > 1 && on ? [t("late.anew"), () => location.reload()] : [t("try.again"), fetch];
  return html`<div class="empty"><p>${t("late.failed")}</p><button class="btn" type="button" onClick=${act}>${label}</button></div>`;
}
