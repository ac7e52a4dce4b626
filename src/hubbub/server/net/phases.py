"""The phases of one connection, and how it comes from one to the next: how it ends.

| phase   | what it says            | what it is told                          | then                                |
|---------|-------------------------|------------------------------------------|-------------------------------------|
| open    | is handled (net/intake) | everything (net/outflow)                 | `close`, `stop`, `leave`; or lost   |
| deaf    | so is what came before  | nothing: the client has ended            | all is handled: gone                |
| parting | is thrown away          | its last words, and nothing behind them  | that one closes; or it is cut       |
| gone    |                         |                                          |                                     |

While parting it is still read: to close with unread bytes would take the last words along.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from hubbub.chat.events import LeaveReason
from hubbub.chat.world.session import Nowhere, Session
from hubbub.commands.sessions import entering
from hubbub.server.core.engine import Engine

if TYPE_CHECKING:
    from .connection import Connection

LINGER = 10.0  # seconds that the last words may take
COMING_BACK = 60.0  # and who was sent away while another process takes over
RELOADING = 5.0  # seconds that a page may take to come back, before its person is seen to go


class Phase(Enum):
    OPEN = auto()
    DEAF = auto()
    PARTING = auto()
    GONE = auto()


OPEN, DEAF, PARTING, GONE = Phase.OPEN, Phase.DEAF, Phase.PARTING, Phase.GONE


def close(connection: Connection, reason: LeaveReason, text: str) -> None:
    """Say goodbye and disconnect; others see the reason."""
    if connection.phase is OPEN:
        _part(connection, reason, text, text if reason != "lost" else "The connection has ended")
        entering.leave(connection.engine.chat, connection.session, reason, text)
    elif connection.phase is DEAF:
        end_deaf(connection, reason, text)


def stop(connection: Connection, text: str) -> None:
    """The server is stopping: say so and disconnect, without telling everybody about everybody."""
    if connection.phase is OPEN:
        _part(connection, "stopped", text, text)
        connection.session.ended = True
    elif connection.phase is DEAF:
        connection.session.ended = True
        end_deaf(connection, "stopped")


def leave(connection: Connection, reason: LeaveReason, text: str = "") -> None:
    """It ends, and the protocol below has said goodbye already; others see the reason, once all is handled."""
    if connection.phase is DEAF:
        connection.end_reason = reason
    if connection.phase is not OPEN:
        return
    if connection.intake.lines and not text:
        turn_deaf(connection, reason)
    else:
        _come_to(connection, PARTING, reason)
        entering.leave(connection.engine.chat, connection.session, reason, text)
        connection.session.endpoint = Nowhere()  # the last words were said: nothing comes behind them


def reload(connection: Connection) -> None:
    """The page behind it goes away, perhaps to be loaded again. Whoever could come back as who they are stays for a
    moment; others leave."""
    engine = connection.engine
    if connection.phase is not OPEN or connection.intake.lines or not may_come_back(connection):
        leave(connection, "quit")
        return
    connection.reloading = True
    _come_to(connection, PARTING, "quit")
    engine.loop.call_later(RELOADING, never_came_back, engine, connection.session)


def send_away(connection: Connection, text: str) -> None:
    """Another process goes on, and cannot take this connection over: say so and disconnect. Whoever can come back
    as who they are stays; others leave."""
    engine = connection.engine
    if connection.phase is not OPEN:
        return
    if not may_come_back(connection):
        close(connection, "stopped", text)
        return
    _part(connection, "stopped", text, text)
    connection.reloading = True
    engine.loop.call_later(COMING_BACK, never_came_back, engine, connection.session)


def may_come_back(connection: Connection) -> bool:
    """Whether somebody could come in again as who they are here."""
    user = connection.session.user
    return user is not None and connection.engine.chat.world.sender(user.party) is not None


def never_came_back(engine: Engine, session: Session) -> None:
    """The page, or who was sent away, did not come back in time."""
    engine.begin()
    entering.leave(engine.chat, session, "quit")


def turn_deaf(connection: Connection, reason: LeaveReason, *, more: bool = False) -> None:
    """Nobody reads the answers any more, and nothing more comes: what was said before is still handled. `more`: not
    all of that was heard yet."""
    _come_to(connection, DEAF, reason)
    connection.intake.ended = not more
    connection.forget_outbox()
    connection.work()


def end_deaf(connection: Connection, reason: LeaveReason, text: str = "") -> None:
    """Who is deaf has nothing more to say."""
    _come_to(connection, PARTING, reason)
    entering.leave(connection.engine.chat, connection.session, reason, text)
    connection.session.endpoint = Nowhere()
    if connection.is_lost:
        bury(connection)
    else:
        connection.below.read_on()


def bury(connection: Connection) -> None:
    """The transport is gone, and all that it brought is handled."""
    connection.engine.forget(connection, connection.end_reason)
    connection.phase = GONE
    connection.intake.lines.clear()
    connection.outflow.clear()
    if not connection.reloading:
        entering.leave(connection.engine.chat, connection.session, connection.end_reason)
    if connection.cut_timer is not None:
        connection.cut_timer.cancel()
    # Nothing is to keep what is gone alive: under attack there are thousands of them.
    connection.session.endpoint = Nowhere()
    connection.peer.counted.gone()


def _come_to(connection: Connection, phase: Phase, reason: LeaveReason) -> None:
    """It ends: nobody is let in any more over it."""
    connection.phase, connection.end_reason = phase, reason
    connection.engine.commits.let_go_of(connection.session)


def _part(connection: Connection, reason: LeaveReason, text: str, words: str) -> None:
    _come_to(connection, PARTING, reason)
    session = connection.session
    for line in session.dialect.farewell(session, words):
        session.send(connection.below.framing(line))
    session.send(iter(partial(_said_all, connection, reason, text), None))
    connection.cut_timer = connection.engine.loop.call_later(LINGER, connection.abort)


def _said_all(connection: Connection, reason: LeaveReason, text: str) -> list[bytes] | None:
    """The end of the last outbox, as a long reply with nothing in it: all before it was handed over."""
    connection.session.endpoint = Nowhere()
    connection.forget_outbox()  # whatever was said to it behind its goodbye
    connection.below.read_on()
    connection.below.end(reason, text)
    return None
