/** Dialogs, menus and sheets: one stack, modal, closed by Esc, by a click outside and by "back" on phones. */

import { html, useLayoutEffect, useRef } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { IconButton } from "./controls.js";
import { useView, view, width } from "./view.js";

let counter = 0;
/** @type {ReturnType<typeof setTimeout>|0} */
let goingBack = 0;
let travelling = false; // a step back of ours is under way: nothing is pushed until it is taken
/** @type {(() => void)[]} */
const waiting = [];

/**
 * Put a layer on top. Its component gets `props` and `close`.
 * @param {any} component
 * @param {object} [props]
 * @returns {() => void} closes it
 */
export function show(component, props = {}) {
  const id = ++counter;
  const opener = document.activeElement;
  const close = () => remove(id);
  view.set({ layers: [...view.state.layers, { id, component, props: { ...props, close }, opener }] });
  if (width() === "narrow" && takeStep()) history.replaceState(step(), "");
  else if (width() === "narrow") whenThere(() => push(id));
  return close;
}

/** The step of the history that the topmost layer is. */
const step = () => ({ layers: view.state.layers.length, cover: history.state?.cover });

/** A layer becomes a step of the history, unless it is closed by now. @param {number} id */
function push(id) {
  if (view.state.layers.some((layer) => layer.id === id)) history.pushState(step(), "");
}

/** Do that once no step back of ours is under way: what is pushed before it is taken would be left by it. @param {() => void} act */
export function whenThere(act) {
  if (travelling) waiting.push(act);
  else act();
}

/** The history went back: says whether by us. What has waited for that is done now. */
export function arrived() {
  const ours = travelling;
  travelling = false;
  waiting.splice(0).forEach((act) => act());
  return ours;
}

/** Take a layer away, with those above it; the focus goes back to where it was. */
function remove(id) {
  const at = view.state.layers.findIndex((layer) => layer.id === id);
  if (at < 0) return;
  const { opener } = view.state.layers[at];
  view.set({ layers: view.state.layers.slice(0, at) });
  whenThere(dropSteps);
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
}

/** The history has no more steps than there are layers. */
function dropSteps() {
  const more = (history.state?.layers ?? 0) - view.state.layers.length;
  if (more > 0) goBack(more);
}

/** Take the steps of closed layers out of the history, unless a step to elsewhere comes first. @param {number} steps */
function goBack(steps) {
  clearTimeout(goingBack);
  goingBack = setTimeout(() => {
    goingBack = 0;
    travelling = true;
    history.go(-steps);
  });
}

/** What covers the page of a phone, the drawer or a panel, is a step of the history, too, that "back" takes. */
export function followCover() {
  let covered = false;
  view.subscribe(() => {
    const now = width() === "narrow" && isCovered();
    if (now === covered) return;
    covered = now;
    const covering = { layers: view.state.layers.length, cover: true };
    if (now && takeStep()) history.replaceState(covering, "");
    else if (now) whenThere(() => covered && history.pushState(covering, ""));
    else if (history.state?.cover) goBack(1);
  });
}

const isCovered = () => view.state.drawer || view.state.panel !== null;

/** The history went back from what covers the page: it goes. Says whether anything did. */
export function uncover() {
  if (width() !== "narrow" || !isCovered() || history.state?.cover) return false;
  view.set({ drawer: false, panel: null });
  return true;
}

/** Whether the present step of the history was a layer that has just been closed; who asks takes that step over. */
export function takeStep() {
  if (!goingBack) return false;
  clearTimeout(goingBack);
  goingBack = 0;
  return true;
}

/** The history went back: what lies higher than it says is closed. Says whether something was. */
export function closeAbove(depth) {
  const layer = view.state.layers[depth];
  if (layer) remove(layer.id);
  return Boolean(layer);
}

/** Close the topmost layer; says whether there was one. */
export function closeTop() {
  return closeAbove(view.state.layers.length - 1);
}

/** All layers, in order. */
export function Layers() {
  const layers = useView((state) => state.layers);
  return layers.map(({ id, component: Component, props }) => html`<${Component} key=${id} ...${props} />`);
}

/** Keep a dialog element open and modal for as long as it is drawn. */
export function useModal(close) {
  const element = useRef(null);
  useLayoutEffect(() => {
    element.current.showModal();
    return () => element.current?.close();
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    close();
  };
  return { element, cancel };
}

/** Whether a press began on the ground of a layer and not on what lies there. */
export function usePressOutside(close) {
  const began = useRef(false);
  return {
    onPointerDown: (event) => { began.current = event.target === event.currentTarget; },
    onClick: (event) => { if (began.current && event.target === event.currentTarget) close(); },
  };
}

/**
 * A dialog with a title, a body and buttons. On phones it comes from below, or with `full` covers all.
 * @param {{title: string, close: () => void, children?: any, footer?: any, kind?: string, full?: boolean, bare?: boolean, onSubmit?: (event: Event) => void}} props
 */
export function Dialog({ title, close, children, footer, kind = "", full, bare, onSubmit }) {
  const { element, cancel } = useModal(close);
  const submit = (event) => {
    event.preventDefault();
    onSubmit?.(event);
  };
  const body = html`
    ${!bare && html`<header><h2>${title}</h2><${IconButton} icon="close" label=${t("close")} onClick=${close} /></header>`}
    ${children}${footer && html`<footer>${footer}</footer>`}`;
  return html`<dialog class=${full ? "cover full" : "cover"} aria-label=${title} ref=${element} onCancel=${cancel} ...${usePressOutside(close)}>
    ${onSubmit ? html`<form class=${`dialog ${kind}`} onSubmit=${submit} novalidate>${body}</form>` : html`<div class=${`dialog ${kind}`}>${body}</div>`}
  </dialog>`;
}
