/** What components are made with: preact, its hooks and htm, from one place. */

import { h, render, Component, Fragment, createContext, createPortal, createRef, cloneElement } from "./preact.module.js";
import { default as htm } from "./htm.module.js";
import {
  useCallback, useContext, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "./hooks.module.js";

export { h, render, Component, Fragment, createContext, createPortal, createRef, cloneElement };
export { useCallback, useContext, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState };

export const html = htm.bind(h);
