"""What is done with somebody, and with rooms: each act a typed command or an action, asked about where it is grave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.client.state.buffers import Buffer
from hubbub.views import acts
from hubbub.views.asking import Waits
from hubbub.views.members import GROUPS
from hubbub.views.pieces import safe

from .desk import Desk
from .keeping import Keeping
from .overlays.ask import Ask
from .overlays.menu import Menu

UNDO = "It can be undone."
ME = "me"  # the row that leads to what is one's own


class People:
    def __init__(self, desk: Desk, keeping: Keeping) -> None:
        self.desk, self.keeping, self.asking = desk, keeping, keeping.asking

    def menu(self, name: str) -> None:
        """Everything that can be done with that person."""
        state = self.desk.state
        offered = acts.of_person(state, self.desk.buffer, name)
        offered += self.keeping.of_account() if state.is_me(name) else []
        rows = [(f"{act.name} {act.detail}", act.words, "") for act in offered]

        def picked(key: str | None) -> None:
            if key is not None:
                act, _, detail = key.partition(" ")
                self.do(act, name, detail)

        self.desk.open(Menu(self.desk.talk.inks, safe(name), rows, self._about(name)), picked)

    def _about(self, name: str) -> str:
        """What is known of them, in a line."""
        person, buffer = self.desk.state.person(name), self.desk.buffer
        rank = acts.rank(self.desk.state, buffer, name) if buffer is not None else -1
        words = [GROUPS[acts.LADDER[rank]].removesuffix("s").lower()] if rank >= 0 else []
        if person is None:
            return ", ".join(words)
        words += ["bot"] if person.bot else [f"account {safe(person.account)}" if person.account else "guest"]
        if person.online is not None:
            words.append("not connected" if not person.online else "away" if person.away is not None else "here")
        about = ", ".join(words)
        return "\n".join(part for part in (about, safe(person.away or ""), safe(person.status)) if part)

    def do(self, act: str, name: str, detail: str = "") -> None:
        does = _DOES.get(act)
        if does is not None:
            does(self, name, detail)
        else:
            self.keeping.account(act)

    def _write(self, name: str, detail: str) -> None:
        self.desk.core.do("open", buffer=name)

    def _whois(self, name: str, detail: str) -> None:
        self.desk.core.do("whois", name=name)

    def _role(self, name: str, detail: str) -> None:
        self.desk.core.do("role", buffer=self.desk.state.current, name=name, letter=detail, on=True)

    def _unrole(self, name: str, detail: str) -> None:
        self.desk.core.do("role", buffer=self.desk.state.current, name=name, letter=detail, on=False)

    def _remove(self, name: str, detail: str) -> None:
        where = self._where()
        self._ask(f"{safe(name)} leaves {where} now, and may come back.", "remove", f"/kick {name}")

    def _mute(self, name: str, detail: str) -> None:
        where = self._where()
        self._ask(f"{safe(name)} may not speak in {where} any more. {UNDO}", "mute", f"/mute {name}", timed=True)

    def _ban(self, name: str, detail: str) -> None:
        where = self._where()
        self._ask(f"{safe(name)} may not come back to {where}. {UNDO}", "ban", f"/ban {name}", timed=True)

    def _block(self, name: str, detail: str) -> None:
        sentence = f"Private messages of {safe(name)} do not arrive any more, and what they say in rooms is not shown."
        self._open(sentence, "block", lambda answer: self.asking.act("block", name=name),
                   hint="Enter blocks, Esc does not", optional=True)  # fmt: skip

    def _report(self, name: str, detail: str) -> None:
        self._ask(f"Report {safe(name)} to those who look after this server?", "report", f"/report {name}", needed=True)

    def _away(self, name: str, detail: str) -> None:
        if self.desk.state.me.away is not None:
            self.desk.core.do("away", text="")
            return

        self._open("Others see that you are away.", "go away",
                   lambda words: self.asking.act("away", text=words or "away"),
                   hint="In a word, why?", optional=True)  # fmt: skip

    def _rename(self, name: str, detail: str) -> None:
        self._open("Your name here is to be:", "take it", lambda other: self.asking.act("rename", name=other),
                   value=safe(name))  # fmt: skip

    def _register(self, name: str, detail: str) -> None:
        """Make an account of the name, or set another password."""
        state = self.desk.state
        wants = state.server.needs_email and not state.me.account

        def chosen(password: str) -> Waits | None:
            return None if wants else self.asking.act("register", password=password)

        def then(password: str | None) -> None:
            if password:
                self._open("This server wants an e-mail address. Its operators see it.", "keep the name",
                           lambda email: self.asking.act("register", password=password, email=email))  # fmt: skip

        words = (
            "Another password:" if state.me.account else f"A password, so that nobody else can be {safe(name)} here:"
        )
        panel = Ask(self.desk.talk.inks, words, "next" if wants else "keep the name", secret=True, does=chosen)
        self.desk.open(panel, then)

    def _ask(self, sentence: str, verb: str, command: str, *, timed: bool = False, needed: bool = False) -> None:
        """Ask for the reason, then do it. `timed`: it may begin with how long."""

        hint = (
            "How long, and why? (2h spam; may stay empty)" if timed else "Why?" if needed else "Why? (may stay empty)"
        )
        place = self.desk.state.current
        self._open(sentence, verb, lambda reason: self.asking.type(f"{command} {reason}".rstrip(), place),
                   hint=hint, optional=not needed)  # fmt: skip

    def _open(self, sentence: str, verb: str, does: Callable[[str], Waits], **more: Any) -> None:
        """A panel that asks, does something with the answer, and waits for what comes of it."""
        self.desk.open(Ask(self.desk.talk.inks, sentence, verb, does=does, **more))

    def _where(self) -> str:
        buffer = self.desk.buffer
        return safe(buffer.name.removeprefix("#")) if buffer is not None else ""

    # Rooms and conversations

    def place_menu(self, buffer: Buffer) -> None:
        me = self.desk.state.me.name
        offered = [*acts.of_place(self.desk.state, buffer), *acts.of_keeping(self.desk.state, buffer)]
        rows = [(f"{act.name} {act.detail}", act.words, "") for act in offered]
        rows.append((ME, f"You: {safe(me)}…", ""))

        def picked(key: str | None) -> None:
            if key == ME:
                self.menu(me)
            elif key is not None:
                act, _, detail = key.partition(" ")
                self._do_with_place(act, buffer, detail)

        about = safe(buffer.topic.text)
        self.desk.open(Menu(self.desk.talk.inks, safe(buffer.name), rows, about), picked)

    def _do_with_place(self, act: str, buffer: Buffer, detail: str) -> None:
        core = self.desk.core
        match act:
            case "notify":
                core.do("notify", buffer=buffer.key, level=detail)
            case "mark_read":
                core.do("mark_read", buffer=buffer.key)
            case "join":
                core.do("join", room=buffer.name)
            case "topic" | "invite":
                self._ask_for_place(act, buffer)
            case "leave" | "close":
                core.do(act, buffer=buffer.key)
            case _:
                self.keeping.room(act, buffer)

    def _ask_for_place(self, act: str, buffer: Buffer) -> None:
        key, name, asking = buffer.key, safe(buffer.name.removeprefix("#")), self.asking
        if act == "topic":
            self._open(f"The topic of {name}:", "change it", lambda text: asking.act("topic", buffer=key, text=text),
                       value=safe(buffer.topic.text), optional=True)  # fmt: skip
        else:
            self._open(f"Whom do you invite to {name}?", "invite",
                       lambda whom: asking.act("invite", buffer=key, name=whom))  # fmt: skip


_DOES: dict[str, Callable[[People, str, str], None]] = {
    "write": People._write,
    "whois": People._whois,
    "role": People._role,
    "unrole": People._unrole,
    "remove_person": People._remove,
    "mute": People._mute,
    "ban": People._ban,
    "block": People._block,
    "report_person": People._report,
    "away": People._away,
    "rename": People._rename,
    "register": People._register,
}
