/** The overview: tiles, graphs, the reports that wait, who is here, the latest acts, storage. */

import { html } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { measure, number, size } from "../../strings/formats.js";
import { Failed } from "../asking.js";
import { Grey } from "../late.js";
import { Acts, Waiting } from "../audit.js";
import { Graph } from "./graph.js";
import { Here, StorageBox } from "./sections.js";

/** @param {{numbers: any, span: string, choose: (id: string) => void}} props */
export function Overview({ numbers, span, choose }) {
  const { now, series } = numbers;
  const silent = numbers.state === "there" && !now;
  return html`${silent ? html`<p class="hint">${t("asking.none")}</p>` : now ? html`<${Tiles} now=${now} storage=${numbers.storage} />` : numbers.state === "failed" ? html`<${Failed} note=${numbers.note} again=${numbers.again} />` : html`<${Grey} />`}
    <div class="cols">
      ${series.messages && html`<${Graph} title=${t("graph.messages")} lines=${[{ series: series.messages }]} span=${span} note=${t("graph.now", { n: series.messages.values.at(-1) ?? 0 })} label="graph.messages.label" />`}
      ${series.connected_browser && html`<${Graph} title=${t("graph.people")} lines=${[{ series: total(series), name: t("graph.browser") }, { series: series.connected_other, name: t("graph.other") }]} span=${span} label="graph.people.label" />`}
      <${Box} title=${t("operator.reports")} aside=${now && t("operator.waiting", { n: now.open_reports })} all=${() => choose("reports")}><${Waiting} answer=${numbers.lists("report")} /><//>
      <${Box} title=${t("operator.here")} aside=${now && number(now.here)} all=${() => choose("people")}><${Here} answer=${numbers.lists("here")} /><//>
      <${Box} title=${t("operator.audit")} all=${() => choose("audit")}><${Acts} answer=${numbers.lists("act")} /><//>
      ${series.commit_half && html`<${Graph} title=${t("graph.commit")} lines=${[{ series: series.commit_half, name: t("graph.half") }, { series: series.commit_99, name: t("graph.99"), dashed: true }]} span=${span} unit="ms" label="graph.commit.label" />`}
      ${numbers.storage && html`<${StorageBox} storage=${numbers.storage} free=${now?.disk_free} />`}
    </div>`;
}

/** Both together as the upper line. */
function total({ connected_browser: browser, connected_other: other }) {
  return { ...browser, values: browser.values.map((value, at) => value + (other?.values[at] ?? 0)) };
}

/** @param {{title: string, aside?: any, all?: () => void, children?: any}} props */
function Box({ title, aside, all, children }) {
  return html`<section class="box span"><header><h2>${title}</h2>${aside && html`<span>${aside}</span>`}${all && html`<button type="button" class="btn small plain" onClick=${all}>${t("operator.all")}</button>`}</header>${children}</section>`;
}

function Tiles({ now }) {
  const change = now.messages_same_day_last_week ? Math.round((now.messages_today / now.messages_same_day_last_week - 1) * 100) : 0;
  return html`<dl class="tiles">
    <${Tile} name="here" value=${number(now.here)} small=${t("tile.here.small", { n: now.with_account })} />
    <${Tile} name="rooms" value=${number(now.rooms)} small=${t("tile.rooms.small", { n: now.private_rooms })} />
    <${Tile} name="messages" value=${number(now.messages_today)} small=${change ? t(change > 0 ? "tile.more" : "tile.less", { n: Math.abs(change) }) : ""} kind=${change > 0 ? "up" : ""} />
    <${Tile} name="commit" value=${measure(now.commit_ms, "millisecond", 1)} small=${t("tile.commit.small", { time: measure(now.commit_ms_99, "millisecond", 1) })} />
    ${now.refused_today !== undefined && html`<${Tile} name="refused" value=${number(now.refused_today)} small=${t("tile.refused.small", { n: now.wrong_passwords_today })} />`}
    <${Tile} name="disk" value=${size(now.disk_free)} small=${t("tile.disk.small", { size: size(now.kept) })} kind=${now.disk_free < 1e9 ? "ill" : ""} />
  </dl>`;
}

function Tile({ name, value, small, kind }) {
  return html`<div class="tile"><dt>${t(`tile.${name}`)}</dt><dd>${value}<small class=${kind}>${small}</small></dd></div>`;
}
