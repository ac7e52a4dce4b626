/** What components are made with: preact, its hooks and htm, from one place. */

import { h } from "./preact.module.js";
import htm from "./htm.module.js";

export { h, render, Component, Fragment, createContext, createPortal, createRef, cloneElement } from "./preact.module.js";
export {
  useCallback, useContext, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "./hooks.module.js";

export const html = htm.bind(h);
