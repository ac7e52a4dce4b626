/**
 * The timeline: a scroller that is reversed, so that its end stays where it is, and windows of pages in it.
 *
 * What is in view never moves (staying.js). At the end it stays at the end.
 */

import { Component, html } from "../../vendor/preact.js";
import { remembered } from "../../remembered.js";
import { AppContext } from "../../store.js";
import { t } from "../../strings/index.js";
import { isSaid, rowMaker } from "../../views/rows.js";
import { here } from "../here.js";
import { showInvite } from "../opening.js";
import { view } from "../view.js";
import { Beginning } from "./between.js";
import { copySelection } from "./copying.js";
import { History } from "./history.js";
import { atEnd, redrawn, steadyInView, topOf } from "./measure.js";
import { createMarks, Marks } from "./marks.js";
import { Pages } from "./pages.js";
import { pointing } from "./pointing.js";
import { Reading } from "./reading.js";
import { Page } from "./row.js";
import { Staying } from "./staying.js";
import { walk } from "./walking.js";

/** Where one was in each room, for this visit: a row and its distance from the top, or the end. @type {Map<string, {key: string, top: number}>} */
const left = remembered();

const SLOW = 1000; // ms until "Sending…" is said
const LIT = 2400; // ms that a goal is lit
const FROM_THE_TOP = 1 / 3; // of the view above what one is led to
const MOST_UNREAD = 500; // with more of it one begins at the end
const ABOVE_THE_NEW = 48; // pixels that stay above the "n new" line where all that is new fits into the view
const BEYOND = 100; // pixels beyond the view that are drawn at once

/** Notes whose words stand in the strip already. */
const SAID_BELOW = new Set(["sent_later"]);

/** @typedef {{to: "end"}|{to: "row", key: string, part?: number, top?: number}} Target */

/** @extends Component<{buffer: any}, any> */
export class Stream extends Component {
  static contextType = AppContext;

  constructor(props, app) {
    super(props, app);
    this.app = app;
    this.makeRows = rowMaker();
    this.pages = new Pages();
    this.staying = new Staying();
    /** @type {WeakMap<object, number>} */
    this.abouts = new WeakMap(); // what answers are about, by numbers
    this.aboutCount = 0;
    this.isStale = true; // rows may be others than they were
    this.expanded = new Set();
    this.marks = createMarks();
    this.history = new History(app, props.buffer);
    this.reading = new Reading(app, props.buffer);
    this.ends = [];
    /** @type {Target|null} */
    this.target = null;
    this.pinned = true; // at the end
    this.isOpen = false; // what is drawn ends in a gap
    this.generation = 0; // of what rows are drawn with besides themselves
    this.state = { center: null, active: null, focusable: null, goal: null };
    this.drawLine();
  }

  /** The "n new" line: at the marker as it is now, before what is there and was not read. */
  drawLine(line = this.props.buffer.read_at || Infinity) {
    this.line = line;
    this.until = this.props.buffer.timeline.items.at(-1)?.at ?? 0;
  }

  /** "Unread from here", on this device alone. */
  unreadFrom() {
    const { key } = this.props.buffer;
    const item = this.app.item(key, this.app.unreadMarks.get(key) ?? "");
    if (!item) return;
    this.drawLine(item.at - 1);
    this.changed();
  }

  /* ------------------------------------------------------------------ life */

  componentDidMount() {
    const { key } = this.props.buffer;
    const redraw = () => this.changed();
    const fetched = () => {
      this.changed();
      this.followGoal();
    };
    const renew = () => this.renew();
    const { store } = this.app;
    this.ends = [
      store.watch(`messages ${key}`, fetched), store.watch("settings", renew), store.watch("me", renew), store.watch("connection", redraw), store.watch(`unread ${key}`, () => this.unreadFrom()),
      store.watch(`members ${key}`, () => this.renewRoles()),
      view.subscribe(() => this.followGoal()),
      followVisibility(() => this.seenAgain(), () => this.tellShown()), followFocus(() => this.hasNews() && this.seenAgain()),
    ];
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.scroller);
    this.width = this.scroller.clientWidth;
    Object.assign(here, { toEnd: () => this.readAll(), toNew: () => this.toNew(), lastRow: () => this.focusLast() });
    this.tellShown();
    this.newestOwn = this.newestOfOurs()?.key; // what waits since before moves nothing
    this.begin();
  }

  /** The last row that we said. */
  newestOfOurs() {
    return this.rows.findLast((row) => row.item?.own && isSaid(row.item));
  }

  /** Which room is before somebody's eyes, and whether its end is. */
  tellShown() {
    this.app.show(this.props.buffer.key, { atEnd: this.pinned, visible: !document.hidden });
  }

  componentWillUnmount() {
    const { key } = this.props.buffer;
    const [place] = steadyInView(this.scroller);
    if (!this.pinned && place) left.set(key, place);
    else left.delete(key);
    for (const end of this.ends) end();
    this.observer?.disconnect();
    this.reading.stop();
    clearTimeout(this.slowTimer);
    clearTimeout(this.goalTimer);
  }

  /** Where one begins: where one was, else at the first unread, else at the end. */
  begin() {
    const { key } = this.props.buffer;
    const before = left.get(key);
    if (view.state.goal?.key === key) return this.followGoal();
    const fresh = this.rows.find((row) => row.type === "unread");
    if (before && this.rows.some((row) => row.key === before.key)) this.aim({ to: "row", key: before.key, top: before.top });
    else if (fresh && fresh.count < MOST_UNREAD) this.aim({ to: "row", key: "unread", part: FROM_THE_TOP });
    else this.aim({ to: "end" });
  }

  /* ------------------------------------------------------------------ drawing */

  /** Draw every row anew: something that all of them are drawn with has changed. */
  renew() {
    this.generation++;
    this.changed();
  }

  /** Make the rows anew, and draw those that are others now. */
  changed() {
    this.isStale = true;
    this.setState({});
  }

  renewRoles() {
    const roles = [...this.props.buffer.members.values()].filter((member) => member.roles).map((member) => member.name + member.roles).join();
    if (roles !== this.roles) this.renew();
    this.roles = roles;
  }

  render() {
    const { buffer } = this.props;
    if (this.isStale) this.makeRowsAnew();
    const { all } = this.pages;
    const { from, to } = this.pages.draw(this.pinned ? null : this.state.center, this.reach());
    return html`<div class="talk">
      <${Marks} marks=${this.marks} fetching=${buffer.fetching} toNew=${() => this.toNew()} readAll=${() => this.readAll(false)} toEnd=${() => this.toEnd()} />
      <section class="stream" id="talk" aria-label=${t("stream.label", { name: buffer.name })} tabindex="0" ref=${(element) => { this.scroller = element; }}
        onScroll=${() => this.scrolled()} onKeyDown=${(event) => walk(this, event)} onFocusIn=${(event) => this.focused(event)}
        onCopy=${(event) => copySelection(event, this.rows)} ...${pointing(this)}>
        <div class="flow"><h2 class="sr">${t("stream.heading")}</h2>
          ${buffer.beginning && from === 0 && html`<${Beginning} buffer=${buffer} invite=${this.invite()} />`}
          <div class="space" style=${{ height: `${this.pages.height(all.slice(0, from))}px` }}></div>
          ${all.slice(from, to).map((page) => html`<${Page} key=${page.key} page=${page} stamps=${page.rows.map((row) => this.stamp(row))} stream=${this} />`)}
          <div class="space" style=${{ height: `${this.pages.height(all.slice(to))}px` }}></div>
        </div>
      </section></div>`;
  }

  /** The rows of what there is, in pages. */
  makeRowsAnew() {
    const { buffer } = this.props;
    const items = [...buffer.timeline.items, ...buffer.unsent.values()].filter((item) => !SAID_BELOW.has(item.code));
    this.rows = this.makeRows(items, { line: this.line, until: this.until, comings: this.app.settings.comings !== false });
    this.pages.make(this.rows);
    this.isStale = false;
  }

  /** How far from the page in the middle, or from the one that is gone to, the view can reach. */
  reach() {
    const height = this.scroller?.clientHeight ?? innerHeight;
    return (this.pinned || this.target ? height : height / 2) + BEYOND;
  }

  /** What a row is drawn with besides itself. */
  stamp(row) {
    const { active, goal, focusable } = this.state;
    const { buffer } = this.props;
    const about = row.item?.reply ? this.app.item(buffer.key, row.item.reply) : null;
    if (about && !this.abouts.has(about)) this.abouts.set(about, ++this.aboutCount);
    const slow = row.item?.status === "sending" && this.isSlow(row.item);
    return [this.generation, active === row.key, goal === row.key, focusable === row.key, this.expanded.has(row.key), slow, about ? this.abouts.get(about) : "", buffer.pins.includes(row.item?.id)].join();
  }

  /** What rows are drawn with. */
  look() {
    const { active, goal, focusable } = this.state;
    return {
      app: this.app, buffer: this.props.buffer, active, goal, focusable, expanded: this.expanded, now: Date.now(),
      expand: (key) => this.expand(key), goTo: (id) => this.goTo(id), slow: (item) => this.isSlow(item),
      removedText: (id) => here.removedText?.(id), putBack: (id) => here.putBack?.(id),
    };
  }

  isSlow(item) {
    const late = Date.now() - item.at >= SLOW;
    if (!late) {
      clearTimeout(this.slowTimer);
      this.slowTimer = setTimeout(() => this.setState({}), SLOW);
    }
    return late;
  }

  invite() {
    const { buffer } = this.props;
    return this.app.mayDo("invite", buffer.key) && (() => showInvite({ buffer }));
  }

  expand(key) {
    if (!this.expanded.delete(key)) this.expanded.add(key);
    this.setState({});
  }

  /* ------------------------------------------------------------------ staying in place */

  /** Whether one is where the newest is, and stays there. Where what is below is not loaded, one reads on. */
  isAtEnd() {
    return atEnd(this.scroller) && !this.history.endsInGap();
  }

  getSnapshotBeforeUpdate() {
    if (!this.target) this.pinned = atEnd(this.scroller) && !this.isOpen; // the event of a scroll may still be under way
    return { places: this.pinned ? null : this.staying.places(this.scroller), newest: this.newestOwn };
  }

  componentDidUpdate(_props, _state, { places, newest }) {
    redrawn(this.scroller);
    this.isOpen = this.history.endsInGap();
    this.pages.measure(this.scroller);
    const own = this.newestOfOurs();
    this.newestOwn = own?.key;
    if (own && own.item.status === "sending" && own.key !== newest) this.aim({ to: "end" });
    if (this.target) this.arrive();
    else if (!places) this.stayAtEnd();
    else this.staying.hold(this.scroller, places);
    this.survey();
    if (this.pages.isGrowing()) this.soon();
  }

  stayAtEnd() {
    this.staying.letGo();
    this.scroller.scrollTop = 0;
  }

  /** Go there as soon as it is drawn. @param {Target} target */
  aim(target) {
    this.target = target;
    if (target.to === "end") {
      this.pinned = true;
      this.setState({ center: this.pages.all.at(-1)?.key ?? null });
      return;
    }
    this.pinned = false;
    this.setState({ center: this.pages.of(target.key) });
  }

  arrive() {
    const target = this.target;
    this.target = null;
    this.staying.letGo();
    if (target.to === "end") {
      this.scroller.scrollTop = 0;
      return;
    }
    if (target.key === "unread") this.scroller.scrollTop = 0;
    const now = topOf(this.scroller, target.key);
    if (now === null) return;
    if (target.key === "unread" && now >= ABOVE_THE_NEW) {
      this.pinned = true; // all that is new is in view, with the end
      return;
    }
    const wanted = target.top ?? this.scroller.clientHeight * (target.part ?? FROM_THE_TOP);
    this.scroller.scrollTop += now - wanted;
    this.pinned = this.isAtEnd();
  }

  /** The window has another size: another width makes other heights. */
  resized() {
    this.pinned &&= this.isAtEnd(); // the event of a scroll may still be under way
    if (this.scroller.clientWidth === this.width) return this.pinned && (this.scroller.scrollTop = 0);
    this.width = this.scroller.clientWidth;
    this.pages.heights.forget();
    this.pages.measure(this.scroller);
    if (!this.pinned) this.staying.again(this.scroller);
    return this.setState({});
  }

  /* ------------------------------------------------------------------ scrolling */

  scrolled() {
    this.marks.moved();
    if (this.scroller?.clientWidth === this.width) this.staying.look(this.scroller); // before the next frame it may be another one
    this.soon();
  }

  /** At the next frame: look at what is in view, and draw what is still to be drawn. */
  soon() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.scroller?.isConnected) return;
      this.survey();
      if (this.pages.isGrowing()) this.setState({});
    });
  }

  /** Look at what is in view: which pages are needed, what is read, what the marks say. */
  survey() {
    const { scroller } = this;
    const wasPinned = this.pinned;
    this.pinned = this.isAtEnd();
    if (this.pinned !== wasPinned) this.tellShown();
    this.staying.look(scroller);
    const center = this.pages.inMiddle(scroller);
    this.history.look(scroller, { first: this.pages.all.length > 0 && this.pages.drawn.from === 0, atEnd: this.pinned });
    this.reading.look(scroller, this.rows);
    this.marks.look(this, scroller);
    if (center !== this.state.center) this.setState({ center });
  }

  /* ------------------------------------------------------------------ going */

  async toEnd() {
    if (this.history.endsInGap()) await this.app.do("load_latest", { buffer: this.props.buffer.key });
    if (this.scroller?.isConnected) this.aim({ to: "end" });
  }

  toNew() {
    if (this.rows.some((row) => row.key === "unread")) this.aim({ to: "row", key: "unread", part: FROM_THE_TOP });
    else this.toEnd();
    requestAnimationFrame(() => document.getElementById("new")?.focus({ preventScroll: true }));
  }

  /** Everything is read, the line goes, and one is at the end. */
  readAll(go = true) {
    this.line = Infinity;
    this.app.readUpTo(this.props.buffer.key, 0);
    this.isStale = true;
    if (go) this.toEnd();
    else this.setState({});
  }

  seenAgain() {
    this.drawLine();
    this.changed();
  }

  /** Whether anything came that was not read. */
  hasNews() {
    const { read_at, timeline } = this.props.buffer;
    return timeline.items.some((item) => item.at > read_at && isSaid(item) && !item.own);
  }

  followGoal() {
    const { goal } = view.state;
    const { key, fetching } = this.props.buffer;
    if (!goal || goal.key !== key || goal === this.goal || (fetching && !this.app.item(key, goal.id))) return; // one request at a time
    this.goal = goal;
    this.goTo(goal.id);
  }

  /** Go to a message, loaded or not, and light it. */
  async goTo(id) {
    if (!(await this.history.have(id))) return;
    this.isStale = true;
    this.setState({}, () => {
      const row = this.rows.find((one) => one.item?.id === id);
      if (!row) return;
      this.aim({ to: "row", key: row.key, part: FROM_THE_TOP });
      this.setState({ goal: row.key, focusable: row.key });
      clearTimeout(this.goalTimer);
      this.goalTimer = setTimeout(() => this.setState({ goal: null }), LIT);
    });
  }

  focused(event) {
    const key = event.target.closest?.("[data-key]")?.dataset.key;
    if (key) this.setState({ active: key, focusable: key });
  }

  focusLast() {
    /** @type {HTMLElement[]} */ ([...this.scroller.querySelectorAll("article[data-key]")]).at(-1)?.focus(); // below it may stand who came
  }
}

/** Calls back when the window has the focus again. */
function followFocus(look) {
  addEventListener("focus", look);
  return () => removeEventListener("focus", look);
}

/** Calls back when the page is seen again, and at every change. */
function followVisibility(seen, changed) {
  const look = () => {
    changed();
    if (!document.hidden) seen();
  };
  document.addEventListener("visibilitychange", look);
  return () => document.removeEventListener("visibilitychange", look);
}
