"""The client: one person's visit to one server, over as many connections as it takes.

A face gives it what was received and what was typed, shows the events that come back, and sends `bytes_to_send()` after
having shown them, and again after `wait()`:

    connect() -> receive()/typed() ... -> connection_lost() -> connect() -> ...

Between `connect` and `Ready` a connection goes through registration, then the lobby and the rooms of the last
connection are joined, then a PING goes out: its PONG says that the server has answered all that, and only then are
messages sent.
"""

from __future__ import annotations

from collections import deque

from hubbub.irc import casemap
from hubbub.typed.grammar import read
from hubbub.typed.meanings import Action, Place, Private, Say
from hubbub.typed.sentences import IN_NO_ROOM
from hubbub.wire import message as wire
from hubbub.wire.lines import LineReader

from . import messages, moving, reading
from .batches import Batches
from .catchup import PRIVATE, CatchUp, Shown
from .events import (
    Disconnected,
    Event,
    Message,
    Quitting,
    Settled,
    Told,
)
from .intents import do
from .link import ALIVE, CLIENT_ID, SETTLED, Link, clean, is_word
from .login import Login
from .outgoing import WINDOW, Outgoing, Queue
from .questions import Questions
from .quotes import Quotes
from .registration import Registration, Step
from .rooms import Rooms
from .seen import Seen
from .unread import Unread

SERVER_LINE_LIMIT = 64 * 1024  # bytes: tags of 8 KiB and then some; a longer line is left out
_UNLIMITED = 1_000_000


class Client:
    """`nonce`: letters and digits that no other client uses, such as 12 random hexadecimal digits."""

    def __init__(self, name: str, nonce: str, password: str = "") -> None:
        self.password = password
        self.external = False  # whether the connections have a certificate to log in by
        self.login: Login | None = None  # whom the server has let us log in as
        self.trying: Login | None = None  # what was typed last, until the server says that it is right
        self.token = ""
        self.ready = False
        self.failed = ""  # why the connection has to be given up; the face closes it
        self.quitting = False
        self.current: str | None = None
        self.rooms = Rooms(name)
        self.unread = Unread()
        self.queue = Queue(nonce)
        self.catchup = CatchUp()
        self.people: set[str] = set()
        self.entering: dict[str, str] = {}  # rooms asked for, with the label of the asking
        self._seen = Seen()
        self.quotes = Quotes()
        self.said: Message | None = None  # what we said last, as the server has it
        self.been_here = False  # whether we were let in before
        self.lobby = ""  # the server's; '' when it has none, or is not known yet
        self._later: deque[str] = deque()
        self._settling = False
        self._quit_text: str | None = None
        self._fresh()

    def _fresh(self) -> None:
        self.link = Link()
        self.questions = Questions()
        self.batches = Batches()
        self.collected: dict[str, list[list[str]]] = {}  # rows of lists that are not complete
        self.registration = Registration(
            self.link, self.rooms.name, self.token, self.password, external=self.external, login=self.login
        )
        self._reader = LineReader(SERVER_LINE_LIMIT)
        self.connected = self.rejoining = False
        self.ready = False
        self.failed = self.last_error = ""
        self._fenced = False

    # What the face asks

    @property
    def name(self) -> str:
        """Our name as the server wrote it last, or as it was asked for."""
        return self.rooms.name

    @property
    def place(self) -> Place:
        """Where the person is, for the grammar."""
        if self.current is None:
            return Place.OUTSIDE
        return Place.LOBBY if casemap.lower(self.current) == casemap.lower(self.lobby) else Place.ROOM

    # The connection's life

    def connect(self) -> None:
        """A connection stands: say the first words."""
        self._fresh()
        self.connected = True
        self.registration.begin()

    def connection_lost(self, reason: str = "") -> list[Event]:
        """The connection is gone. What was not accepted is kept for the next one."""
        if not self.connected:
            return []
        reason = reason or self.failed or self.last_error
        self._fresh()
        self.queue.lost()
        events: list[Event] = [Disconnected(reason)]
        for room in self.entering:
            events += moving.step_out(self, room)
        self.entering.clear()
        self.catchup.lost([room.name for room in self.rooms.all()])
        self.rooms.lost()
        return events

    def bytes_to_send(self, now: int) -> bytes:
        """What is to be written now; b'' for nothing."""
        return self.link.take(now)

    def wait(self, now: int) -> int | None:
        """The milliseconds until there is more to be written, at the server's pace; None: nothing waits."""
        return self.link.wait(now)

    def check_alive(self) -> None:
        """Nothing was received for long: ask for a sign of life."""
        if self.connected and self.registration.step is Step.DONE:
            self.link.send("PING", ALIVE)

    def choose_name(self, name: str) -> bool:
        """Another name after `NameRefused`. False: no server could take this one, and nothing was done."""
        if not is_word(name):
            return False
        self.rooms.name = name
        if self.connected:
            self.registration.choose_name(name)
        return True

    def receive(self, data: bytes, now: int) -> list[Event]:
        """Take in received bytes; `now` in milliseconds since 1970 stands for times that the server does not tell."""
        events: list[Event] = []
        for line in self._reader.feed(data):
            if self.failed or not self.connected:
                break
            events += reading.take(self, line, now)
        if self._reader.overfull and not self.failed:
            self.failed = "the server sent a line without an end"
        return events + self._flush(now)

    # Typed

    def typed(self, text: str, now: int) -> list[Event]:
        """What the person typed, one line of it. A command waits for the messages that were typed before it."""
        said = isinstance(read(text, self.place), (Say, Action, Private))
        if self._later or (self.ready and self.queue.waiting and not said):
            self._later.append(text)
            return self._flush(now)
        return do(self, text, now) + self._flush(now)

    def say(self, text: str, now: int, *, action: bool = False) -> list[Event]:
        """Say something in the current room, whatever it looks like."""
        if self.current is None:
            return [Told(IN_NO_ROOM, error=True)]
        return self._post(self.current, text, now, action=action)

    def private(self, name: str, text: str, now: int) -> list[Event]:
        """Say something to one person."""
        name = name.strip().removeprefix("@")
        if not is_word(name) or messages.is_room(name):
            return [Told(f"{name} cannot be anybody's name." if name else "No recipient was given.", error=True)]
        return self._post(name, text, now)

    def _post(self, target: str, text: str, now: int, *, action: bool = False) -> list[Event]:
        for line in messages.lines_of(target, text, action=action):
            self.queue.add(target, line)
        events = self._flush(now)
        if not self.connected and self.been_here:
            events.append(Told("There is no connection. It will be sent when there is one again."))
        return events

    def settle(self) -> None:
        """Report `Settled` once everything that was typed so far is accepted or refused, and answered."""
        self._settling = True
        self._fence()

    def quit(self, text: str = "") -> list[Event]:
        """Say goodbye, after what is still to be sent."""
        self.quitting = True
        self._quit_text = clean(text)
        events = self._flush(0)
        if not self.connected or self.registration.step is not Step.DONE:
            return [Quitting()]
        return events

    def _flush(self, now: int) -> list[Event]:
        """Send the messages that may be sent now, then the fence or the goodbye that waits for them."""
        events: list[Event] = []
        if not self.ready:
            return events
        events += self._send_due(now)
        while self._later and not self.queue.waiting and self._quit_text is None:
            events += do(self, self._later.popleft(), now)
            events += self._send_due(now)
        self._fence()
        if self._quit_text is not None:
            self.link.send("QUIT", self._quit_text)
            self._quit_text = None
            events.append(Quitting())
        return events

    def _send_due(self, now: int) -> list[Event]:
        events: list[Event] = []
        for message in self.queue.due(_UNLIMITED if self.quitting else WINDOW):
            self._send(message)
            if "echo-message" not in self.link.caps:
                events += self._accept_unseen(message, now)
        return events

    def _send(self, message: Outgoing) -> None:
        tags = {}
        if CLIENT_ID in self.link.caps and (self.token or self.login or self.registration.logged_in):
            tags[CLIENT_ID] = message.id
        if self.link.labels:
            tags["label"] = message.id
        self.link.send("PRIVMSG", message.target, message.text, tags=tags)

    def _accept_unseen(self, message: Outgoing, now: int) -> list[Event]:
        """This server sends no echo: what was sent counts as said."""
        self.queue.finish(message.id)
        line = wire.Message(None, self.name, "PRIVMSG", [message.target, message.text])
        said = messages.read(line, self.name, now)
        return self.show(said) if said else []

    def _fence(self) -> None:
        at_rest = self.ready and not self.queue and not self._later and not self.catchup.busy
        if self._settling and at_rest and not self._fenced:
            self._fenced = True
            self.link.send("PING", SETTLED)

    def settled(self) -> list[Event]:
        """The PONG of that PING: everything before it is answered."""
        self._fenced = False
        if not self._settling or self.queue or self._later:
            return []
        self._settling = False
        return [Settled()]

    # Shown

    def say_or_hold(self, message: Message) -> list[Event]:
        """A live message: shown now, or after what was missed."""
        if self.catchup.hold(PRIVATE if message.private else message.target, message):
            return []
        return self.show(message)

    def show(self, message: Message) -> list[Event]:
        """The message, unless it was shown before."""
        if not self._seen.first_time(message.id):
            return []
        message = self.quotes.add(message)
        self.catchup.shown(message)
        if message.own and message.id and not message.late and not message.edited:
            self.said = message
        self.unread.add(message, self.current)
        if message.private:
            self.people.add(message.target)
        return [message]

    def release(self, items: Shown) -> list[Event]:
        """What catching up lets through, in its order."""
        events: list[Event] = []
        for item in items:
            if isinstance(item, str):
                self.link.send("PONG", item)
            elif isinstance(item, Message):
                events += self.show(item)
            else:
                events.append(item)
        return events
