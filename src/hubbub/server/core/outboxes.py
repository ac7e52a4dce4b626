"""Outboxes of a turn, each with the session whose it is: what is told in one write."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hubbub.chat.world.session import Outbox, Session, Told

Outboxes = list[tuple[Session, Outbox]]


def put_behind(due: dict[Session, Outbox], outboxes: Outboxes) -> Iterator[tuple[Session, Outbox]]:
    """The outboxes, each of them behind what is due to its connection; and what is due to others."""
    for session, outbox in outboxes:
        before = due.pop(session, None)
        yield session, outbox if before is None else [*before, *outbox]
    yield from due.items()


def who_asks(outboxes: Outboxes) -> tuple[Outboxes, Outboxes]:
    """Those of who waits for an answer, as consoles do: what goes on behind it; and those of all others."""
    asking, others = Outboxes(), Outboxes()
    for session, outbox in outboxes:
        behind = session.dialect.behind_answer(session, outbox)
        if behind is None:
            others.append((session, outbox))
        else:
            asking.append((session, behind))
    return asking, others


def joined(outbox: Outbox) -> list[Told]:
    """The same with all bytes that stand together in one piece; long replies stay where they are."""
    try:
        return [b"".join(outbox)]  # type: ignore[arg-type]
    except TypeError:
        whole: list[Told] = []
        for are_bytes, run in groupby(outbox, _is_bytes):
            items = list(run)
            whole += [b"".join(items)] if are_bytes else items  # type: ignore[arg-type]
        return whole


def _is_bytes(item: Told) -> bool:
    return isinstance(item, bytes)
