/** Dialogs about somebody: role, mute, removal, ban, block, report; and about oneself: away, leaving. */

import { html, useState } from "../vendor/preact.js";
import { useApp } from "../store.js";
import { lower } from "../irc/casemap.js";
import { parts, t } from "../strings/index.js";
import { ActDialog, lasting } from "./act-dialog.js";
import { command } from "./asking.js";
import { Choice } from "./choices.js";
import { Field } from "./controls.js";
import { Dialog } from "./layers.js";
import { roleOf } from "./roles.js";
import { toast } from "./toast.js";

const bold = (name) => html`<b><bdi>${name}</bdi></b>`;

/** What all dialogs about somebody in a room have in their sentences. */
function words(name, buffer) {
  return { name: bold(name), room: bold(buffer?.name ?? "") };
}

/** @param {{name: string, buffer: any, close: () => void}} props */
export function BanDialog({ name, buffer, close }) {
  const app = useApp();
  const ban = async ({ time, why }) => {
    const banned = await command(app, buffer.key, "/ban", name, time, why);
    if (banned?.ok !== false && buffer.members.has(lower(name))) await command(app, buffer.key, "/kick", name, why);
    return banned;
  };
  return html`<${ActDialog} title=${t("ban.title", { name })} lasts why=${t("ban.why", { name })} close=${close} act=${ban}
    sentence=${(lasting) => parts("ban.sentence", { ...words(name, buffer), time: lasting })} button=${(lasting) => t("ban.button", { time: lasting })}
    done=${({ time }) => t("ban.done", { name, room: buffer.name, time: lasting(time) })} undo=${() => command(app, buffer.key, "/unban", name)} />`;
}

/** @param {{name: string, buffer: any, close: () => void}} props */
export function MuteDialog({ name, buffer, close }) {
  const app = useApp();
  return html`<${ActDialog} title=${t("mute.title", { name })} lasts why=${t("mute.why", { name })} close=${close} act=${({ time, why }) => command(app, buffer.key, "/mute", name, time, why)}
    sentence=${(lasting) => parts("mute.sentence", { ...words(name, buffer), time: lasting })} button=${(lasting) => t("mute.button", { time: lasting })}
    done=${({ time }) => t("mute.done", { name, room: buffer.name, time: lasting(time) })} undo=${() => command(app, buffer.key, "/unmute", name)} />`;
}

/** @param {{name: string, buffer: any, close: () => void}} props */
export function KickDialog({ name, buffer, close }) {
  const app = useApp();
  return html`<${ActDialog} title=${t("kick.title", { name })} why=${t("kick.why", { name })} close=${close} act=${({ why }) => app.do("kick", { buffer: buffer.key, name, reason: why })}
    sentence=${parts("kick.sentence", words(name, buffer))} button=${t("kick.button")} done=${() => t("kick.done", { name, room: buffer.name })} />`;
}

const LETTERS = { voice: "v", moderator: "h", operator: "o", admin: "a", owner: "q" };

/** Which role somebody has in a room; those that one may not give are absent. @param {{name: string, buffer: any, close: () => void}} props */
export function RoleDialog({ name, buffer, close }) {
  const app = useApp();
  const member = buffer.members.get(lower(name));
  const before = roleOf(member) || "member";
  const [role, setRole] = useState(before);
  const change = async (from, to) => {
    if (to === from) return { ok: true };
    const given = to === "member" ? { ok: true } : await app.do("role", { buffer: buffer.key, name, letter: LETTERS[to], on: true });
    if (given?.ok === false || from === "member") return given;
    return app.do("role", { buffer: buffer.key, name, letter: LETTERS[from], on: false });
  };
  const mine = app.rolesToGive(buffer.key);
  const roles = ["member", ...Object.keys(LETTERS).filter((one) => mine.includes(LETTERS[one]))];
  return html`<${ActDialog} safe own title=${t("roles.title", { name })} close=${close} act=${() => change(before, role)} undo=${() => change(role, before)} sentence=${parts("roles.sentence", words(name, buffer))} button=${t("roles.button")}
    done=${() => t("roles.done", { name, room: buffer.name, role: t(`roles.name.${role}`) })}>
    <${Choice} chips focus label=${t("roles.title", { name })} value=${role} options=${roles.map((one) => [one, t(`roles.name.${one}`)])} change=${setRole} />
    <p class="hint">${t(`roles.hint.${role}`)}</p>
  <//>`;
}

/** @param {{name: string, close: () => void}} props */
export function BlockDialog({ name, close }) {
  const app = useApp();
  return html`<${ActDialog} title=${t("block.title", { name })} close=${close} act=${() => app.do("block", { name })} sentence=${parts("block.sentence", { name: bold(name) })}
    button=${t("block.button")} done=${() => t("block.done", { name })} undo=${() => app.do("unblock", { name })} />`;
}

/** @param {{name: string, close: () => void}} props */
export function ReportPersonDialog({ name, close }) {
  const app = useApp();
  return html`<${ActDialog} safe title=${t("report.title", { name })} why=${t("report.why")} needsWhy close=${close} act=${({ why }) => app.do("report", { about: name, reason: why })}
    sentence=${parts("report.person", { name: bold(name) })} button=${t("report.button")} done=${() => t("report.done")} />`;
}

/** Why one is away. */
export function AwayDialog({ close }) {
  const app = useApp();
  const [text, setText] = useState("");
  const submit = async () => {
    close();
    await app.do("away", { text: text.trim() || t("me.away.usual") });
  };
  return html`<${Dialog} title=${t("away.title")} close=${close} onSubmit=${submit} footer=${html`<button class="btn" type="button" onClick=${close}>${t("cancel")}</button><button class="btn primary" type="submit">${t("away.button")}</button>`}>
    <div class="inner"><${Field} label=${t("away.text")} value=${text} onInput=${(event) => setText(event.target.value)} hint=${t("away.hint")} placeholder=${t("away.example")} autofocus /></div>
  <//>`;
}

/** Leaving: what goes with it and what stays. */
export function LogOutDialog({ close }) {
  const app = useApp();
  const { account } = app.state.me;
  const unsent = [...app.state.buffers.values()].reduce((sum, buffer) => sum + buffer.unsent.size, 0);
  const leave = () => {
    close();
    Promise.resolve(app.logOut()).catch(() => toast(t("late.failed")));
  };
  return html`<${Dialog} title=${t(account ? "logout.title" : "leave.title")} close=${close} onSubmit=${leave} footer=${html`<button class="btn" type="button" autofocus onClick=${close}>${t("cancel")}</button>
      <button class="btn danger" type="submit">${t(account ? "logout.button" : "leave.button")}</button>`}>
    <div class="inner"><p>${t(account ? "logout.sentence" : "leave.sentence")}</p>${unsent > 0 && html`<p class="note warn flush">${t("logout.unsent", { n: unsent })}</p>`}</div>
  <//>`;
}
