"""From the door into the talk, and out again: which server, which name, the questions on the way, and how it ends."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hubbub.client import events as e
from hubbub.client.protocol.link import is_word
from hubbub.typed import help
from hubbub.typed.person import person
from hubbub.typed.sentences import welcome
from hubbub.uplink import addresses, sentences
from hubbub.uplink import questions as q
from hubbub.uplink.addresses import Address
from hubbub.uplink.happenings import FileSetAside, FileTrouble, PhaseChanged, Upgrading
from hubbub.uplink.servers import Saved
from hubbub.uplink.starting import Start
from hubbub.uplink.trouble import Trouble
from hubbub.views.asking import Waits
from hubbub.views.pieces import safe

from .overlays.ask import Ask, Confirm
from .overlays.door import Door, Known
from .overlays.help import Help
from .overlays.page import Page
from .visiting import Visiting

if TYPE_CHECKING:
    from .app import Chat

DEFAULT_HOST = "localhost"
FATAL = ("certificate-changed", "certificate-not-invited", "certificate-strict", "banned")


class Starting:
    """`address`, `name`, `certificate`, `tls`: what was given on the command line; what is missing is asked at the
    door. `servers`: those that one has been to.
    """

    def __init__(
        self,
        app: Chat,
        visiting: Visiting,
        address: Address | None,
        name: str | None,
        *,
        certificate: Path | None = None,
        tls: bool | None = None,
        servers: Sequence[Saved] = (),
    ) -> None:
        self.app, self.visiting = app, visiting
        self.address, self.name, self.password = address, name or "", ""
        self.certificate, self.tls, self.servers = certificate, tls, servers
        self.door: Door | None = None
        self.panel: Ask | None = None  # of the visit's question, while one is in
        visiting.tell = self._tell
        visiting.raised = self._raised

    def begin(self) -> None:
        if self.address is not None and self.address.host and is_word(self.name):
            self._start()
        else:
            self._open_door()

    def _open_door(self, part: str = "", problem: str = "") -> None:
        """Ask where to; or say what has become of it."""
        if self.door is None:
            last = self.servers[0] if self.servers and self.address is None else None
            server = last.address if last is not None else str(self.address or DEFAULT_HOST)
            known = [Known(saved.address, saved.name, saved.title) for saved in self.servers]
            name = self.name or (last.name if last is not None else login_name())
            begins: Literal["server", "name"] = "name" if last is not None or self.address is not None else "server"
            self.door = Door(self.app.inks, server, name, known, reads=_wrong, join=self.joined, begins=begins)
            self.app.push_screen(self.door)
        if problem:
            door = self.door
            self.app.call_after_refresh(lambda: door.again(part, problem))

    def joined(self, server: str, name: str, password: str) -> None:
        """Somebody at the door wants in."""
        question = self.visiting.question
        if self.visiting.running and isinstance(question, q.NameNeeded):
            self._named(question, name, password)
            return
        self.address, self.name, self.password = addresses.read(server), name, password
        self._start()

    def _start(self) -> None:
        assert self.address is not None
        address = self.address if self.tls is None else self.address._replace(tls=self.tls)
        self.app.showing.over = ""
        self.app.showing.server = address.host
        account = self.name if self.password else ""
        self.app.following.leading.begin(address.leads)
        start = Start(address, self.name, account, self.password, self.certificate)
        self.visiting.start(start, self._ended, address.leads)

    def _enter(self) -> None:
        """The server has let us in."""
        if self.door is not None and self.app.screen is self.door:
            self.app.pop_screen()
        self.door = None

    def _ended(self, why: Trouble | BaseException) -> None:
        if not isinstance(why, Trouble):
            self.app.fail(why)
        elif why.code in ("left", "unanswered"):
            self._remember()
            self.app.exit(0 if why.code == "left" else 1)
        elif why.code == "running":
            self.app.push_screen(Page(self.app.inks, "You are here already", sentences.of(why)))
        elif why.code in FATAL:
            self.app.push_screen(Page(self.app.inks, "This server cannot be joined", sentences.of(why)))
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
            self.app.following.greeting = welcome(safe(event.name))

    def _remember(self) -> None:
        try:
            self.visiting.remember()
        except Trouble as trouble:
            self.app.desk.tell(sentences.of(trouble), bad=True)

    def _raised(self, words: str) -> None:
        """Somebody has started another one, for the same server and name, perhaps by a link."""
        self.app.bell()
        if words:
            self.app.following.leading.follow(words)
        self.app.desk.tell("hubbub was started again for this server and name: here it is.")

    def _phase(self, event: PhaseChanged) -> None:
        if event.phase == "on":
            self._remember()
        if event.phase in ("on", "over"):
            self._answered()
        waits = event.phase == "waiting"
        self.app.showing.retry_at = self.visiting.now() + round(event.wait * 1000) if waits else 0

    def _upgrading(self, event: Upgrading) -> None:
        self.app.desk.tell("This server is to be reached over TLS only: connecting again.")

    def _file(self, event: FileTrouble) -> None:
        self.app.desk.tell(sentences.of(event.trouble), bad=True)

    def _aside(self, event: FileSetAside) -> None:
        self.app.desk.tell(
            f"{event.file} was damaged. It is kept as {event.kept_as}, and a new one was begun.", bad=True
        )

    def _help(self, event: e.HelpAsked) -> None:
        if event.command is None:
            self.app.desk.open(Help(self.app.inks))
        else:
            self.app.following.note("\n".join(help.help_text(event.command)))

    def _private(self, event: e.AskPrivate) -> None:
        """`/message` alone: to whom, then what."""

        def to_whom(name: str | None) -> None:
            if name:
                self.app.desk.core.do("open", buffer=person(name))

        self.app.desk.open(Ask(self.app.inks, "To whom do you want to write?", "write"), to_whom)

    # Questions

    def _named(self, question: q.NameNeeded, name: str, password: str) -> None:
        """Another name, or the password of the one that belongs to an account."""
        self.name = name
        self.visiting.answer(question, q.Login(name, password) if question.owned and password else name)

    def _name_needed(self, event: q.NameNeeded) -> None:
        why = sentences.owned(safe(event.name), wrong=event.wrong) if event.owned else safe(event.reason)
        if self.door is not None:
            self.door.again("password" if event.owned else "name", why)
        elif event.owned:
            self._password_or_name(event, why)
        else:
            self._another_name(event, why)

    def _password_or_name(self, event: q.NameNeeded, why: str) -> None:
        def given(password: str) -> Waits | None:
            return (lambda hears: self._named(event, event.name, password)) if password else None

        hint = f"The password of {safe(event.name)} (empty: take another name)"
        panel = Ask(self.app.inks, why, "log in", hint=hint, secret=True, optional=True, does=given)
        self._open(panel, event, lambda: self._another_name(event, why))

    def _another_name(self, event: q.NameNeeded, why: str) -> None:
        self._ask(event, why, "take it", hint="Another name:", value=safe(event.name), wrong=_wrong_name)

    def _password_needed(self, event: q.PasswordNeeded) -> None:
        self._ask(event, safe(event.reason), "join", hint="The server's password:", secret=True)

    def _admission_needed(self, event: q.AdmissionNeeded) -> None:
        if not event.invited:
            self._log_in(event)
            return

        def coded(code: str) -> Waits | None:
            return (lambda hears: self.visiting.answer(event, q.Code(code))) if code else None

        hint = "The code of your invitation (empty: I have an account)"
        panel = Ask(self.app.inks, safe(event.reason), "join", hint=hint, secret=True, optional=True, does=coded)
        self._open(panel, event, lambda: self._log_in(event))

    def _log_in(self, event: q.AdmissionNeeded) -> None:
        def given(password: str) -> Waits:
            return lambda hears: self.visiting.answer(event, q.Login(self.name, password))

        hint = f"The password of the account {safe(self.name)}:"
        self._open(Ask(self.app.inks, safe(event.reason), "log in", hint=hint, secret=True, does=given), event)

    def _ask(self, question: q.Question, sentence: str, verb: str, **more: Any) -> None:
        def given(answer: str) -> Waits:
            return lambda hears: self.visiting.answer(question, answer)

        self._open(Ask(self.app.inks, sentence, verb, does=given, **more), question)

    def _open(self, panel: Ask, question: q.Question, otherwise: Callable[[], None] = lambda: None) -> None:
        """Ask that; the panel stays until one is in, or is asked something else. `otherwise`: what is done when
        nothing is written. Who closes the panel does not want to say.
        """

        def closed(answer: str | None) -> None:
            if answer is None:
                self.visiting.answer(question, None)
            else:
                otherwise()

        self._answered()
        self.panel = panel
        self.app.desk.open(panel, closed)

    def _answered(self) -> None:
        """What was asked is asked no more."""
        if self.panel is not None:
            self.panel.over()
            self.panel = None

    def _certificate(self, event: q.CertificateQuestion) -> None:
        def answered(yes: bool | None) -> None:
            self.visiting.answer(event, bool(yes))

        sentence = (
            f"{event.host}:{event.port} shows a certificate of its own, and this is the first visit there. Its SHA-256"
            f" is\n\n{event.fingerprint}\n\nCompare it with what the server's operator tells you. It is remembered if"
            " you go on."
        )
        self.app.desk.open(Confirm(self.app.inks, sentence, "Go on", "Do not go on"), answered)


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
    FileSetAside: Starting._aside,
    q.NameNeeded: Starting._name_needed,
    q.PasswordNeeded: Starting._password_needed,
    q.AdmissionNeeded: Starting._admission_needed,
    q.CertificateQuestion: Starting._certificate,
}
