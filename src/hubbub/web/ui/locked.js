/** A room with a key: it is asked for where one is not let in, in a field whose words are kept nowhere. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { t } from "../strings/index.js";
import { isWord } from "../client/protocol/link.js";
import { Field } from "./controls.js";
import { Dialog } from "./layers.js";
import { wordsOf } from "./words.js";

/** @param {{room: string, refused: any, done: (outcome: any) => void, close: () => void}} props  `done`: what came of it, once */
export function LockedDialog({ room, refused, done, close }) {
  const app = useApp();
  const [key, setKey] = useState("");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => () => done(refused), []);
  const submit = async () => {
    if (busy) return undefined;
    if (!isWord(key.trim())) return setWrong(t("locked.wrong"));
    setBusy(true);
    setWrong("");
    const outcome = await app.do("join", { room, key: key.trim() });
    setBusy(false);
    if (outcome.ok === false) return setWrong(outcome.note?.code === refused.note.code ? t("locked.other") : wordsOf(outcome.note));
    done(outcome);
    return close();
  };
  return html`<${Dialog} title=${t("join.room", { room })} close=${close} onSubmit=${submit} footer=${html`<button class="btn" type="button" onClick=${close}>${t("cancel")}</button>
      <button class="btn primary" type="submit" aria-disabled=${String(busy)}>${t("room.join")}</button>`}>
    <div class="inner"><p>${wordsOf(refused.note)}</p>
      <${Field} label=${t("locked.key")} type="password" value=${key} wrong=${wrong} onInput=${(event) => setKey(event.target.value)} autocomplete="off" autocapitalize="none" spellcheck="false" autofocus /></div>
  <//>`;
}
