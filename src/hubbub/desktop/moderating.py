"""Acts on people and rooms: each grave one is asked about in a sentence that says what will happen, to whom, where."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hubbub.client.state.messages import Message
from hubbub.tk.ask import Ask, Asked
from hubbub.views.acts import Act
from hubbub.views.asking import Waits
from hubbub.views.pieces import safe
from hubbub.wire.truncate import shortened

if TYPE_CHECKING:
    from .window import Window

FOR_HOW_LONG = ("10m", "2h", "1d", "for good")
GOOD = FOR_HOW_LONG[-1]


class Moderating:
    """Tables from an act's name to what it does here."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._person: dict[str, Callable[[Act, str], object]] = {
            "write": lambda act, name: window.write_to(name),
            "whois": lambda act, name: window.core.do("whois", name=name),
            "role": lambda act, name: window.do("role", name=name, letter=act.detail, on=True),
            "unrole": lambda act, name: window.do("role", name=name, letter=act.detail, on=False),
            "remove_person": self._kick,
            "mute": self._mute,
            "ban": self._ban,
            "block": self._block,
            "report_person": self._report_person,
        }
        self._place: dict[str, Callable[[Act, str], object]] = {
            "mark_read": lambda act, key: window.mark_read(key),
            "notify": lambda act, key: window.core.do("notify", buffer=key, level=act.detail),
            "close": lambda act, key: window.core.do("close", buffer=key),
            "topic": lambda act, key: self.ask_topic(key),
            "invite": lambda act, key: self._invite(key),
            "leave": lambda act, key: self._leave(key),
            "join": lambda act, key: window.core.do("join", room=key),
        }

    def about_person(self, act: Act, name: str) -> None:
        self._person[act.name](act, name)

    def about_place(self, act: Act, key: str) -> None:
        self._place[act.name](act, key)

    def about_me(self, act: Act, name: str) -> None:
        if act.name == "register":
            self._ask_password(name)
        elif act.name == "rename":
            self._ask("Another name", "Others see it at once.", "Take this name", self._rename, Asked("Name", name))
        elif act.words.startswith("I am back"):
            self.window.core.do("away", text="")
        else:
            self._ask("Away", "Others see that you are away, and why.", "I am away", self._away, Asked("Why", "Away"))

    # Asking

    def _ask(
        self,
        title: str,
        sentence: str,
        button: str,
        does: Callable[..., str | Waits | None],
        *fields: Asked,
        danger: bool = False,
    ) -> None:
        def run(values: list[str]) -> str | Waits | None:
            return does(*values)

        Ask(self.window.overlays, self.window.look, title, sentence, button, run, fields, danger=danger)

    def _act(self, action: str, **arguments: Any) -> Waits:
        return self.window.lists.act(action, **arguments)

    def _where(self) -> str:
        with self.window.core.reading() as state:
            buffer = state.buffers.get(self.window.talk.key)
            return safe(buffer.name) if buffer is not None else "this room"

    def _ask_password(self, name: str) -> None:
        """Make an account of the name, or set another password."""
        with self.window.core.reading() as state:
            wants, known = state.server.needs_email and not state.me.account, bool(state.me.account)

        def register(password: str, again: str, email: str = "") -> str | Waits:
            if not password.strip():
                return "Choose a password."
            if password != again:
                return "These are two different passwords."
            if wants and "@" not in email.strip().strip("@"):
                return "This server wants an e-mail address."
            return self._act("register", password=password, email=email.strip())

        sentence = f"Nobody else can be {safe(name)} here then, and your devices are one person."
        fields = [Asked("Password", secret=True), Asked("The same again", secret=True)]
        if wants:
            fields.append(Asked("E-mail (the operators of this server see it; nothing is sent to it)"))
        self._ask(
            "Another password" if known else f"Keep the name {safe(name)}",
            "All other devices of yours have to log in anew." if known else sentence,
            "Set the password" if known else "Keep it",
            register,
            *fields,
        )

    def _rename(self, name: str) -> str | Waits:
        if not name.strip():
            return "A name has at least one letter."
        return self._act("rename", name=name.strip())

    def _away(self, text: str) -> Waits:
        return self._act("away", text=text.strip() or "Away")

    # People

    def _kick(self, act: Act, name: str) -> None:
        where, key = self._where(), self.window.talk.key

        def kick(why: str) -> Waits:
            return self._act("kick", buffer=key, name=name, reason=why)

        self._ask(
            f"Remove {safe(name)} from {where}?",
            f"{safe(name)} leaves {where} at once, and may come back.",
            f"Remove {safe(name)}",
            kick,
            Asked("Why (others see it)"),
            danger=True,
        )

    def _ban(self, act: Act, name: str) -> None:
        where, key = self._where(), self.window.talk.key

        def ban(how_long: str, why: str) -> Waits:
            return self._keep_out(key, name, how_long, why)

        self._ask(
            f"Ban {safe(name)} from {where}?",
            f"{safe(name)} leaves {where} and cannot come back for that long.",
            f"Ban {safe(name)}",
            ban,
            Asked("For how long", FOR_HOW_LONG[1], choices=FOR_HOW_LONG),
            Asked("Why (others see it)"),
            danger=True,
        )

    def _mute(self, act: Act, name: str) -> None:
        where, key = self._where(), self.window.talk.key

        def mute(how_long: str, why: str) -> Waits:
            return self._keep_out(key, f"m:{name}", how_long, why)

        self._ask(
            f"Mute {safe(name)} in {where}?",
            f"{safe(name)} stays in {where} and can read, but cannot write there for that long.",
            f"Mute {safe(name)}",
            mute,
            Asked("For how long", FOR_HOW_LONG[1], choices=FOR_HOW_LONG),
            Asked("Why"),
            danger=True,
        )

    def _keep_out(self, key: str, mask: str, how_long: str, why: str) -> Waits:
        time = "" if how_long == GOOD else how_long
        return self._act("ban", buffer=key, mask=mask, time=time, reason=why.strip())

    def _block(self, act: Act, name: str) -> None:
        self._ask(
            f"Block {safe(name)}?",
            f"You see nothing of {safe(name)} any more, and they are not told. /unblock ends it.",
            f"Block {safe(name)}",
            lambda: self._act("block", name=name),
            danger=True,
        )

    def _report_person(self, act: Act, name: str) -> None:
        self._ask(
            f"Report {safe(name)}?",
            "Those who run this server see it, and who reports.",
            f"Report {safe(name)}",
            lambda why: self._send_report(name, why),
            Asked("What is wrong"),
            danger=True,
        )

    def _send_report(self, about: str, why: str) -> str | Waits:
        if not why.strip():
            return "Say in a few words what is wrong."
        return self._act("report", about=about, reason=why.strip())

    # Messages

    def remove(self, message: Message) -> None:
        whose = "your message" if message.own else f"the message of {safe(message.sender)}"
        key = self.window.talk.key

        def remove(why: str = "") -> Waits:
            return self._act("redact", buffer=key, id=message.id, reason=why)

        self._ask(
            f"Remove {whose}?",
            f"“{_first(message.text)}” goes away for everybody in {self._where()}.",
            "Remove it",
            remove,
            *(() if message.own else (Asked("Why (others see it)"),)),
            danger=True,
        )

    def report(self, message: Message) -> None:
        self._ask(
            f"Report a message of {safe(message.sender)}?",
            f"“{_first(message.text)}” is copied for those who run this server; they see who reports.",
            "Report it",
            lambda why: self._send_report(message.id, why),
            Asked("What is wrong"),
            danger=True,
        )

    # Rooms

    def ask_topic(self, key: str) -> None:
        with self.window.core.reading() as state:
            buffer = state.buffers.get(key)
            text = buffer.topic.text if buffer is not None else ""
        self._ask(
            "Topic",
            "What this room is about, in a line. Everybody in it sees the change.",
            "Set the topic",
            lambda new: self._act("topic", buffer=key, text=new.strip()),
            Asked("Topic", text),
        )

    def _leave(self, key: str) -> None:
        """At once, unless there is no way back by oneself."""
        with self.window.core.reading() as state:
            buffer = state.buffers.get(key)
            closed = buffer is not None and bool(set(buffer.modes) & set("ik"))
            where = safe(buffer.name.removeprefix("#")) if buffer is not None else ""
        if not closed:
            self.window.core.do("leave", buffer=key)
            return
        self._ask(
            f"Leave {where}?",
            f"{where} is closed: you come back only by an invitation, or with its key.",
            f"Leave {where}",
            lambda: self._act("leave", buffer=key),
            danger=True,
        )

    def _invite(self, key: str) -> None:
        def invite(name: str) -> str | Waits:
            return self._act("invite", buffer=key, name=name.strip()) if name.strip() else "Say whom."

        self._ask("Invite somebody", "They are told, and may join.", "Invite", invite, Asked("Name"))


def _first(text: str) -> str:
    """The beginning of a message, in one line."""
    return shortened(safe(" ".join(text.split())), 80)
