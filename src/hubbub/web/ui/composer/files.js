/** Attachments: chosen, pasted or dropped, shown above the field, sent with the message; only where the server keeps files. */

import { useState } from "../../vendor/preact.js";
import { remembered } from "../../remembered.js";
import { seen } from "../../typed/grammar.js";
import { here } from "../here.js";
import { late } from "../late.js";
import { showLongText } from "../opening.js";
import { view } from "../view.js";

const MANY_LINES = 40;
const bag = () => import("./bag.js");
const take = late(bag, "take");

/** What is attached in each room or conversation: it stays there while one is elsewhere. @type {Map<string, File[]>} */
export const bags = remembered();

/** The attachments of one field. @param {import("../../app.js").App} app @param {string} key */
export function useBag(app, key) {
  const [files, setFiles] = useState(() => bags.get(key) ?? []);
  const limits = app.files.may ? app.about.files : null;
  const draft = () => app.drafts.get(key);
  const there = () => bags.get(key) ?? [];
  const name = (names) => app.drafts.set(key, { ...draft(), files: names });
  /** Those of before a reload, of which only the names are here. */
  const missing = (among = there()) => (draft().files ?? []).filter((one) => ![...there(), ...among].some((file) => file.name === one));
  const set = (next, lacking = missing(next)) => {
    bags.set(key, next);
    setFiles(next);
    name([...next.map((file) => file.name), ...lacking]);
  };
  const add = (more) => take(more, there, limits, set);
  /** Whether they are on their way; what sends them may not load, and they stay. */
  const send = async (draft) => {
    set([]);
    try {
      await app.files.load();
    } catch {
      set([...files, ...there()]);
      return false;
    }
    app.files.do("send", key, files, { text: draft.text, reply: draft.reply });
    return true;
  };
  const forget = (gone) => name((draft().files ?? []).filter((one) => one !== gone));
  return { files, missing: limits ? missing() : [], forget, may: Boolean(limits), add, choose: () => choose(add), send, remove: (file) => set(files.filter((one) => one !== file)) };
}

/**
 * Let somebody choose, at once: a browser opens no choice of files where the press lies back by seconds.
 * @param {(files: File[]) => void} add
 */
function choose(add) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.addEventListener("change", () => {
    add([...(input.files ?? [])]);
    here.focusField?.();
  });
  input.click();
}

/** Files that are dropped anywhere on the page are attachments; where they cannot be, the page does not give way to them. */
export function followDrops() {
  for (const kind of ["dragover", "dragleave", "drop"]) addEventListener(kind, (/** @type {any} */ event) => {
    const { dataTransfer: data, relatedTarget } = event;
    if (!data?.types.includes("Files") || relatedTarget) return;
    event.preventDefault();
    const taken = view.state.layers.length ? undefined : here.take;
    document.body.classList.toggle("dropping", Boolean(taken) && kind === "dragover");
    if (!taken) data.dropEffect = "none";
    else if (kind === "drop") taken([...data.files]);
  });
}

/** Files go to the attachments; many lines are asked about; a pasted slash commands nothing. */
export function pasted(event, bag, buffer) {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length && bag.may) {
    event.preventDefault();
    return void bag.add(files);
  }
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const commands = seen(text).startsWith("/") && !event.target.value;
  const literal = commands ? `/${seen(text)}` : text;
  if (text.split("\n").length > MANY_LINES) {
    event.preventDefault();
    const field = event.target;
    const put = () => {
      field.focus();
      field.setRangeText(literal, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    showLongText({ buffer, text, put });
  } else if (commands) {
    event.preventDefault();
    event.target.setRangeText(literal, 0, 0, "end");
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return undefined;
}
