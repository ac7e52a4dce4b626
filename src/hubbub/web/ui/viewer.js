/** The viewer of pictures: the whole of one, arrows to the others, a way to keep it. */

import { html, useState } from "../vendor/preact.js";
import { t } from "../strings/index.js";
import { IconButton } from "./controls.js";
import { Dialog } from "./layers.js";
import { save } from "./timeline/card.js";
import { usePicture } from "./timeline/files.js";

/** @param {{app: import("../app.js").App, files: any[], first: number, close: () => void}} props */
export function Viewer({ app, files, first, close }) {
  const [at, setAt] = useState(first);
  const file = files[at];
  const small = usePicture(app, file);
  const whole = usePicture(app, file, true);
  const turn = (by) => setAt((at + by + files.length) % files.length);
  const press = (event) => {
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const by = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    if (by && files.length > 1) turn(by);
  };
  const label = t("files.download", { name: file.name });
  return html`<${Dialog} title=${file.name} close=${close} bare full kind="viewer"><div class="viewbox" onKeyDown=${press}>
    <header class="bar"><span class="grow cut" dir="auto">${file.name}</span><${IconButton} icon="download" label=${label} onClick=${() => save(app, file)} /><${IconButton} icon="close" label=${t("close")} onClick=${close} autofocus /></header>
    ${(whole || small) && html`<img src=${whole || small} alt=${file.name} width=${file.width} height=${file.height} />`}
    ${files.length > 1 && html`<${IconButton} icon="back" label=${t("viewer.previous")} class="prev" onClick=${() => turn(-1)} /><${IconButton} icon="right" label=${t("viewer.next")} class="next" onClick=${() => turn(1)} />`}
  </div><//>`;
}
