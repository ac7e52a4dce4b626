/** The rooms of the server: which there are, what they are about, how many are in them; and making one. */

import { html, useState } from "../vendor/preact.js";
import { lower } from "../irc/casemap.js";
import { useApp } from "../store.js";
import { parts, t } from "../strings/index.js";
import { fit } from "../views/jump.js";
import { Failed, useRooms } from "./asking.js";
import { Grey } from "./late.js";
import { Icon } from "./icons.js";
import { Dialog } from "./layers.js";
import { go } from "./places.js";
import { wordsOf } from "./words.js";

/** @param {{close: () => void}} props */
export function RoomsDialog({ close }) {
  const app = useApp();
  const [wanted, setWanted] = useState("");
  const { failed, ask } = useRooms();
  const [wrong, setWrong] = useState("");
  const join = async (name) => {
    const answer = await app.do("join", { room: name });
    if (answer?.ok === false) return setWrong(wordsOf(answer.note ?? answer));
    close();
    return go(lower(name));
  };
  const name = roomName(wanted);
  const found = matching(app.state.rooms ?? [], wanted);
  const exact = found.some((room) => lower(room.name) === lower(name));
  return html`<${Dialog} title=${t("rooms.title")} close=${close} onSubmit=${() => name && join(exact || !found.length ? name : found[0].name)}>
    <div class="searchbox"><input class="in" type="search" value=${wanted} onInput=${(event) => { setWanted(event.target.value); setWrong(""); }} placeholder=${t("rooms.search")} aria-label=${t("rooms.search")} autofocus spellcheck="false" autocapitalize="none" />
      ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}</div>
    <div class="scroll rooms-list">
      ${failed ? html`<${Failed} note=${failed} again=${ask} />` : app.state.rooms === null && html`<${Grey} />`}
      <ul class="opts">${found.map((room) => html`<li key=${room.name} class="plain"><${Room} room=${room} joined=${app.state.buffers.get(lower(room.name))?.joined} join=${join} /></li>`)}
        ${name && !exact && html`<li class="plain"><button class="opt" type="button" onClick=${() => join(name)}><${Icon} name="plus" /><span>${parts("rooms.make", { name: html`<b><bdi>${name}</bdi></b>` })}</span></button></li>`}</ul>
    </div>
  <//>`;
}

/** What is typed as the name of a room. @param {string} typed */
function roomName(typed) {
  const bare = typed.trim().replace(/^#/, "").replace(/[\s,]+/g, "-");
  return bare ? `#${bare}` : "";
}

function matching(rooms, wanted) {
  const word = wanted.trim().replace(/^#/, "").toLowerCase();
  const fits = rooms.map((room) => ({ room, rank: word ? Math.max(fit(room.name.replace(/^#/, ""), word), room.topic.toLowerCase().includes(word) ? 2 : 0) : 1 })).filter(({ rank }) => rank > (word ? 1 : 0));
  return fits.sort((one, other) => other.rank - one.rank || other.room.members - one.room.members || one.room.name.localeCompare(other.room.name)).map(({ room }) => room);
}

function Room({ room, joined, join }) {
  return html`<button class="opt" type="button" onClick=${() => join(room.name)}><${Icon} name="hash" /><span class="grow"><span class="cut block" dir="auto">${room.name.replace(/^#/, "")}</span>
    ${room.topic && html`<small class="cut block" dir="auto">${room.topic}</small>`}</span><small>${joined ? t("rooms.joined") : t("members.count", { n: room.members })}</small></button>`;
}
