/** Other ways in: what the terminal and an IRC client need, ready to be copied. */

import { html, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { parts, t } from "../strings/index.js";
import { IconButton } from "./controls.js";
import { Icon } from "./icons.js";
import { copy } from "./clipboard.js";

/** Four bubbles that show that all faces meet. */
export function Scene() {
  return html`<div class="scene" aria-hidden="true">
    <div class="say h3"><small>${"美咲"} <span>${t("scene.browser")}</span></small>${t("scene.one")}</div>
    <div class="say term"><small>lars-erik <span>${t("scene.terminal")}</span></small>${"> "}${t("scene.two")}</div>
    <div class="say h1"><small>kofi <span>${t("scene.irc")}</span></small>${t("scene.three")}</div>
    <div class="say mine"><small>${t("scene.you")}</small>${t("scene.four")}</div>
  </div>`;
}

/** Name and port as clients want them. */
function address(app) {
  const host = app.about.host || location.hostname;
  const port = app.about.port || location.port || (app.about.secure ? "443" : "80");
  return { host, port };
}

/** The ways, each with its line; with a code those that take one. */
function ways(app, code) {
  const { host, port } = address(app);
  const tls = app.about.secure || app.about.tls_port ? "-tls " : "";
  if (!code) {
    return [
      [t("ways.terminal"), `nc ${host} ${port}`],
      [t("ways.own"), `hubbub chat ${host}${port === "7777" ? "" : ` ${port}`}`],
      [t("ways.irc"), `/connect ${tls}${host} ${port}`],
    ];
  }
  return [
    [parts("ways.terminal.code", { line: html`<code>/invited ${code}</code>` }), `nc ${host} ${port}`],
    [t("ways.own.code"), `hubbub chat '${location.href}'`],
    [t("ways.irc.code", { port }), `/connect ${tls}${host} ${port} ${code}`],
  ];
}

/** @param {{code?: string, open?: boolean}} props */
export function Ways({ code, open = false }) {
  const app = useApp();
  return html`<details class="ways" open=${open}><summary><${Icon} name="terminal" /><span>${t("join.other")}</span><${Icon} name="down" small /></summary>
    <dl>${ways(app, code).map(([words, line]) => html`<div key=${line}><dt>${words}</dt><dd><${Command} line=${line} /></dd></div>`)}
      ${app.about.fingerprint && html`<div><dt>${t("join.fingerprint")}</dt><dd><${Command} line=${app.about.fingerprint} /></dd></div>`}
    </dl></details>`;
}

/** A line to be copied. @param {{line: string, label?: string}} props */
export function Command({ line, label }) {
  const [done, setDone] = useState(false);
  const take = async () => {
    setDone(await copy(line));
    setTimeout(() => setDone(false), 2000);
  };
  return html`<div class="cmd"><code>${line}</code><${IconButton} icon=${done ? "check" : "copy"} label=${done ? t("copied") : label ?? t("copy")} onClick=${take} /></div>`;
}
