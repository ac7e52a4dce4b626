"""The console as programs use it: after `watch`, records and orders in place of lines (`hubbub.console.records`)."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from itertools import islice

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.session import Profile, Session, Slices
from hubbub.console import records
from hubbub.dialects.plain.console import ConsoleDialect
from hubbub.dialects.plain.dialect import UNREADABLE
from hubbub.dialects.plain.replies import refuse
from hubbub.wire.lines import BadLine

MOST = 1_000  # lines of one answer, which is one record
NO_ORDER = 'Orders are JSON in one line, such as {"number": 1, "command": "who"}'


class Watching(ConsoleDialect):
    """Implements `chat.session.Dialect`: each line is an order, each answer a record."""

    name = "watching"

    def handle(self, chat: Chat, session: Session, line: str | BadLine) -> Awaitable[None] | None:
        try:
            order = records.read_order(line) if isinstance(line, str) else None
        except records.NoRecord:
            order = None
        if order is None:
            said = UNREADABLE[line.code] if isinstance(line, BadLine) else NO_ORDER
            session.show([records.written(records.Answer(number=0, done=False, lines=(said,)))])
            return None
        session.captured = []
        try:
            working = self._do(chat, session, order.command)
        except Refusal as refusal:
            refuse(session, refusal)
            _answer(session, order.number, done=False)
            return None
        if working is not None:
            return self._at_work(session, working, order.number)
        _answer(session, order.number, done=True)
        return None

    async def _at_work(self, session: Session, working: Awaitable[None], number: int) -> None:
        try:
            await working
        except Refusal as refusal:
            refuse(session, refusal)
            _answer(session, number, done=False)
        else:
            _answer(session, number, done=True)
        finally:
            session.captured = None


def _answer(session: Session, number: int, *, done: bool) -> None:
    """What was said while the order was carried out, as its answer."""
    captured, session.captured = session.captured or [], None
    found = (line.decode() for part in captured for line in _lines(part))
    lines = tuple(islice(found, MOST))
    if next(found, None) is not None:
        lines = (*lines, f"! There is more; these are the first {MOST} lines.")
    session.show([records.written(records.Answer(number=number, done=done, lines=lines))])


def _lines(part: bytes | Slices) -> Iterator[bytes]:
    return iter([part]) if isinstance(part, bytes) else (line for some in part for line in some)


WATCHING = Watching()


def begin(session: Session) -> None:
    """From here on this connection speaks records."""
    session.state = WATCHING.new_state()
    session.chat.world.local.change_profile(session, Profile.of(WATCHING, 0, session.profile.frame))
