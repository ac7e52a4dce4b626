"""From the door into the talk, and out again: which server, which name, the questions on the way, and how it ends."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from hubbub.client import events as e
from hubbub.client.protocol.link import is_word
from hubbub.typed import table
from hubbub.uplink import addresses, sentences
from hubbub.uplink import questions as q
from hubbub.uplink.addresses import Address
from hubbub.uplink.happenings import FileTrouble, PhaseChanged, Upgrading
from hubbub.uplink.trouble import Trouble
from hubbub.views.pieces import safe

from .overlays.ask import Ask, Confirm
from .overlays.door import Door
from .overlays.help import Help
from .overlays.page import Page
from .visiting import Visiting

if TYPE_CHECKING:
    from .app import Chat

DEFAULT_HOST = "localhost"
FATAL = ("certificate-changed", "certificate-not-invited", "certificate-strict", "banned")


class Starting:
    """`address` and `name`: what was given on the command line; what is missing is asked at the door."""

    def __init__(self, app: Chat, visiting: Visiting, address: Address | None, name: str | None) -> None:
        self.app, self.visiting = app, visiting
        self.address, self.name, self.password = address, name or "", ""
        self.door: Door | None = None
        visiting.tell = self._tell

    def begin(self) -> None:
        if self.address is not None and self.address.host and is_word(self.name):
            self._start()
        else:
            self._open_door()

    def _open_door(self, part: str = "", problem: str = "") -> None:
        """Ask where to; or say what has become of it."""
        if self.door is None:
            server = _written(self.address) if self.address is not None else DEFAULT_HOST
            self.door = Door(self.app.inks, server, self.name or login_name(), reads=_wrong)
            self.app.push_screen(self.door)
        if problem:
            door = self.door
            self.app.call_after_refresh(lambda: door.again(part, problem))

    def joined(self, server: str, name: str, password: str) -> None:
        """Somebody at the door wants in."""
        question = self.visiting.question
        if self.visiting.running and isinstance(question, q.NameNeeded):
            self.name = name
            self.visiting.answer(question, name)
            return
        self.address, self.name, self.password = addresses.read(server), name, password
        self._start()

    def _start(self) -> None:
        assert self.address is not None
        self.app.showing.over = ""
        self.app.showing.server = self.address.host
        self.visiting.start(self.address, self.name, self.password, self._ended)

    def _enter(self) -> None:
        """The server has let us in."""
        if self.door is not None and self.app.screen is self.door:
            self.app.pop_screen()
        self.door = None

    def _ended(self, why: Trouble | BaseException) -> None:
        if not isinstance(why, Trouble):
            self.app.fail(why)
        elif why.code in ("left", "unanswered"):
            self.app.exit(0 if why.code == "left" else 1)
        elif why.code in FATAL:
            self.app.push_screen(Page("This server cannot be joined", sentences.of(why)))
        elif self.app.desk.state.connection.been_here:
            self.app.showing.over = sentences.of(why)
            self.app.repaint()
        else:
            self._open_door("server", sentences.of(why))

    # What the visit tells

    def _tell(self, told: Sequence[object]) -> None:
        for event in told:
            does = _DOES.get(type(event))
            if does is not None:
                does(self, event)
        self.app.changed(told)

    def _welcomed(self, event: e.Welcomed) -> None:
        self._enter()
        if not event.again:
            self.app.following.greeting = f"Registration successful. Welcome to the chat, {safe(event.name)}!"

    def _phase(self, event: PhaseChanged) -> None:
        waits = event.phase == "waiting"
        self.app.showing.retry_at = self.visiting.now() + round(event.wait * 1000) if waits else 0

    def _upgrading(self, event: Upgrading) -> None:
        self.app.desk.tell("This server is to be reached over TLS only: connecting again.")

    def _file(self, event: FileTrouble) -> None:
        self.app.desk.tell(sentences.of(event.trouble), bad=True)

    def _help(self, event: e.HelpAsked) -> None:
        if event.command is None:
            self.app.push_screen(Help(self.app.inks))
        else:
            self.app.following.note("\n".join(table.help_text(event.command)))

    def _private(self, event: e.AskPrivate) -> None:
        """`/message` alone: to whom, then what."""

        def to_whom(name: str | None) -> None:
            if name:
                self.app.desk.core.do("open", buffer=name.removeprefix("@"))

        self.app.push_screen(Ask(self.app.inks, "To whom do you want to write?", "write"), to_whom)

    # Questions

    def _name_needed(self, event: q.NameNeeded) -> None:
        if self.door is not None:
            self.door.again("name", safe(event.reason))
            return
        self._ask(event, safe(event.reason), "take it", hint="Another name:", value=safe(event.name), wrong=_wrong_name)

    def _password_needed(self, event: q.PasswordNeeded) -> None:
        self._ask(event, safe(event.reason), "join", hint="The server's password:", secret=True)

    def _admission_needed(self, event: q.AdmissionNeeded) -> None:
        if not event.invited:
            self._log_in(event)
            return

        def coded(code: str | None) -> None:
            if code:
                self.visiting.answer(event, q.Code(code))
            elif code is None:
                self.visiting.answer(event, None)
            else:
                self._log_in(event)

        hint = "The code of your invitation (empty: I have an account)"
        ask = Ask(self.app.inks, safe(event.reason), "join", hint=hint, secret=True, optional=True)
        self.app.push_screen(ask, coded)

    def _log_in(self, event: q.AdmissionNeeded) -> None:
        def given(password: str | None) -> None:
            self.visiting.answer(event, q.Login(self.name, password) if password else None)

        hint = f"The password of the account {safe(self.name)}:"
        self.app.push_screen(Ask(self.app.inks, safe(event.reason), "log in", hint=hint, secret=True), given)

    def _ask(self, question: q.Question, sentence: str, verb: str, **more: Any) -> None:
        def answered(answer: str | None) -> None:
            self.visiting.answer(question, answer)

        self.app.push_screen(Ask(self.app.inks, sentence, verb, **more), answered)

    def _certificate(self, event: q.CertificateQuestion) -> None:
        def answered(yes: bool | None) -> None:
            self.visiting.answer(event, bool(yes))

        sentence = (
            f"{event.host}:{event.port} shows a certificate of its own, and this is the first visit there. Its SHA-256"
            f" is\n\n{event.fingerprint}\n\nCompare it with what the server's operator tells you. It is remembered if"
            " you go on."
        )
        self.app.push_screen(Confirm(self.app.inks, sentence, "Go on", "Do not go on"), answered)


def _written(address: Address) -> str:
    """The address as people write it."""
    return f"{address.host}:{address.port}" if address.host and address.port else address.host or DEFAULT_HOST


def _wrong(server: str) -> str:
    """What is wrong with that address, in words."""
    try:
        addresses.read(server)
    except Trouble as trouble:
        return sentences.of(trouble)
    return ""


def _wrong_name(name: str) -> str:
    return "" if is_word(name) else "A name has no spaces."


def login_name() -> str:
    """What this machine calls the person."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
    return name if is_word(name) else ""


_DOES: dict[type, Callable[[Starting, Any], None]] = {
    e.Welcomed: Starting._welcomed,
    e.HelpAsked: Starting._help,
    e.AskPrivate: Starting._private,
    PhaseChanged: Starting._phase,
    Upgrading: Starting._upgrading,
    FileTrouble: Starting._file,
    q.NameNeeded: Starting._name_needed,
    q.PasswordNeeded: Starting._password_needed,
    q.AdmissionNeeded: Starting._admission_needed,
    q.CertificateQuestion: Starting._certificate,
}
