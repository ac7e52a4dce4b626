/** The question about a long text: as a file, as a message, or not. */

import { html } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { Dialog } from "../layers.js";
import { toast } from "../toast.js";
import { wordsOf } from "../words.js";

/**
 * @param {{buffer: any, text: string, put: (text: string) => void, tooLong?: boolean, close: () => void}} props
 * `put` takes it into the field; what is too long for one message goes as several.
 */
export function LongText({ buffer, text, put, tooLong, close }) {
  const app = useApp();
  const n = text.split("\n").length;
  const asMessage = () => {
    close();
    if (!tooLong) put(text);
    else tell(app.do("say", { buffer: buffer.key, text }), () => clear(app, buffer, put));
  };
  const asFile = async () => {
    close();
    if (!(await app.files.load().catch(() => null))) return toast(t("late.failed"));
    const file = new File([text], `${t("files.text")}.txt`, { type: "text/plain" });
    app.files.do("send", buffer.key, [file], { text: "" });
    if (tooLong) clear(app, buffer, put);
  };
  const files = Boolean(app.about.files) && app.files.may;
  return html`<${Dialog} title=${t(tooLong ? "paste.too.long" : "paste.title", { n })} close=${close} footer=${html`
      <button class="btn" type="button" onClick=${close}>${t("cancel")}</button>
      <button class=${files ? "btn" : "btn primary"} type="button" autofocus=${!files} onClick=${asMessage}>${t(tooLong ? "paste.several" : "paste.message")}</button>
      ${files && html`<button class="btn primary" type="button" autofocus onClick=${asFile}>${t("paste.file")}</button>`}`}>
    <div class="inner"><p>${t(tooLong ? "paste.too.long.hint" : files ? "paste.hint" : "paste.hint.no.files")}</p></div>
  <//>`;
}

async function tell(asked, then) {
  const answer = await asked;
  if (answer?.ok === false) toast(wordsOf(answer.note ?? answer));
  else then();
}

function clear(app, buffer, put) {
  app.drafts.clear(buffer.key, app.drafts.get(buffer.key).files);
  put("");
}
