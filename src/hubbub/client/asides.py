"""What somebody at a face waits for by name: the notes that answer are gathered, and handed over when all are there."""

from __future__ import annotations

import json
from typing import Any

from hubbub.wire.message import Message as Line

from .changes import Noticed
from .events import Answered, Event
from .protocol.questions import Question
from .state.items import Note

ROW_TAG = "hubbub.chat/row"


class Asides:
    """Of one connection. A question of the kind "asked" has in `target` the name under which the face waits for its
    answer; one without a name is told in notes only.
    """

    def __init__(self) -> None:
        self._notes: dict[str, list[Note]] = {}

    def begin(self, by: str) -> None:
        if by:
            self._notes[by] = []

    def begun(self, by: str, events: list[Event]) -> list[Event]:
        """What an act told when it was done, for the one of that name; the answer is there if nothing was asked."""
        notes = [event.note for event in events if isinstance(event, Noticed)]
        others: list[Event] = [event for event in events if not isinstance(event, Noticed)]
        if by not in self._notes:
            return [*others, Answered(by, tuple(notes))]
        self._notes[by] += notes
        return others

    def hear(self, question: Question, events: list[Event]) -> list[Event]:
        """What is told in answer to the question; the notes are kept here, if it has a name."""
        if question.target not in self._notes:
            return events
        self._notes[question.target] += [event.note for event in events if isinstance(event, Noticed)]
        return [event for event in events if not isinstance(event, Noticed)]

    def done(self, by: str) -> list[Event]:
        """All of it has come."""
        return [Answered(by, tuple(self._notes.pop(by)))] if by in self._notes else []

    def lost(self) -> list[Event]:
        """The connection is gone, and the rest does not come."""
        note = Note("~", 0, "no_connection", error=True)
        events: list[Event] = [Answered(by, (*notes, note)) for by, notes in self._notes.items()]
        self._notes.clear()
        return events


def record_of(line: Line) -> dict[str, Any] | None:
    """What a line of an answer is as a record (docs/ext/rows.md); None when it is none."""
    try:
        record = json.loads((line.tags or {}).get(ROW_TAG, "null"))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("row"), str) else None
