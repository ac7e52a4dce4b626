"""Batches (IRCv3 batch): lines that belong together, produced a slice at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hubbub.chat.world.session import Session
from hubbub.dialects.irc.state import state_of
from hubbub.irc.caps import Cap
from hubbub.wire.truncate import cut_bytes

from .lines import SLICE, server_name, tagged

BATCH = Cap.BATCH.value
TAGS = Cap.MESSAGE_TAGS.value


def in_batch(session: Session, kind: str, params: Sequence[str], lines: Sequence[bytes], tag: str = "") -> None:
    """Answer with the lines, in a batch for who can read one; `tag`: of the line that opens it, for who can read it."""
    if not state_of(session).caps & BATCH:
        slowly(session, lines)
        return
    reference = _open(session, kind, params, tag)
    slowly(session, [line if in_another_batch(line) else tagged(line, "batch", reference) for line in lines])
    session.answer(f":{server_name(session)} BATCH -{reference}".encode())


def lazily_in_batch(
    session: Session, kind: str, params: Sequence[str], slices: Iterator[list[bytes]], tag: str = ""
) -> None:
    """The same with many lines that are made as the connection takes them."""
    if not state_of(session).caps & BATCH:
        session.answer_slowly(slices)
        return
    reference = _open(session, kind, params, tag)
    session.answer_slowly(
        [line if in_another_batch(line) else tagged(line, "batch", reference) for line in lines] for lines in slices
    )
    session.answer(f":{server_name(session)} BATCH -{reference}".encode())


def _open(session: Session, kind: str, params: Sequence[str], tag: str) -> str:
    """A batch begins: its reference."""
    reference = state_of(session).next_batch()
    opening = cut_bytes(" ".join([f":{server_name(session)} BATCH +{reference} {kind}", *params]).encode())
    session.answer(tagged(opening, tag) if tag and state_of(session).caps & TAGS else opening)
    return reference


def in_another_batch(line: bytes) -> bool:
    """Whether the line has a batch tag already: it is part of a batch within."""
    return line[:1] == b"@" and (line.startswith(b"@batch=") or b";batch=" in line.partition(b" ")[0])


def slowly(session: Session, lines: Sequence[bytes]) -> None:
    """Answer with many lines, as the connection takes them."""
    if len(lines) <= SLICE:
        session.answer_all(lines)
    else:
        session.answer_slowly(_slices(lines))


def _slices(lines: Sequence[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(lines), SLICE):
        yield list(lines[start : start + SLICE])
