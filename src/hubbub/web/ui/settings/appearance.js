/** How it looks: theme, contrast, density, size of text, motion, what is shown, language. */

import { html } from "../../vendor/preact.js";
import { useApp } from "../../store.js";
import { t } from "../../strings/index.js";
import { Choice, SetRow, Switch } from "../choices.js";

const LANGUAGES = [["en", "English"], ["de", "Deutsch"]];

/** A row with one of a few. */
function One({ name, options }) {
  const app = useApp();
  return html`<${SetRow} label=${t(`set.${name}`)}><${Choice} label=${t(`set.${name}`)} value=${app.settings[name]} options=${options} change=${(value) => app.set(name, value)} /><//>`;
}

/** A row that is on or off. */
export function OnOff({ name, on, set, hint, busy }) {
  const app = useApp();
  const value = on ?? Boolean(app.settings[name]);
  return html`<${SetRow} label=${t(`set.${name}`)} hint=${hint ?? t(`set.${name}.hint`)}><${Switch} label=${t(`set.${name}`)} on=${value} busy=${busy} change=${set ?? ((next) => app.set(name, next))} /><//>`;
}

export function Appearance() {
  const app = useApp();
  const words = (name, values) => values.map((value) => [value, t(`set.${name}.${value}`)]);
  return html`<${One} name="theme" options=${words("theme", ["system", "light", "dark"])} />
    <${One} name="contrast" options=${words("contrast", ["system", "normal", "more"])} />
    <${One} name="compact" options=${[[false, t("set.compact.no")], [true, t("set.compact.yes")]]} />
    <${One} name="text_size" options=${[14, 15, 16, 18, 20].map((size) => [size, String(size)])} />
    <${OnOff} name="motion" on=${app.settings.motion === "reduced"} set=${(on) => app.set("motion", on ? "reduced" : "system")} />
    <${OnOff} name="comings" /><${OnOff} name="pictures" />
    <${One} name="language" options=${[["auto", t("set.language.auto")], ...LANGUAGES]} />
    <${One} name="hours" options=${[["auto", t("set.hours.auto")], ["24", "14:00"], ["12", "2:00 PM"]]} />`;
}

export { One };
