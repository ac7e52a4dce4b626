/** The start of the page: what is known of the server, the table of commands, the app, then the views. */

import { App } from "./app.js";
import { fill } from "./typed/table.js";
import { mount } from "./ui/app.js";
import { fetched } from "./ui/late.js";

const WHEN_QUIET = 3000; // milliseconds after the page has come

/** @type {import("./app.js").About} */
const UNKNOWN = {
  name: location.hostname,
  lobby: "#lobby",
  access: "open",
  secure: location.protocol === "https:",
  icon: "",
  version: "",
  host: location.hostname,
  port: Number(location.port) || (location.protocol === "https:" ? 443 : 80),
  tls_port: 0,
  fingerprint: "",
  register: true,
};

/** What the page says of the server. */
function about() {
  const written = document.querySelector('meta[name="hubbub"]')?.getAttribute("content") ?? "";
  try {
    return { ...UNKNOWN, ...JSON.parse(written) };
  } catch {
    return UNKNOWN;
  }
}

/** The table of commands. @param {string} folder */
async function commands(folder) {
  const answer = await fetch(new URL("commands.json", folder));
  fill(await answer.json());
}

const app = new App(about(), { href: location.href, languages: navigator.languages, commands });
await app.spoken;
mount(app);
app.start();
if (document.readyState === "complete") later(); // the words may have come after all else
else addEventListener("load", later);

function later() {
  setTimeout(keepFiles, WHEN_QUIET);
}

/** Where there is no network any more, the next start does it. Whom the server lets in no more it gives no file, either. */
function keepFiles() {
  void fetched(() => import("./ui/refused.js")).catch(() => null);
  void import("./offline.js").then(({ openOffline }) => openOffline(app.base)).catch(() => null);
  void import("./fresh.js").then(({ takeNewVersions }) => takeNewVersions(app.base, () => app.files.isBusy())).catch(() => null);
}
