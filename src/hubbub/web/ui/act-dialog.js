/** The dialog of an act: a sentence that says what will happen, to whom, where and for how long; a button that repeats it. */

import { html, useState } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { duration } from "../strings/formats.js";
import { milliseconds } from "../typed/durations.js";
import { Choice } from "./choices.js";
import { Field } from "./controls.js";
import { Dialog } from "./layers.js";
import { toast } from "./toast.js";
import { wordsOf } from "./words.js";

/** "for 2 hours", "for ever". @param {string} time */
export function lasting(time) {
  const length = milliseconds(time);
  return length ? t("time.for", { time: duration(length / 1000) }) : t("time.ever");
}

/**
 * For how long: usual lengths, for ever, or another.
 * @param {{time: string, change: (time: string) => void, wrong?: string}} props
 */
export function HowLong({ time, change, wrong }) {
  const usual = ["2h", "1d", "7d", ""];
  const [other, setOther] = useState(!usual.includes(time));
  const options = [...usual.map((one) => [one, one ? duration(milliseconds(one) / 1000) : t("time.for.ever")]), ["other", t("time.other")]];
  const choose = (value) => {
    setOther(value === "other");
    change(value === "other" ? "30m" : value);
  };
  return html`<div class="field"><span class="label">${t("time.how.long")}</span><${Choice} chips label=${t("time.how.long")} value=${other ? "other" : time} options=${options} change=${choose} />
    ${other && html`<${Field} label=${t("time.length")} value=${time} onInput=${(event) => change(event.target.value.trim())} hint=${t("time.hint")} wrong=${wrong} />`}</div>`;
}

/**
 * @param {object} props
 * @param {string} props.title
 * @param {any} props.sentence  what will happen; a function of the length of time where there is one
 * @param {string|((time: string) => string)} props.button
 * @param {(how: {time: string, why: string}) => Promise<any>} props.act
 * @param {boolean} [props.lasts]  it has a length of time
 * @param {string} [props.why]  the hint of the reason's field; none without
 * @param {boolean} [props.needsWhy]
 * @param {boolean} [props.safe]  not dangerous
 * @param {(how: {time: string, why: string}) => any} [props.done]  the words of the toast
 * @param {(how: {time: string, why: string}) => void} [props.undo]
 * @param {boolean} [props.own]  what stands in it takes the focus itself
 * @param {any} [props.children]
 * @param {() => void} props.close
 */
export function ActDialog({ title, sentence, button, act, lasts, why: whyHint, needsWhy, safe, done, undo, own, children, close }) {
  const [time, setTime] = useState("2h");
  const [why, setWhy] = useState("");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const badTime = lasts && time !== "" && !milliseconds(time) ? t("time.wrong") : "";
  const submit = async () => {
    if (busy) return undefined;
    if (badTime || (needsWhy && !why.trim())) return setWrong(badTime || t("why.needed"));
    setBusy(true);
    setWrong("");
    const answer = await act({ time, why: why.trim() });
    setBusy(false);
    if (answer?.ok === false) return setWrong(wordsOf(answer.note ?? answer));
    close();
    const words = done?.({ time, why });
    return words && toast(words, undo && { label: t("undo"), act: () => undo({ time, why }) });
  };
  const label = typeof button === "function" ? button(lasting(time)) : button;
  return html`<${Dialog} title=${title} close=${close} onSubmit=${submit} footer=${html`<button class="btn" type="button" autofocus=${!whyHint && !own} onClick=${close}>${t("cancel")}</button>
      <button class=${safe ? "btn primary" : "btn danger"} type="submit" aria-disabled=${String(busy)}>${label}</button>`}>
    <div class="inner"><p>${typeof sentence === "function" ? sentence(lasting(time)) : sentence}</p>
      ${children}${lasts && html`<${HowLong} time=${time} change=${setTime} wrong=${badTime} />`}
      ${whyHint && html`<${Field} label=${t("why")} value=${why} onInput=${(event) => setWhy(event.target.value)} hint=${whyHint} autofocus=${!own} />`}
      ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}</div>
  <//>`;
}
