/** The page: which of its faces is shown, and what is the same in all of them. */

import { html, render, useErrorBoundary } from "../vendor/preact.js";
import { AppContext, useApp, useTopics } from "../store.js";
import { spoken } from "../strings/index.js";
import { followSettings } from "./appearance.js";
import { Chat } from "./chat.js";
import { followDrops } from "./composer/files.js";
import { Door } from "./door.js";
import { keepFocus } from "./focus.js";
import { followKeys } from "./keyboard.js";
import { Layers } from "./layers.js";
import { showLocked } from "./opening.js";
import { followAddress } from "./places.js";
import { Broken } from "./broken.js";
import { Grey, Late } from "./late.js";
import { Toast } from "./toast.js";
import { useView } from "./view.js";
import { followViewport } from "./viewport.js";

/**
 * Draw the app into the page.
 * @param {import("../app.js").App} app  the object of app.js
 */
export function mount(app) {
  if ("old" in document.documentElement.dataset) return; // the page says so
  followSettings(app);
  followViewport();
  followAddress(app);
  followKeys(app);
  keepFocus();
  followDrops();
  app.asksKey = (room, refused) => new Promise((done) => showLocked({ room, refused, done }));
  const root = document.getElementById("app");
  const early = root.querySelector("input");
  const begun = { name: early?.value ?? "", typing: early !== null && early === document.activeElement, entered: "entered" in document.documentElement.dataset };
  root.replaceChildren();
  render(html`<${AppContext.Provider} value=${app}><${Page} begun=${begun} /><//>`, root);
}

/** @param {{begun: import("./door.js").Begun}} props */
function Page({ begun }) {
  const [error] = useErrorBoundary((problem) => console.error(problem));
  useTopics("settings");
  if (error) return html`<${Broken} />`;
  return html`<${Face} key=${spoken()} begun=${begun} /><${Layers} /><${Toast} />`; // another language: all anew
}

function Face({ begun }) {
  const app = useApp();
  useTopics("join", "connection");
  const page = useView((state) => state.page);
  if (app.connection.phase === "refused") return html`<${Late} load=${() => import("./refused.js")} name="Refused" refusal=${app.connection.refusal} />`;
  if (app.joining.step !== "in") return html`<${Door} begun=${begun} />`;
  if (page === "operator") return html`<${Late} load=${() => import("./operator/page.js")} name="OperatorPage" meanwhile=${html`<main class="whole"><${Grey} /></main>`} />`;
  return html`<${Chat} />`;
}
