/** One WebSocket that speaks IRC: a line a message (https://ircv3.net/specs/extensions/websocket). */

const PROTOCOL = "text.ircv3.net";

/** @typedef {{opened: () => void, line: (line: string) => void, closed: (reason: string, code: number) => void}} Handlers */

export class Socket {
  /**
   * @param {string} url
   * @param {Handlers} handlers called for this socket alone, and never again after `closed` or `drop`
   */
  constructor(url, handlers) {
    /** @type {Handlers | null} */
    this.handlers = handlers;
    this.socket = new WebSocket(url, PROTOCOL);
    this.socket.onopen = () => this.handlers?.opened();
    this.socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.handlers?.line(data);
    };
    this.socket.onclose = ({ reason, code }) => this.end(reason, code);
  }

  /** Whether what is sent now may arrive; no longer as soon as it begins to close, which is before `closed`. */
  get isOpen() {
    return this.handlers !== null && this.socket.readyState === WebSocket.OPEN;
  }

  /** @param {string[]} lines */
  send(lines) {
    for (const line of lines) this.socket.send(line);
  }

  /**
   * Give the connection up, whatever it still says of itself.
   * @param {string} [reason]
   */
  drop(reason = "") {
    const { handlers } = this;
    this.handlers = null;
    this.socket.close();
    handlers?.closed(reason, 0);
  }

  /**
   * @param {string} reason
   * @param {number} code
   */
  end(reason, code) {
    const { handlers } = this;
    this.handlers = null;
    handlers?.closed(reason, code);
  }
}
