/** Quick help: the keys, from their table, and the commands, from theirs. */

import { html, useState } from "../vendor/preact.js";
import { all as allCommands, closestCommand } from "../typed/table.js";
import { useApp } from "../store.js";
import { t } from "../strings/index.js";
import { KEYS, signs } from "./keys.js";
import { Dialog } from "./layers.js";

/** @param {{command?: string, close: () => void}} props */
export function Help({ command = "", close }) {
  const [wanted, setWanted] = useState(command.replace(/^\//, ""));
  return html`<${Dialog} title=${t("help.title")} close=${close} kind="help">
    <div class="searchbox"><input class="in" type="search" value=${wanted} onInput=${(event) => setWanted(event.target.value)} placeholder=${t("help.search")} aria-label=${t("help.search")} autofocus /></div>
    <div class="scroll inner" tabindex="0" role="group" aria-label=${t("help.title")}><${Found} wanted=${wanted} /></div>
  <//>`;
}

const holds = (text, wanted) => text.toLowerCase().includes(wanted.trim().toLowerCase());

const keysOf = (wanted) => KEYS.filter((key) => holds(t(`keys.${key.act}`), wanted) || holds(key.keys.join(" "), wanted));

/** What there is of these words, and if there is nothing, that. @param {{wanted: string}} props */
function Found({ wanted }) {
  const app = useApp();
  const commands = allCommands().filter((one) => (!one.operators || app.state.me.operator) && isAbout(one, wanted));
  if (!commands.length && !keysOf(wanted).length) {
    const closest = closestCommand(wanted);
    return html`<p class="hint" role="status">${closest ? t("help.closest", { text: wanted, closest }) : t("help.nothing", { text: wanted })}</p>`;
  }
  return html`<${Keys} wanted=${wanted} /><${Commands} found=${commands} detailed=${wanted !== ""} />`;
}

/** The keys by where they work. @param {{wanted?: string}} props */
export function Keys({ wanted = "" }) {
  const found = keysOf(wanted);
  return ["page", "empty", "field", "message"].map((where) => {
    const here = found.filter((key) => key.where === where);
    return here.length > 0 && html`<section key=${where}><h3 class="cap">${t(`keys.where.${where}`)}</h3><dl class="keys">${here.map((key) => html`<dt key=${`k${key.act}`}><${Combination} keys=${key.keys[0]} /></dt><dd key=${`w${key.act}`}>${t(`keys.${key.act}`)}</dd>`)}</dl></section>`;
  });
}

function Combination({ keys }) {
  return signs(keys).map((sign, at) => html`${at > 0 && " "}<kbd>${sign}</kbd>`);
}

/** A subject is all that is about it; other words are looked for. */
function isAbout({ group, usage, help, aliases }, wanted) {
  const subject = wanted.trim().toLowerCase();
  if (allCommands().some((one) => one.group === subject)) return group === subject;
  return [usage, help, ...aliases].some((text) => holds(text, wanted));
}

/** The commands, with what they do, by what they are about. */
function Commands({ found, detailed }) {
  const groups = [...new Set(found.map((one) => one.group))];
  return found.length > 0 && html`<section><h3 class="cap">${t("help.commands")}</h3>${groups.map((group) => html`<dl key=${group} class="commands" lang="en" aria-label=${group}>${found.filter((one) => one.group === group).map((one) => html`<dt key=${`c${one.name}`}><code>${one.usage}</code></dt>
    <dd key=${`d${one.name}`}>${one.help}${detailed && one.details.map((line) => html`<small key=${line}>${line}</small>`)}</dd>`)}</dl>`)}</section>`;
}
