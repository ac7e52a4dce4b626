/** What one is told of: off until asked for, mentions and private messages first. */

import { html, useEffect, useState } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { SetRow } from "../choices.js";
import { toast } from "../toast.js";
import { One, OnOff } from "./appearance.js";

export function Notifications() {
  const app = useApp();
  return html`<${OnThisDevice} />
    <${One} name="notify" options=${["mentions", "all", "nothing"].map((level) => [level, t(`notify.${level}`)])} />
    <${Words} /><${OnOff} name="hide_text" /><${OnOff} name="sounds" /><${QuietHours} />
    <${OnOff} name="quiet_until" on=${app.settings.quiet_until > Date.now()} set=${(on) => app.set("quiet_until", on ? Date.now() + 3_600_000 : 0)} />
    <${One} name="verbosity" options=${["all", "mentions", "nothing"].map((level) => [level, t(`set.verbosity.${level}`)])} />`;
}

/** Whether this browser may show them. */
function OnThisDevice() {
  const app = useApp();
  const { notifications } = app;
  if (!notifications) return null;
  const { permission } = notifications;
  return html`<${SetRow} label=${t("set.device")} hint=${t(`set.device.${permission}`)}>
    ${permission === "default" && html`<button class="btn primary small" type="button" onClick=${() => notifications.ask()}>${t("set.device.ask")}</button>`}<//>
    ${permission === "granted" && html`<${WhenClosed} />`}`;
}

/** Whether it tells of something while no page is open, where browser and server can. */
function WhenClosed() {
  const { notifications } = useApp();
  const [push, setPush] = useState(notifications.push);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    notifications.loadPush().then(setPush, () => {});
  }, []);
  if (!push?.may) return null;
  const set = async (on) => {
    if (busy) return;
    setBusy(true);
    const problem = await push.set(on);
    setBusy(false);
    if (problem) toast(problem);
  };
  return html`<${OnOff} name="push" on=${push.on} set=${set} busy=${busy} />`;
}

/** Words that count as mentions. */
function Words() {
  const app = useApp();
  const [text, setText] = useState(app.settings.words.join(", "));
  const change = (event) => {
    setText(event.target.value);
    app.set("words", event.target.value.split(",").map((word) => word.trim()).filter(Boolean).slice(0, 20));
  };
  return html`<${SetRow} label=${t("set.words")} hint=${t("set.words.hint")}><input class="in medium" value=${text} onInput=${change} aria-label=${t("set.words")} dir="auto" /><//>`;
}

const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const minutesOf = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** Hours in which nothing rings. */
function QuietHours() {
  const app = useApp();
  const hours = app.settings.quiet_hours;
  const set = (at) => (event) => event.target.value && app.set("quiet_hours", hours.map((one, place) => (place === at ? minutesOf(event.target.value) : one)));
  return html`<${OnOff} name="quiet_hours" on=${hours.length > 0} set=${(on) => app.set("quiet_hours", on ? [22 * 60, 7 * 60] : [])} />
    ${hours.length > 0 && html`<${SetRow} label=${t("set.quiet_hours.from")}><input class="in short" type="time" value=${clock(hours[0])} onInput=${set(0)} aria-label=${t("set.quiet_hours.from")} />
      <input class="in short" type="time" value=${clock(hours[1])} onInput=${set(1)} aria-label=${t("set.quiet_hours.to")} /><//>`}`;
}
