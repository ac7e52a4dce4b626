"""One connection as the chat sees it: who is behind it, what it can read, and what waits to be written to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from weakref import WeakValueDictionary

import msgspec

from hubbub.chat.events import Event, LeaveReason
from hubbub.chat.refusals import Refusal
from hubbub.wire.lines import BadLine

if TYPE_CHECKING:
    from hubbub.chat.chat import Chat

    from .people.users import User

Slices = Iterator[list[bytes]]  # a long reply: unframed lines, a few at a time
Told = bytes | Slices | msgspec.Struct
"""Framed bytes, a long reply, or a reply of which lines are made when the connection takes them."""
Outbox = list[Told] | tuple[Told, ...]
"""What one turn has to say to a connection. A tuple is that of all who hear the same, and is never changed."""


class Interest(Enum):
    """What a connection may ask to hear besides what everybody hears."""

    WATCHED = "changes of those whose names it watches"
    INVITATIONS = "who is invited to the rooms it is in"
    OFFERS = "what it may ask for, when that changes"
    READ_MARKERS = "how far its person has read, as other connections say"

    __hash__ = object.__hash__  # there is one of each; that of Enum takes half a microsecond, for each of ten thousand


NO_INTERESTS: frozenset[Interest] = frozenset()
NO_NAMES: Mapping[str, str] = {}
"""What nearly every connection has: one for all of them."""


@cache
def _one(interests: frozenset[Interest]) -> frozenset[Interest]:
    return interests


def in_one_set(interests: Iterable[Interest]) -> frozenset[Interest]:
    """These, in a set that is the same for all connections with just these."""
    return _one(frozenset(interests))


def added(outbox: Outbox, data: Told) -> Outbox:
    """It with that behind it; to a list it is added in place."""
    if outbox.__class__ is list:
        outbox.append(data)
        return outbox
    return [*outbox, data]


class Dialect(Protocol):
    """How one kind of client speaks. Lines are unframed: no CR, no LF."""

    name: str
    knows_own: bool  # whether its clients can tell their people's own private messages from those of others
    tells_of_strangers: bool  # whether its people hear of the coming and going of those they share no room with
    begins_in_lobby: bool  # whether who comes is in the lobby at once

    def new_state(self) -> Any:
        """What the dialect wants to remember of a new connection."""

    def handle(self, chat: Chat, session: Session, line: str | BadLine) -> Awaitable[None] | None:
        """Do what one received line asks. An awaitable is still at work: nothing more is read until it is done."""

    def render(self, events: Sequence[Event], profile: Profile) -> bytes:
        """The events, alike as `Chat.emit_all` has them, as everybody with this profile sees them: lines, with an LF
        behind each; nothing of what is not shown."""

    def own(self, events: Sequence[Event], session: Session) -> list[bytes] | None:
        """The same as the one sees them whose command caused them, as a list; None: as others with that profile do."""

    def reply(self, session: Session, reply: msgspec.Struct) -> None:
        """Tell the asker, and nobody else, something that a command found out."""

    def sentence(self, refusal: Refusal) -> str:
        """Why something was refused, as its people read it."""

    def typed(self, session: Session, text: str) -> str:
        """What we say to somebody ourselves, with the commands in it (`/devices`) as they give them there."""

    def refuse(self, session: Session, refusal: Refusal) -> None:
        """Tell why something was refused, outside the handling of a line."""

    def behind_answer(self, session: Session, outbox: Outbox) -> Outbox | None:
        """Where each line's answer is waited for: what stands in an outbox behind the answer, such as the end of the
        connection. None: nobody waits for one."""

    def greet(self, session: Session, *, unsure: bool = False) -> None:
        """Say the first words on a new connection. `unsure`: they may turn out to speak another dialect."""

    def ping(self, session: Session) -> bool:
        """Ask for a sign of life. False: this dialect has no way to ask."""

    def cost(self, session: Session, line: str | BadLine) -> float:
        """What the line takes from the sender's flood allowance; 1 for an ordinary one."""

    def farewell(self, session: Session, reason: str) -> list[bytes]:
        """The last lines before the connection is closed."""


class Framing(Protocol):
    """Turns an unframed line into the bytes that go on the wire."""

    def __call__(self, line: bytes, /) -> bytes: ...


LINE_END = b"\r\n"


def text_line(line: bytes, /) -> bytes:
    """A line on a plain stream of bytes."""
    return line + LINE_END


class Profile:
    """What a group of connections can read; events are rendered and framed once for each."""

    __slots__ = ("__weakref__", "caps", "dialect", "frame")
    # Those of connections that are there: clients choose what they can read, and could name very many sets of it.
    known: ClassVar[WeakValueDictionary[tuple[str, int, Framing], Profile]] = WeakValueDictionary()

    def __init__(self, dialect: Dialect, caps: int, frame: Framing) -> None:
        self.dialect = dialect
        self.caps = caps
        self.frame = frame

    @classmethod
    def of(cls, dialect: Dialect, caps: int, frame: Framing) -> Profile:
        """The one profile with these properties."""
        key = (dialect.name, caps, frame)
        profile = cls.known.get(key)
        if profile is None:
            cls.known[key] = profile = cls(dialect, caps, frame)
        return profile

    def render(self, events: Sequence[Event]) -> bytes:
        """The framed bytes of the events, which are alike; none of what is not shown."""
        rendered = self.dialect.render(events, self)
        if self.frame is text_line:  # nearly always: all at once, which is the same
            return rendered.replace(b"\n", LINE_END)
        return b"".join(map(self.frame, rendered.split(b"\n")[:-1]))

    def lines(self, events: Sequence[Event]) -> list[bytes]:
        """The same as unframed lines."""
        return self.dialect.render(events, self).split(b"\n")[:-1]

    def framed(self, lines: Sequence[bytes]) -> bytes:
        """These lines as they go on the wire."""
        if self.frame is text_line and lines:
            return LINE_END.join([*lines, b""])
        return b"".join(map(self.frame, lines))

    def framed_text(self, text: bytes) -> bytes:
        """The same of lines that stand in one text, with a line feed between them."""
        if self.frame is text_line:
            return text.replace(b"\n", LINE_END) + LINE_END
        return self.framed(text.split(b"\n"))


class Endpoint(Protocol):
    """The far end of a session, as the server has it: a socket, or a test."""

    def flush(self, outbox: Sequence[Told]) -> None:
        """Write what one turn had to say, once the log has what it tells of."""

    def take_next(self, many: int) -> int:
        """Of the lines that come next (`Session.coming`) so many, which are alike, count as handled, as far as they may
        be handled already: how many of them."""

    def close(self, reason: LeaveReason, text: str) -> None:
        """Say goodbye with a reason and disconnect."""

    def hold(self) -> None:
        """It is closed soon, as one of many: from now on nothing is done of what it says, and it hears nothing of what
        happens."""

    def move(self, address: str) -> str | None:
        """A gateway says that it comes from there; a reason to refuse that, or None."""

    @property
    def goes_on(self) -> bool:
        """Whether more may come from it, and it takes answers."""

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way here can read along."""


class Nowhere:
    """The endpoint of a session whose connection is gone."""

    def flush(self, outbox: Sequence[Told]) -> None:
        """Nobody reads."""

    def take_next(self, many: int) -> int:
        """Nothing comes any more."""
        return 0

    def close(self, reason: LeaveReason, text: str) -> None:
        """It is closed already."""

    def hold(self) -> None:
        """It says nothing any more."""

    def move(self, address: str) -> str | None:
        """It comes from nowhere any more."""
        return None

    @property
    def goes_on(self) -> bool:
        return False

    @property
    def is_encrypted(self) -> bool:
        return False


class Ended(Exception):
    """The connection that asked is gone, or the process stops; nobody waits for the answer."""


class Session:
    """One connection. `state` belongs to its dialect, `user` is None until a name was accepted.

    `console`: it is the server's own, on its machine: it may what operators may, and never has a user.
    `fingerprint`: SHA-256 of the client certificate of who connects, in hex digits; empty without one.
    `cookie`: the token that its browser has kept, or empty; `login`: the hash of the one by which it is logged in.
    `in_one_go`: the line that is handled had come already when the one before it was. `coming`: those that have come
    behind it, the next one last.
    `pushed_at`: the address over which its device is told of messages, or empty.
    `direct`: no web client, and no gateway. `asked_host`: the name of us that was asked for in TLS (SNI), or empty.
    """

    __slots__ = (
        "acknowledged",
        "address",
        "asked_host",
        "captured",
        "chat",
        "cloak",
        "coming",
        "console",
        "cookie",
        "direct",
        "ended",
        "endpoint",
        "fingerprint",
        "in_one_go",
        "interests",
        "invite",
        "knows_password",
        "last_active",
        "login",
        "outbox",
        "profile",
        "pushed_at",
        "secure",
        "signed_on",
        "state",
        "subscribed",
        "user",
        "watched",
    )

    def __init__(
        self, chat: Chat, profile: Profile, endpoint: Endpoint, address: str, secure: bool, *, direct: bool = True
    ) -> None:
        self.chat = chat
        self.profile = profile
        self.endpoint = endpoint
        self.address = address
        self.secure = secure
        self.cloak = ""  # of the address, once they have entered
        self.state: Any = profile.dialect.new_state()
        self.user: User | None = None
        self.console = False
        self.outbox: Outbox = ()
        self.captured: list[bytes | Slices] | None = None
        self.acknowledged: tuple[Callable[[], None], ...] = ()
        self.signed_on = self.last_active = chat.now
        self.ended = False
        self.in_one_go = False
        self.coming: Sequence[str | BadLine] = ()
        self.interests = NO_INTERESTS
        self.subscribed: tuple[str, ...] = ()  # keys of metadata of which it hears
        self.watched = NO_NAMES  # folded name -> as written; kept by Watchers
        self.direct = direct
        self.asked_host = ""
        self.invite = 0  # the number of the invitation by which they want to come in
        self.knows_password = False  # they have given the server's
        self.fingerprint = ""
        self.cookie = ""
        self.login = b""
        self.pushed_at = ""

    @property
    def dialect(self) -> Dialect:
        return self.profile.dialect

    @property
    def me(self) -> User:
        """Who is behind it, for what can be asked only by those who have a name. Raises Ended when they have gone."""
        if self.user is None:
            if self.ended:
                raise Ended
            raise RuntimeError("a command of people was given by a connection that is nobody's yet")
        return self.user

    def flush(self, outbox: Sequence[Told]) -> None:
        """Write an outbox, once the log has what it tells of."""
        self.endpoint.flush(outbox)

    def made(self, outbox: Iterable[Told]) -> list[bytes | Slices]:
        """An outbox whose replies are as long ones are: what they say to this connection."""
        return [
            self.answered(partial(self.reply, item)) if isinstance(item, msgspec.Struct) else item for item in outbox
        ]

    def close(self, reason: LeaveReason, why: str | Refusal) -> None:
        """Say goodbye with a reason and disconnect."""
        self.endpoint.close(reason, why if isinstance(why, str) else self.dialect.sentence(why))

    def move(self, address: str, *, secure: bool) -> str | None:
        """A gateway says who is behind it, and that they are secure on its other side. A reason to refuse that, or
        None."""
        reason = self.endpoint.move(address)
        if reason is None:
            self.address, self.direct, self.fingerprint = address, False, ""
            self.secure = self.secure and secure and self.endpoint.is_encrypted
        return reason

    def send(self, data: Told) -> None:
        """Put this into the outbox of this turn. A reply answers nothing, and may be the same for very many."""
        outbox = self.outbox
        if not outbox:
            self.chat.batch.talking.append(self)
            self.outbox = (data,)
        else:
            self.outbox = added(outbox, data)

    def show(self, lines: Iterable[bytes]) -> None:
        """Send unframed lines that answer nothing."""
        for line in lines:
            self.send(self.profile.frame(line))

    def own(self, events: Sequence[Event]) -> list[bytes]:
        """What happened, as who caused it sees that here: unframed lines."""
        lines = self.profile.dialect.own(events, self)
        return self.profile.lines(events) if lines is None else lines

    def reply(self, found: msgspec.Struct) -> None:
        """Tell this connection, and nobody else, something that a command found out."""
        self.profile.dialect.reply(self, found)

    def answered(self, answer: Callable[[], None]) -> Slices:
        """What that answers, as a part of a long reply."""
        before, self.captured = self.captured, []
        try:
            answer()
        finally:
            answers, self.captured = self.captured, before
        for item in answers:
            if isinstance(item, bytes):
                yield [item]
            else:
                yield from item

    def answer(self, line: bytes) -> None:
        """Send an unframed line that is an answer to the command being handled."""
        if self.captured is not None:
            self.captured.append(line)
        else:
            self.send(self.profile.frame(line))

    def answer_all(self, lines: Sequence[bytes]) -> None:
        """The same of several, in one piece."""
        if self.captured is not None:
            self.captured += lines
        elif lines:
            self.send(self.profile.framed(lines))

    def answer_text(self, text: bytes) -> None:
        """The same of lines that stand in one text, with a line feed between them."""
        if self.captured is not None:
            self.captured += text.split(b"\n")
        else:
            self.send(self.profile.framed_text(text))

    def confirm(self, line: bytes) -> None:
        """Send an unframed line which says that everything sent before is safe: it waits for a full disk."""
        held = self.chat.held.get(self)
        if held is not None:
            held.append(self.profile.frame(line))
        else:
            self.answer(line)

    def answer_slowly(self, slices: Slices) -> None:
        """Send a long reply, produced as the connection takes it."""
        if self.captured is not None:
            self.captured.append(slices)
        else:
            self.send(slices)
