"""The client: one person's visit to one server, over as many connections as it takes.

A face gives it what was received and what was typed, reads `state`, follows the events that come back, and sends
`bytes_to_send()` after having shown them, and again after `wait()`:

    connect() -> receive()/typed()/do() ... -> connection_lost() -> connect() -> ...

Between `connect` and `Ready` a connection goes through registration, then the lobby and the rooms of the last
connection are joined, then a PING goes out: its PONG says that the server has answered all that, and only then are
messages sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from hubbub.irc import casemap
from hubbub.typed.grammar import read
from hubbub.typed.meanings import Action, Join, Leave, Place, Private, Say
from hubbub.typed.person import person
from hubbub.wire.lines import LineReader

from . import kept, memory, posting, receiving
from .actions import typed
from .actions.table import ACTIONS
from .arrivals import is_room
from .asides import Asides
from .catchup import CatchUp
from .changes import BufferAdded, ConnectionChanged
from .dedup import Dedup
from .events import Disconnected, Event, Quitting, Settled
from .identity import Identity
from .moving import put_out
from .notes import refuse
from .outgoing import Queue
from .protocol.batches import Batches
from .protocol.link import ALIVE, SETTLED, Link, clean, is_word
from .protocol.login import Login
from .protocol.questions import Question, Questions
from .protocol.registration import Registration, Step
from .reactions import Counted
from .rooms import Rooms
from .state.buffers import Buffer
from .state.messages import Message
from .state.people import Me
from .state.server import Step as Phase
from .state.store import State

MOST_WATCHED = 100  # people
SERVER_LINE_LIMIT = 64 * 1024  # bytes: tags of 8 KiB and then some; a longer line is left out


class Client:
    """`nonce`: letters and digits that no other client uses, such as 12 random hexadecimal digits.

    `metadata`: the keys of what people and rooms say of themselves that the face can show. `most_missed`: pages that
    are fetched of what was missed in one place; the newest page comes instead where there are more (0: all are).
    """

    def __init__(
        self, name: str, nonce: str, password: str = "", *, metadata: Iterable[str] = (), most_missed: int = 0
    ) -> None:
        self.state = State(Me(name))
        self.password = password
        self.metadata = tuple(metadata)
        self.words: list[str] = []  # that count as mentions, besides our name
        self.external = False  # whether the connections have a certificate to log in by
        self.login: Login | None = None  # whom the server has let us log in as
        self.trying: Login | None = None  # what was typed last, until the server says that it is right
        self.token = ""
        self.failed = ""  # why the connection has to be given up; the face closes it
        self.quitting = False
        self.rooms = Rooms()
        self.queue = Queue(nonce)
        self.catchup = CatchUp(most_missed)
        self.entering: dict[str, str] = {}  # rooms asked for, with the label of the asking
        self.tried = ""  # the room that was last asked for, if a key was given
        self.dedup = Dedup()
        self.counted = Counted()
        self.said: tuple[str, Message] | None = None  # what we said last, as the server has it, and in which buffer
        self.watched: set[str] = set()  # names of whom the face wants to know whether they are here
        self.cursors: dict[tuple[str, str, str], str] = {}  # where history goes on before or after an item of a buffer
        self.unsynced: set[str] = set()  # rooms whose members' metadata the server has not told yet
        self.typing: dict[str, int] = {}  # buffers where we are seen to write, since when that was told last
        self.identity = Identity(self.state.me)
        self.missed: int | None = None  # messages that were fetched since the connection came back; None: none are
        self.displaced: str | None = None  # the buffer that we were in until the server put us into another one
        self._later: deque[tuple[str, str | None]] = deque()
        self._settling = False
        self._quit_text: str | None = None
        self._fresh()

    def _fresh(self) -> None:
        self.link = Link()
        self.questions = Questions()
        self.aside = False  # what is being handled is for whoever asks by name, and stands in no timeline
        self.asker = ""  # whoever asks by name for what is being done
        self.record: dict[str, Any] | None = None  # as which it may be read
        self.asides = Asides()
        self.batches = Batches()
        self.collected: dict[str, list[list[str]]] = {}  # rows of lists that are not complete
        self.registration = Registration(
            self.link, self.name, self.token, self.password, external=self.external, login=self.login
        )
        self._reader = LineReader(SERVER_LINE_LIMIT)
        self.connected = self.rejoining = False
        self.ready = self.killed = False
        self.failed = self.last_error = ""
        self._fenced = False

    # What the face asks

    @property
    def name(self) -> str:
        """Our name as the server wrote it last, or as it was asked for."""
        return self.state.me.name

    @property
    def been_here(self) -> bool:
        """Whether we were let in before."""
        return self.state.connection.been_here

    @property
    def lobby(self) -> str:
        """The server's; '' when it has none, or is not known yet."""
        return self.state.server.lobby

    @property
    def current(self) -> str | None:
        """The name of the buffer that the person is in."""
        buffer = self.current_buffer
        return buffer.name if buffer else None

    @property
    def current_buffer(self) -> Buffer | None:
        return self.state.buffers.get(self.state.current or "")

    def place(self, buffer: Buffer | None) -> Place:
        """Where that is, for the grammar."""
        if buffer is None:
            return Place.OUTSIDE
        if buffer.kind == "person":
            return Place.CONVERSATION
        return Place.LOBBY if buffer.key == casemap.lower(self.lobby) else Place.ROOM

    # The connection's life

    def connect(self) -> list[Event]:
        """A connection stands: say the first words."""
        self._fresh()
        self.connected = True
        self.registration.begin()
        return self.enter_step("registering")

    def connection_lost(self, reason: str = "") -> list[Event]:
        """The connection is gone. What was not accepted is kept for the next one."""
        if not self.connected:
            return []
        reason = reason or self.failed or self.last_error
        unanswered = self.asides.lost()
        self._fresh()
        self.queue.lost()
        self.state.connection.reason = reason
        events: list[Event] = [Disconnected(reason), *self.enter_step("offline")]
        for room in list(self.entering):
            events += put_out(self, room)
        self.entering.clear()
        self.catchup.lost([room.name for room in self.rooms.all()])
        self.rooms.lost()
        self.missed = 0 if self.been_here else None
        return events + unanswered + receiving.forget_presence(self)

    def enter_step(self, step: Phase) -> list[Event]:
        """The connection is in another step."""
        if self.state.connection.step == step:
            return []
        self.state.connection.step = step
        return [ConnectionChanged()]

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
        self.state.me.name = name
        if self.connected:
            self.registration.choose_name(name)
        return True

    def receive(self, data: bytes, now: int) -> list[Event]:
        """Take in received bytes; `now` in milliseconds since 1970 stands for times that the server does not tell."""
        events: list[Event] = []
        for line in self._reader.feed(data):
            if self.failed or not self.connected:
                break
            self.counted.seq += 1
            events += receiving.take(self, line, now)
        events += receiving.forget_typing(self, now) + memory.bound(self)
        if self._reader.overfull and not self.failed:
            self.failed = "the server sent a line without an end"
        return events + self.flush(now)

    # What the person does

    def typed(self, text: str, now: int, buffer: str | None = None, *, by: str = "") -> list[Event]:
        """What the person typed in a buffer (None: where they are), one line of it. `by`: as of `do`.

        A command waits for the messages that were typed before it, unless somebody waits for its answer by name.
        """
        where = self.current_buffer if buffer is None else self.state.buffers.get(buffer)
        if by:
            return self._for(by, lambda: typed.do(self, text, now, where)) + self.flush(now)
        said = isinstance(read(text, self.place(where)), (Say, Action, Private))
        if self._later or (self.ready and self.queue.waiting and not said):
            self._later.append((text, buffer))
            return self.flush(now)
        return typed.do(self, text, now, where) + self.flush(now)

    def do(self, action: str, now: int, *, by: str = "", **arguments: Any) -> list[Event]:
        """An act of a face: the name and the arguments as in spec/README.md. Raises KeyError for an unknown one.

        `by`: a name under which a face waits for the answer. The notes that are the answer come together (`Answered`)
        and stand in no timeline; over a connection where the server marks no answers, at once, and the rest as ever.
        """
        return self._for(by, lambda: ACTIONS[action](self, now, **arguments)) + self.flush(now)

    def _for(self, by: str, act: Callable[[], list[Event]]) -> list[Event]:
        """Do that for whoever asks by name, '' for nobody."""
        if not by:
            return act()
        self.asker, self.aside = by, True
        try:
            events = act()
        finally:
            self.asker, self.aside = "", False
        return self.asides.begun(by, events)

    def say(self, text: str, now: int, *, action: bool = False) -> list[Event]:
        """Say something in the current buffer, whatever it looks like."""
        if self.current_buffer is None:
            return refuse(self, "in_no_room", now)
        return posting.post(self, self.current_buffer.name, text, now, "did" if action else "said") + self.flush(now)

    def private(self, name: str, text: str, now: int) -> list[Event]:
        """Say something to one person."""
        name = person(name.strip())
        if not is_word(name) or is_room(name):
            return refuse(self, "bad_name" if name else "no_recipient", now, name)
        return posting.post(self, name, text, now) + self.flush(now)

    def put_out_of(self, key: str) -> None:
        """We are in another buffer now, and did not ask for that. What was typed ahead is still for that one, up to
        the next command that leads elsewhere.
        """
        self.displaced = key
        ahead, self._later = self._later, deque()
        elsewhere = False
        for text, buffer in ahead:
            meaning = read(text, Place.ROOM)
            elsewhere = elsewhere or isinstance(meaning, Join)
            self._later.append((text, buffer if elsewhere or buffer is not None else key))
            elsewhere = elsewhere or isinstance(meaning, Leave)

    def settle(self) -> None:
        """Report `Settled` once everything that was typed so far is accepted or refused, and answered."""
        self._settling = True
        self._fence()

    def quit(self, text: str = "") -> list[Event]:
        """Say goodbye, after what is still to be sent."""
        self.quitting = True
        self._quit_text = clean(text)
        events = self.flush(0)
        if not self.connected or self.registration.step is not Step.DONE:
            return [Quitting()]
        return events

    def flush(self, now: int) -> list[Event]:
        """Send the messages that may be sent now, then the fence or the goodbye that waits for them."""
        events: list[Event] = []
        if not self.ready:
            return events
        events += posting.send_due(self, now)
        while self._later and not self.queue.waiting and self._quit_text is None:
            text, buffer = self._later.popleft()
            where = self.current_buffer if buffer is None else self.state.buffers.get(buffer)
            events += typed.do(self, text, now, where)
            events += posting.send_due(self, now)
        self._fence()
        if self._quit_text is not None:
            self.link.send("QUIT", self._quit_text)
            self._quit_text = None
            events.append(Quitting())
        return events

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

    # Kept over a restart

    def kept(self) -> dict[str, Any]:
        """What a later start goes on with, as plain data: what was not sent yet, drafts, places, the token."""
        return kept.of(self)

    def restore(self, data: dict[str, Any]) -> None:
        """Go on with what was kept; before the first connection. What cannot be read is left out."""
        self._fresh()
        kept.restore(self, data)

    # For handlers and actions

    def add_buffer(self, name: str, events: list[Event]) -> Buffer:
        """The buffer of that name, which may be new."""
        found = self.state.buffer(name)
        if found is None:
            key = casemap.lower(name)
            found = self.state.buffers[key] = Buffer(key, name, "room" if is_room(name) else "person")
            events.append(BufferAdded(key))
            if found.kind == "person":
                self.watch(name)
        return found

    def watch(self, name: str) -> None:
        """Know from now on whether somebody is here."""
        key = casemap.lower(name)
        if not is_word(name) or key in self.watched or len(self.watched) >= MOST_WATCHED:
            return
        self.watched.add(key)
        if self.ready and "MONITOR" in self.link.supports:
            self.link.send_later("MONITOR", "+", name)

    def follow(self, before: str, name: str) -> None:
        """Whom we want to know to be here has another name now."""
        old, new = casemap.lower(before), casemap.lower(name)
        if old == new or old not in self.watched:
            return
        self.watched.discard(old)
        if self.ready and "MONITOR" in self.link.supports:
            self.link.send_later("MONITOR", "-", before)
        self.watch(name)

    def rekey(self, before: str, key: str) -> None:
        """What we remember of a buffer by its key is of another one now."""
        if self.state.current == before:
            self.state.current = key
        if self.displaced == before:
            self.displaced = key
        if self.said is not None and self.said[0] == before:
            self.said = (key, self.said[1])
        new = {before: key}
        self.cursors.clear()  # without them history goes on from the items themselves
        self.typing = {new.get(one, one): since for one, since in self.typing.items()}
        self.unsynced = {new.get(one, one) for one in self.unsynced}
        self._later = deque((text, one and new.get(one, one)) for text, one in self._later)

    def command(self, buffer: Buffer | None, command: str, *params: str) -> str:
        """Send a command whose answer belongs to that buffer; its label."""
        asked = bool(self.asker) and self.link.labels
        if asked:
            self.asides.begin(self.asker)
        question = Question("asked", self.asker) if asked else Question("command", buffer.name if buffer else "")
        return self.questions.ask(question, self.link, command, *params)
