/** Rows of the timeline as what they are, and pages of them: drawn again only when something about them has changed. */

import { Component, html } from "../../vendor/preact.js";
import { Day, Event, Fold, Gap, Note, Unread } from "./between.js";
import { Message } from "./message.js";

/** @type {Record<string, (row: any, look: any) => any>} */
const DRAWN = {
  message: (row, look) => Message({ row, look }),
  day: (row, look) => html`<${Day} rowKey=${row.key} at=${row.at} now=${look.now} />`,
  unread: (row) => html`<${Unread} rowKey=${row.key} count=${row.count} />`,
  fold: (row, look) => html`<${Fold} row=${row} look=${look} />`,
  event: (row, look) => html`<${Event} item=${row.item} look=${look} />`,
  note: (row) => html`<${Note} items=${row.items} />`,
  gap: (row) => html`<${Gap} item=${row.item} />`,
};

/**
 * `stamps`: what each row is drawn with besides itself; `stream` says what that is.
 * @extends Component<{page: import("./windows.js").Page, stamps: string[], stream: any}>
 */
export class Page extends Component {
  shouldComponentUpdate({ page, stamps }) {
    return page !== this.props.page || stamps.some((stamp, at) => stamp !== this.props.stamps[at]);
  }

  render({ page, stamps, stream }) {
    return html`<div class="page" data-page=${page.key}>${page.rows.map((row, at) => html`<${Row} key=${row.key} row=${row} stamp=${stamps[at]} stream=${stream} />`)}</div>`;
  }
}

/** @extends Component<{row: any, stamp: string, stream: any}> */
class Row extends Component {
  shouldComponentUpdate({ row, stamp }) {
    return row !== this.props.row || stamp !== this.props.stamp;
  }

  render({ row, stream }) {
    return DRAWN[row.type](row, stream.look());
  }
}
