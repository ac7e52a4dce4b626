// The types of preact.js, from the packages that the vendored files were taken from.

import type { VNode } from "preact";

export { Component, Fragment, cloneElement, createContext, createPortal, createRef, h, render } from "preact";
export type { ComponentChildren, ComponentChild, VNode, RefObject } from "preact";
export {
  useCallback,
  useContext,
  useEffect,
  useErrorBoundary,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "preact/hooks";

// One root gives one node, several give an array: callers that return several say so themselves.
export function html(strings: TemplateStringsArray, ...values: any[]): VNode<any>;
