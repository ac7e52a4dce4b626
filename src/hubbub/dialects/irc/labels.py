"""Labelled responses (IRCv3 labeled-response): everything a command answers, tied to the label it came with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hubbub.chat.world.session import Session, Slices
from hubbub.dialects.irc.state import state_of
from hubbub.irc.caps import Cap

from .batches import in_another_batch
from .lines import server_name, tagged

Answers = list[bytes | Slices]
LABELED_RESPONSE = Cap.LABELED_RESPONSE.value
LONGEST_LABEL = 64  # bytes, as labeled-response says


def label_of(session: Session, tags: dict[str, str]) -> str:
    """The label that a command came with, if the client may use one; else nothing."""
    label = tags.get("label", "") if state_of(session).caps & LABELED_RESPONSE else ""
    return label if len(label.encode()) <= LONGEST_LABEL else ""


def at_once(session: Session, label: str, answer: Callable[[], None]) -> None:
    """What is answered to a line that was not even read as a command, with its label if there is one."""
    label = label_of(session, {"label": label})
    if not label:
        answer()
        return
    begin(session)
    answer()
    finish(session, label)


def begin(session: Session) -> None:
    """Collect the answers from now on."""
    session.captured = []


def finish(session: Session, label: str) -> None:
    """Send the collected answers: nothing as ACK, a line or a batch with the label, more lines as a batch."""
    answers, session.captured = session.captured or [], None
    if session.ended:
        return
    if not answers:
        session.answer(tagged(f":{server_name(session)} ACK".encode(), "label", label))
    elif isinstance(answers[0], bytes) and (len(answers) == 1 or _one_batch(answers)):
        session.answer(tagged(answers[0], "label", label))
        _send(session, answers[1:])
    else:
        reference = state_of(session).next_batch()
        source = f":{server_name(session)} BATCH"
        session.answer(tagged(f"{source} +{reference} labeled-response".encode(), "label", label))
        _send(session, [_in_batch(answer, reference) for answer in answers])
        session.answer(f"{source} -{reference}".encode())


def _send(session: Session, answers: Answers) -> None:
    for answer in answers:
        if isinstance(answer, bytes):
            session.answer(answer)
        else:
            session.answer_slowly(answer)


def _one_batch(answers: Answers) -> bool:
    """Whether the first line opens a batch that the last one closes."""
    first, last = answers[0], answers[-1]
    if not (isinstance(first, bytes) and isinstance(last, bytes)):
        return False
    opening = first.partition(b" ")[2] if first[:1] == b"@" else first
    source, command, reference = (opening.split(b" ", 3) + [b""] * 3)[:3]
    return command == b"BATCH" and reference[:1] == b"+" and last == b"%b BATCH -%b" % (source, reference[1:])


def _in_batch(answer: bytes | Slices, reference: str) -> bytes | Slices:
    if isinstance(answer, bytes):
        return _line_in_batch(answer, reference)
    return _slices_in_batch(answer, reference)


def _slices_in_batch(slices: Slices, reference: str) -> Iterator[list[bytes]]:
    for lines in slices:
        yield [_line_in_batch(line, reference) for line in lines]


def _line_in_batch(line: bytes, reference: str) -> bytes:
    return line if in_another_batch(line) else tagged(line, "batch", reference)
