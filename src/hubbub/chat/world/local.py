"""What is this process's alone: its connections, what they ask to hear, its clock and all that waits by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hubbub.chat.limits.quota import Quota
from hubbub.chat.limits.slow_mode import SlowMode
from hubbub.chat.limits.throttle import Guesses, Throttle
from hubbub.chat.limits.waiting import Waiting

from .exports import Exports
from .file_tokens import FileTokens
from .leaps import Leaps
from .people.monitor import Watchers
from .people.users import User
from .rooms import Listeners
from .seeming import Seeming
from .session import Profile, Session
from .tickets import Tickets

REPORTS_FREE, TEN_MINUTES = 5, 600_000  # reports from one address at once, then with growing pauses


class Local:
    """No event says any of it, and none is needed to know the chat again: another process has another one.

    `clock` is in milliseconds and never goes back, whatever becomes of the time of day: all waits are by it. `ahead` is
    by how much the time of day was ahead of it when somebody looked last (`commands/timekeeping`). `passed` is such
    a clock, too, that goes on while the machine sleeps: `leaps` are found by it, and so many milliseconds of them,
    `leapt`, the log was told of. `renamed` has when a room got its name, by its log. `rooms_to_look_at` may be
    forgotten (`commands/rooms/forgetting`), and the next ones are taken at `look_at_rooms_again`; so with those that
    may fall asleep (`commands/rooms/falling_asleep`). `to_note` are the
    folded names of those whose being here is to be noted still, `to_let_go` of those who may have been away for too
    long (`commands/sessions/staying`); `to_remove` are files that may be in nobody's message
    (`commands/messages/files`), `to_lift` ends of masks that may be over though others wait.
    While some are made to leave a room that is closed, `came_meanwhile` are those who came since that began, and stay.

    `version` is another one with whatever happens but messages: what followed from the world may do so no more.
    `strangers` are the connections that are nobody's yet; `everybody` are the sessions of all users, grouped by
    profile. `connected` counts the users who have one now, and `most_users` had so many at once; `invisible` of them
    want to be shown to few. What a session hears of a room follows from its user's rooms.
    """

    def __init__(self) -> None:
        self.clock = self.passed = 0
        self.leaps = Leaps()
        self.leapt = 0
        self.version = 0
        self.ahead: int | None = None
        self.strangers: set[Session] = set()
        self.everybody: Listeners = {}
        self.connected = self.most_users = self.invisible = 0
        self.watchers = Watchers()
        self.guesses = Guesses()
        self.reporting = Throttle(REPORTS_FREE, TEN_MINUTES)
        self.slow_mode = SlowMode()
        self.renamed: dict[int, int] = {}
        self.new_rooms = Quota()
        self.rooms_to_look_at: Iterator[int] = iter(())  # by their logs
        self.look_at_rooms_again = 0
        self.awake_to_look_at: Iterator[int] = iter(())  # by their logs
        self.look_at_awake_again = 0
        self.to_note: list[str] = []
        self.to_let_go: list[str] = []
        self.to_remove: list[str] = []  # by their ids
        self.to_lift: list[tuple[int, int, str, str]] = []
        self.came_meanwhile: list[User] | None = None
        self.waiting = Waiting()
        self.seeming = Seeming()
        self.exports = Exports()
        self.file_tokens = FileTokens()
        self.tickets = Tickets()
        self._looks: dict[int, dict[User, None]] = {}  # of each who looks at everybody in parts

    @contextmanager
    def looking(self) -> Iterator[dict[User, None]]:
        """While somebody looks at everybody, some in a turn: who has come, gone or changed meanwhile."""
        changed = dict[User, None]()
        self._looks[id(changed)] = changed
        try:
            yield changed
        finally:
            del self._looks[id(changed)]

    def note_change(self, user: User) -> None:
        """They have come or gone, or have another name, host, account or connection."""
        for changed in self._looks.values():
            changed[user] = None

    def attach(self, session: Session, user: User) -> None:
        """This connection is one of this user's from now on."""
        session.user = user
        self.strangers.discard(session)
        if not user.sessions:
            self.connected += 1
            self.invisible += user.is_invisible
            self.most_users = max(self.most_users, self.connected)
        user.sessions.append(session)
        self.note_change(user)
        self.everybody.setdefault(session.profile, {})[session] = None
        for room in user.rooms:
            room.listen(session)

    def detach(self, session: Session) -> None:
        """This connection is nobody's any more."""
        user = session.user
        if user is None:
            return
        session.user = None
        user.sessions.remove(session)
        self.note_change(user)
        if not user.sessions:
            self.connected -= 1
            self.invisible -= user.is_invisible
        self.unlisten(session)
        for room in user.rooms:
            room.unlisten(session)

    def hear_nothing(self, session: Session) -> None:
        """This connection ends soon, as one of many, and is told nothing more of what happens until then."""
        if session.user is not None:
            self.unlisten(session)
            for room in session.user.rooms:
                room.unlisten(session)

    def forget_room(self, log: int) -> None:
        """The room with this log is no more."""
        self.slow_mode.forget(log)
        self.renamed.pop(log, None)

    def change_profile(self, session: Session, profile: Profile) -> None:
        """What the connection can read has changed."""
        user = session.user
        if user is None:
            session.profile = profile
            return
        self.unlisten(session)
        for room in user.rooms:
            room.unlisten(session)
        session.profile = profile
        self.everybody.setdefault(profile, {})[session] = None
        for room in user.rooms:
            room.listen(session)

    def unlisten(self, session: Session) -> None:
        group = self.everybody.get(session.profile)
        if group is not None:
            group.pop(session, None)
            if not group:
                del self.everybody[session.profile]
