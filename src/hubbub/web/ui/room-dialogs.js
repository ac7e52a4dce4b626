/** Dialogs of a room: topic, name, what holds in it, bans, pins, leaving. */

import { html, useState } from "../vendor/preact.js";
import { useApp, useTopics } from "../store.js";
import { t } from "../strings/index.js";
import { amid, duration, moment } from "../strings/formats.js";
import { isWord } from "../client/protocol/link.js";
import { written } from "../typed/durations.js";
import { has } from "../views/places.js";
import { ActDialog, lasting } from "./act-dialog.js";
import { Answer, command, useAnswer } from "./asking.js";
import { SetRow, Switch } from "./choices.js";
import { Field, useTyped } from "./controls.js";
import { Dialog } from "./layers.js";
import { Popup } from "./popup.js";
import { done } from "./acts.js";
import { showBanMask, showTopic } from "./opening.js";
import { Avatar } from "./people.js";
import { go } from "./places.js";
import { oneLine } from "./timeline/message.js";
import { Line } from "./timeline/text.js";
import { wordsOf } from "./words.js";

/** The whole topic, and who set it. @param {{anchor: any, buffer: any, close: () => void}} props */
export function TopicBox({ anchor, buffer, close }) {
  const app = useApp();
  const may = app.mayDo("topic", buffer.key);
  const edit = () => {
    close();
    showTopic({ buffer });
  };
  return html`<${Popup} anchor=${anchor} label=${t("head.topic")} close=${close} kind="topicbox">
    <div class="text" dir="auto"><${Line} text=${buffer.topic.text} /></div>
    ${buffer.topic.by && html`<p class="quiet">${t("head.topic.by", { name: buffer.topic.by })}</p>`}
    ${may && html`<button class="btn small" type="button" onClick=${edit}>${t("head.topic.edit")}</button>`}
  <//>`;
}

/** @param {{buffer: any, close: () => void}} props */
export function TopicDialog({ buffer, close }) {
  const app = useApp();
  useTopics(`about ${buffer.key}`);
  const [text, setText] = useTyped(buffer.topic.text);
  const [wrong, setWrong] = useState("");
  const submit = async () => {
    const answer = await app.do("topic", { buffer: buffer.key, text: text.replace(/\s+/g, " ").trim() });
    if (answer?.ok === false) setWrong(wordsOf(answer.note ?? answer));
    else close();
  };
  if (!app.mayDo("topic", buffer.key)) return html`<${Dialog} title=${t("topic.title", { room: buffer.name })} close=${close}><div class="inner"><p dir="auto">${buffer.topic.text ? html`<${Line} text=${buffer.topic.text} buffer=${buffer} />` : t("topic.none")}</p></div><//>`;
  return html`<${Dialog} title=${t("topic.title", { room: buffer.name })} close=${close} onSubmit=${submit} footer=${html`<button class="btn" type="button" onClick=${close}>${t("cancel")}</button><button class="btn primary" type="submit">${t("topic.button")}</button>`}>
    <div class="inner"><div class="field"><label for="topic-text">${t("head.topic")}</label>
      <textarea class="in" id="topic-text" rows="3" dir="auto" autofocus value=${text} onInput=${(event) => setText(event.target.value)} aria-invalid=${wrong ? "true" : undefined}></textarea>
      ${wrong && html`<p class="wrong" role="alert">${wrong}</p>`}<p class="hint">${t("topic.hint")}</p></div></div>
  <//>`;
}

/** @param {{buffer: any, close: () => void}} props */
export function RenameRoomDialog({ buffer, close }) {
  const app = useApp();
  const [name, setName] = useState(buffer.name);
  return html`<${ActDialog} safe own title=${t("rename.title", { room: buffer.name })} close=${close} button=${t("rename.button")} why=${t("rename.why")} sentence=${t("rename.sentence")}
    act=${({ why }) => app.do("rename_room", { buffer: buffer.key, name: name.startsWith("#") ? name : `#${name}`, reason: why })}>
    <${Field} label=${t("rename.name")} value=${name} onInput=${(event) => setName(event.target.value.trim())} spellcheck="false" autocapitalize="none" autofocus />
  <//>`;
}

/** @param {{buffer: any, close: () => void}} props */
export function LeaveDialog({ buffer, close }) {
  const app = useApp();
  const closed = has(buffer.modes, "i") || has(buffer.modes, "k");
  return html`<${ActDialog} title=${t("room.leave.title", { room: buffer.name })} close=${close} button=${t("room.leave.button")} act=${() => app.do("leave", { buffer: buffer.key })}
    sentence=${t(closed ? "room.leave.closed" : "room.leave.sentence")} done=${() => t("room.left", { room: buffer.name })} undo=${closed ? undefined : () => app.do("join", { room: buffer.name }).then(() => go(buffer.key))} />`;
}

/** A link leads to a room that one is not in. @param {{room: string, then: () => void, close: () => void}} props */
export function LinkedRoomDialog({ room, then, close }) {
  const app = useApp();
  return html`<${ActDialog} safe title=${t("join.room", { room })} close=${close} button=${t("room.join")} act=${() => app.do("join", { room })}
    sentence=${t("room.linked", { room })} done=${() => void then()} />`;
}

const FLAGS = ["i", "m", "n", "t", "s"];

/** What holds in a room, in words; who may changes it, and it holds at once. @param {{buffer: any, close: () => void}} props */
export function RoomSettings({ buffer, close }) {
  const app = useApp();
  useTopics(`about ${buffer.key}`);
  const may = (act) => app.mayDo(act, buffer.key);
  const set = (letter) => (on) => done(app.do("modes", { buffer: buffer.key, words: `${on ? "+" : "-"}${letter}` }));
  return html`<${Dialog} title=${t("room.settings.title", { room: buffer.name })} close=${close}><div class="inner tight">
    ${FLAGS.map((letter) => html`<${SetRow} key=${letter} label=${t(`flag.${letter}`)} hint=${t(`flag.${letter}.hint`)}><${Switch} label=${t(`flag.${letter}`)} on=${has(buffer.modes, letter)} change=${set(letter)} disabled=${!may("modes")} /><//>`)}
    ${may("modes") && html`<${Door} buffer=${buffer} />`}<${Lengths} buffer=${buffer} may=${may} />
  </div><//>`;
}

/** What is asked of who comes in: a key; and how many may be in at once. */
function Door({ buffer }) {
  const app = useApp();
  const value = (letter) => String(buffer.modes.get?.(letter) ?? "");
  const set = (...words) => app.do("modes", { buffer: buffer.key, words: words.join(" ") });
  const setKey = (key) => {
    if (!key) return set("-k", value("k") || "*");
    return isWord(key) ? set("+k", key) : { ok: false, words: t("locked.wrong") };
  };
  const setLimit = (limit) => (limit ? set("+l", limit.replace(/\s/g, "")) : set("-l"));
  return html`<${Length} label=${t("room.key")} hint=${t("room.key.hint")} value=${value("k")} set=${setKey} />
    <${Length} label=${t("room.limit")} hint=${t("room.limit.hint")} value=${value("l")} set=${setLimit} />`;
}

/** After how long what is said in a private conversation goes, for both. @param {{buffer: any, close: () => void}} props */
export function KeepingDialog({ buffer, close }) {
  return html`<${Dialog} title=${t("keeping.title", { name: buffer.name })} close=${close}><div class="inner tight"><p class="hint">${t("keeping.sentence")}</p><${Lengths} buffer=${buffer} may=${(name) => name === "expire"} /></div><//>`;
}

/** How long things stay, and how often one may speak; who may not change it sees what holds. */
function Lengths({ buffer, may }) {
  const app = useApp();
  const answer = useAnswer("EXPIRE", [buffer.name]);
  const { expiry = 0, retention = 0 } = answer.rows.find((row) => row.row === "keeping") ?? {};
  const slow = Number(buffer.modes.get?.("W") ?? 0) * 1000;
  const set = (name) => async (time) => {
    const told = await command(app, buffer.key, `/${name}`, buffer.kind === "person" && buffer.name, time || "off");
    await answer.again();
    return told;
  };
  const lengths = buffer.kind === "person" ? [["expire", expiry]] : [["slow", slow], ["expire", expiry], ["retention", retention]];
  return lengths.map(([name, length]) => {
    const words = { label: t(`${name}.label`), hint: t(`${name}.hint`) };
    if (may(name)) return html`<${Length} key=${name} ...${words} value=${written(length)} set=${set(name)} />`;
    return length > 0 && html`<${SetRow} key=${name} ...${words}><span>${duration(length / 1000)}</span><//>`;
  });
}

function Length({ label, hint, value, set }) {
  const [time, setTime, finish] = useTyped(value);
  const [wrong, setWrong] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const answer = await set(time.trim());
    const refused = answer?.ok === false;
    setWrong(refused ? (answer.words ?? wordsOf(answer.note ?? answer)) : "");
    if (!refused) finish(time);
  };
  return html`<form class="setrow" onSubmit=${submit}><div class="grow"><span class="label">${label}</span><small>${hint}</small>${wrong && html`<small class="ill" role="alert">${wrong}</small>`}</div>
    <input class="in short" value=${time} onInput=${(event) => setTime(event.target.value)} aria-label=${label} placeholder=${t("time.off")} autocomplete="off" spellcheck="false" autocapitalize="none" /><button class="btn small" type="submit">${t("set")}</button></form>`;
}

/** Who is banned here, with a way to lift each; and whom bans do not concern. @param {{buffer: any, close: () => void}} props */
export function BansDialog({ buffer, close }) {
  const app = useApp();
  const answer = useAnswer("MODE", [buffer.name, "+b"]);
  const lift = async (mask) => {
    await done(command(app, buffer.key, "/unban", mask));
    answer.again();
  };
  const another = html`<button class="btn" type="button" onClick=${() => showBanMask({ buffer, again: answer.again })}>${t("bans.new")}</button>`;
  return html`<${Dialog} title=${t("bans.title", { room: buffer.name })} close=${close} footer=${another}><div class="inner"><${Answer} answer=${answer} empty=${t("bans.none")}>${(rows) => html`<ul class="list">
    ${rows.map((ban) => html`<li key=${ban.mask}><span class="grow"><bdi>${ban.mask}</bdi><small>${t("bans.by", { name: ban.by ?? "?", time: amid(ban.at ?? Date.now(), Date.now()) })}${ban.until ? ` · ${t("bans.until", { time: amid(ban.until, Date.now()) })}` : ""}</small></span>
      <button class="btn small" type="button" onClick=${() => lift(ban.mask)}>${t("bans.lift")}</button></li>`)}</ul>`}<//>
    ${["e", "I"].map((letter) => html`<${Excepted} key=${letter} buffer=${buffer} letter=${letter} />`)}</div><//>`;
}

/** Those whom bans (e), or the need of an invitation (I), do not concern. @param {{buffer: any, letter: string}} props */
function Excepted({ buffer, letter }) {
  const app = useApp();
  const answer = useAnswer("MODE", [buffer.name, `+${letter}`]);
  const [mask, setMask, finish] = useTyped("");
  const [wrong, setWrong] = useState("");
  const change = async (sign, whom) => {
    const told = await app.do("modes", { buffer: buffer.key, words: `${sign}${letter} ${whom}` });
    answer.again();
    return told;
  };
  const add = async (event) => {
    event.preventDefault();
    const told = isWord(mask) ? await change("+", mask) : { ok: false, note: { code: "bad_name", details: [mask] } };
    setWrong(told.ok ? "" : wordsOf(told.note));
    if (told.ok) finish(mask);
  };
  return html`<div class="setblock"><h3>${t(`excepted.${letter}`)}</h3><p class="hint">${t(`excepted.${letter}.hint`)}</p>
    <${Answer} answer=${answer} empty=${t("excepted.none")}>${(rows) => html`<ul class="list">${rows.map((row) => html`<li key=${row.mask}><span class="grow"><bdi>${row.mask}</bdi><small>${t("bans.by", { name: row.by, time: amid(row.at, Date.now()) })}</small></span>
      <button class="btn small" type="button" onClick=${() => done(change("-", row.mask))}>${t("cert.remove")}</button></li>`)}</ul>`}<//>
    <form class="inlineform" onSubmit=${add}><${Field} label=${t("uban.target")} value=${mask} onInput=${(event) => { setMask(event.target.value.trim()); setWrong(""); }} wrong=${wrong} spellcheck="false" autocapitalize="none" /><button class="btn" type="submit" disabled=${!mask}>${t("cert.add.button")}</button></form></div>`;
}

/** A ban of somebody who is not here, or of all whom a mask means. @param {{buffer: any, again: () => void, close: () => void}} props */
export function BanMaskDialog({ buffer, again, close }) {
  const app = useApp();
  const [mask, setMask] = useState("");
  const ban = async ({ time, why }) => {
    const told = await command(app, buffer.key, "/ban", mask, time, why);
    again();
    return told;
  };
  const lift = async () => {
    await done(command(app, buffer.key, "/unban", mask));
    again();
  };
  return html`<${ActDialog} own title=${t("bans.new.title", { room: buffer.name })} lasts why=${t("bans.new.why")} close=${close} act=${ban} sentence=${(lasting) => t("bans.new.sentence", { room: buffer.name, time: lasting })}
    button=${(lasting) => t("ban.button", { time: lasting })} done=${({ time }) => t("ban.done", { name: mask, room: buffer.name, time: lasting(time) })} undo=${lift}>
    <${Field} label=${t("uban.target")} value=${mask} onInput=${(event) => setMask(event.target.value.trim())} hint=${t("bans.new.hint")} spellcheck="false" autocapitalize="none" autofocus />
  <//>`;
}

/** Messages that were pinned. @param {{buffer: any, close: () => void}} props */
export function PinsDialog({ buffer, close }) {
  const app = useApp();
  useTopics(`messages ${buffer.key}`, `about ${buffer.key}`);
  const answer = useAnswer("PINS", [buffer.name]);
  const told = new Map(answer.rows.map((row) => [row.id, row]));
  const items = buffer.pins.map((id) => ({ id, item: app.item(buffer.key, id) ?? told.get(id) })); // most were said long ago
  const open = (id) => {
    close();
    go(buffer.key, id);
  };
  return html`<${Dialog} title=${t("pins.title")} close=${close}><div class="inner">
    ${!items.length && html`<p class="hint">${t("pins.none")}</p>`}
    <ul class="list">${items.map(({ id, item }) => html`<li key=${id}><button class="hit" type="button" onClick=${() => open(id)}>
      ${item ? html`<span class="by"><${Avatar} name=${item.sender} account=${item.account} size=${20} /><span class="who"><bdi>${item.sender}</bdi></span><span class="when">${moment(item.at, Date.now())}</span></span><span class="text" dir="auto">${oneLine(item)}</span>` : t("reply.unknown")}</button>
      ${app.mayDo("pin", buffer.key) && html`<button class="btn small" type="button" onClick=${() => done(app.do("unpin", { buffer: buffer.key, id }))}>${t("act.unpin")}</button>`}</li>`)}</ul></div><//>`;
}

