/** A row of the timeline as what it is. */

import { html } from "../../vendor/preact.js";
import { Day, Event, Fold, Gap, Note, Unread } from "./between.js";
import { Message } from "./message.js";

/** @type {Record<string, (row: any, look: any) => any>} */
const DRAWN = {
  message: (row, look) => html`<${Message} key=${row.key} row=${row} look=${look} />`,
  day: (row, look) => html`<${Day} key=${row.key} rowKey=${row.key} at=${row.at} now=${look.now} />`,
  unread: (row) => html`<${Unread} key=${row.key} rowKey=${row.key} count=${row.count} />`,
  fold: (row, look) => html`<${Fold} key=${row.key} row=${row} look=${look} />`,
  event: (row, look) => html`<${Event} key=${row.key} item=${row.item} look=${look} />`,
  note: (row) => html`<${Note} key=${row.key} item=${row.item} />`,
  gap: (row) => html`<${Gap} key=${row.key} item=${row.item} />`,
};

/** @param {any} row @param {any} look */
export function drawRow(row, look) {
  return DRAWN[row.type](row, look);
}
