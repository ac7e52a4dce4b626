/** Graphs: lines in SVG, their axes in HTML; each with a sentence as its name, and as a table for who asks. */

import { html, useState } from "../../vendor/preact.js";
import { t } from "../../strings/index.js";
import { moment, number, time } from "../../strings/formats.js";

const WIDTH = 600;
const HEIGHT = 100;
const LONG = 6; // signs of a time of which there is no room for seven
const NAMES = ["", "two", "three"];

/**
 * A round number at or above the highest value, and the steps to it.
 * @param {number} highest
 * @returns {{top: number, steps: number}}
 */
export function scale(highest) {
  const size = 10 ** Math.floor(Math.log10(Math.max(highest, 1)));
  const top = [1, 2, 3, 4, 6, 8, 10].map((factor) => factor * size).find((value) => value >= highest) ?? size * 10;
  const steps = [3, 2, 4].find((count) => Number.isInteger(top / count)) ?? 2;
  return { top, steps };
}

/** The points of a line. @param {number[]} values @param {number} top */
export function points(values, top) {
  const step = WIDTH / Math.max(1, values.length - 1);
  return values.map((value, at) => `${(at * step).toFixed(1)},${(HEIGHT - (value / top) * HEIGHT).toFixed(1)}`).join(" ");
}

/**
 * @param {{title: string, lines: {series: any, name?: string, dashed?: boolean}[], span: string, note?: string, unit?: string, label: string}} props
 */
export function Graph({ title, lines, span, note, unit, label }) {
  const [table, setTable] = useState(false);
  const shown = lines.filter((line) => line.series?.values.length);
  const { top, steps } = scale(Math.max(...shown.flatMap((line) => line.series.values)));
  const all = shown[0]?.series.values ?? [];
  const words = t(label, { low: number(Math.min(...all), 1), high: number(Math.max(...all), 1), span: t(`graph.span.${span}`) });
  return html`<section class="box"><header><h2>${title}</h2>${note && html`<span>${note}</span>`}
      ${shown.length > 1 && html`<span class="keys">${shown.map((line, at) => html`<span key=${line.name} class=${`key ${line.dashed ? "three" : NAMES[at]}`}><i></i>${line.name}</span>`)}</span>`}
      <button type="button" class="btn small plain astable" aria-pressed=${String(table)} onClick=${() => setTable(!table)}>${t("graph.table")}</button></header>
    ${table ? html`<${Table} lines=${shown} title=${title} />` : html`<figure class="graph" role="img" aria-label=${words}>
      <div class="ys">${Array.from({ length: steps + 1 }, (_, at) => html`<span key=${at}>${number((top / steps) * at)}${unit ? ` ${unit}` : ""}</span>`)}</div>
      <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        ${Array.from({ length: steps + 1 }, (_, at) => html`<line key=${at} class="grid" x1="0" x2=${WIDTH} y1=${HEIGHT - (HEIGHT / steps) * at} y2=${HEIGHT - (HEIGHT / steps) * at} />`)}
        ${shown.map((line, at) => html`<${Line} key=${at} line=${line} kind=${line.dashed ? "three" : NAMES[at]} top=${top} filled=${!lines.some((one) => one.dashed)} />`)}</svg>
      <${Axis} series=${shown[0]?.series} span=${span} /></figure>`}</section>`;
}

function Line({ line, kind, top, filled }) {
  const path = points(line.series.values, top);
  return html`${filled && html`<polygon class=${`ar ${kind}`} points=${`0,${HEIGHT} ${path} ${WIDTH},${HEIGHT}`} />`}<polyline class=${`ln ${kind}`} points=${path} />`;
}

/** Seven times along the bottom; of long ones, as "02:00 PM", four. What has only begun has fewer: none stands there twice. */
function Axis({ series, span }) {
  if (!series) return null;
  const length = (series.values.length - 1) * series.step * 1000;
  const times = Array.from({ length: 7 }, (_, at) => series.from + (length / 6) * at);
  const words = times.map((at) => (span === "week" ? moment(at, 0) : time(at)));
  const shown = words.some((word) => word.length > LONG) ? words.filter((_, at) => at % 2 === 0) : words;
  return html`<div class="xs">${shown.map((word, at) => html`<span key=${at}>${word === shown[at - 1] ? "" : word}</span>`)}</div>`;
}

function Table({ lines, title }) {
  const [{ series }] = lines;
  return html`<div class="tablewrap graphtable" tabindex="0" role="group" aria-label=${title}><table><thead><tr><th scope="col">${t("audit.when")}</th>${lines.map((line, at) => html`<th key=${at} scope="col" class="n">${line.name ?? title}</th>`)}</tr></thead>
    <tbody>${series.values.map((_, at) => html`<tr key=${at}><td class="when">${moment(series.from + at * series.step * 1000, 0)}, ${time(series.from + at * series.step * 1000)}</td>${lines.map((line, place) => html`<td key=${place} class="n">${number(line.series.values[at] ?? 0, 1)}</td>`)}</tr>`)}</tbody></table></div>`;
}
