/** Parts that are loaded when they are first used, with the words that stand in them. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { moreWords, t } from "../strings/index.js";
import { show } from "./layers.js";
import { toast } from "./toast.js";

/**
 * A module, when it and its words are there.
 * @template T
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
export async function fetched(load) {
  const [module] = await Promise.all([load(), moreWords()]);
  return module;
}

/** It did not come, perhaps because the server has another version of it by now: with the page anew it will. */
function failed(problem) {
  console.error(problem);
  toast(t("late.failed"), { label: t("late.anew"), act: () => location.reload() });
}

/**
 * A function of a module that is loaded when it is first called.
 * @param {() => Promise<any>} load
 * @param {string} name
 * @returns {(...args: any[]) => Promise<any>}
 */
export function late(load, name) {
  return async (...args) => {
    try {
      return (await fetched(load))[name](...args);
    } catch (problem) {
      return failed(problem);
    }
  };
}

/**
 * What opens a dialog of a module that is loaded then.
 * @param {() => Promise<any>} load
 * @param {string} name
 * @returns {(props?: object) => Promise<any>}
 */
export function dialog(load, name) {
  return async (props = {}) => {
    try {
      return show((await fetched(load))[name], props);
    } catch (problem) {
      return failed(problem);
    }
  };
}

/**
 * A component of a module that is loaded now; until it is there, nothing, and a sentence when it does not come.
 * @param {{load: () => Promise<any>, name: string, [rest: string]: any}} props
 */
export function Late({ load, name, ...rest }) {
  const [part, setPart] = useState(/** @type {any} */ (null));
  const [failed, setFailed] = useState(false);
  const fetch = () => {
    setFailed(false);
    fetched(load).then((module) => setPart(() => module[name]), () => setFailed(true));
  };
  useEffect(fetch, []);
  if (part) return html`<${part} ...${rest} />`;
  if (!failed) return null;
  return html`<div class="empty"><p>${t("late.failed")}</p><button class="btn" type="button" onClick=${fetch}>${t("try.again")}</button></div>`;
}
