"""Questions whose answer is a batch: what was asked, found again by its label or by the order of asking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from hubbub.irc import casemap

from .link import Link

Kind = Literal["after", "latest", "targets", "history", "search", "door"]


@dataclass(frozen=True, slots=True)
class Question:
    """`gate`: the key of the gate that waits for the answer (catchup.py); None when a person asked."""

    kind: Kind
    target: str
    words: str = ""
    gate: str | None = None


class Questions:
    """The open questions of one connection, oldest first."""

    def __init__(self) -> None:
        self._open: dict[str, Question] = {}

    def __len__(self) -> int:
        return len(self._open)

    def ask(self, question: Question, link: Link, command: str, *params: str) -> None:
        """Send the command that asks it."""
        label = link.label()
        self._open[label] = question
        link.send(command, *params, tags={"label": label} if link.labels else None)

    def rename_room(self, before: str, name: str) -> None:
        """What was asked of that room is about the same one under its other name."""
        old, new = casemap.lower(before), casemap.lower(name)
        for label, question in self._open.items():
            if casemap.lower(question.target) == old:
                gate = new if question.gate == old else question.gate
                self._open[label] = replace(question, target=name, gate=gate)

    def answered(self, label: str, link: Link, kinds: tuple[Kind, ...] | None = None) -> Question | None:
        """The question that an answer belongs to; it is closed. Without labels: the oldest (of these kinds)."""
        if link.labels:
            return self._open.pop(label, None)
        for key, question in self._open.items():
            if kinds is None or question.kind in kinds:
                return self._open.pop(key)
        return None
