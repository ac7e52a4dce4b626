"""What was asked of the server and is not answered yet, found again by its label or by the order of asking."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from hubbub.irc import casemap

from .link import Link

Kind = Literal[
    "after", "latest", "targets", "older", "newest", "gap", "around", "entering", "shown", "conversations", "search",
    "members", "whois", "command", "asked",
]  # fmt: skip


_BY_LABEL = frozenset({"asked", "command", "members", "whois"})  # whose answers are found by their labels alone


class Question(msgspec.Struct, frozen=True):
    """Of the kind "asked" the answer is for who asked alone, and stands in no timeline; `target` is the name that it
    was asked under.

    `target`: the room or person it is about, or where the answer is to be shown. `gate`: the key of the gate that
    waits for the answer (catchup.py). Of history that a person asked for: `before` and `after`, the ids of the items
    that the page stands between; `wanted`, how many messages are still to be found; `found`, the ids of those that
    were, oldest first, and `fresh`, of all items that are new; `limit`, how many were asked for. `words`: the command
    that asks it and its parameters; `again`: whom it names has another name since, which stands there now.
    """

    kind: Kind
    target: str
    gate: str | None = None
    before: str = ""
    after: str = ""
    wanted: int = 0
    limit: int = 0
    rounds: int = 0
    found: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    again: bool = False

    def renamed(self, before: str, name: str) -> Question:
        """The same, where the room or person of that name has another one now."""
        old, new = casemap.lower(before), casemap.lower(name)
        if casemap.lower(self.target) != old:
            return self
        return replace(self, target=name, gate=new if self.gate == old else self.gate)

    def naming(self, before: str, name: str) -> Question:
        """The same, where somebody of that name has another one now: asked about them by that one, next time."""
        old = casemap.lower(before)
        place = next((at for at, word in enumerate(self.words) if at and casemap.lower(word) == old), 0)
        words = (*self.words[:place], name, *self.words[place + 1 :])
        return replace(self, words=words, again=True) if place else self


class Questions:
    """The open questions of one connection, oldest first."""

    def __init__(self) -> None:
        self._open: dict[str, Question] = {}

    def __len__(self) -> int:
        """How many of them have to do with history."""
        return sum(question.kind not in ("command", "asked") for question in self._open.values())

    def ask(
        self, question: Question, link: Link, command: str, *params: str, later: bool = False, label: str = ""
    ) -> str:
        """Send the command that asks it; the label, if need be a new one. `later`: nobody waits for the answer."""
        label = self.expect(replace(question, words=(command, *params)), link, label)
        tags = {"label": label} if link.labels else None
        if later:
            link.send_later(command, *params, tags=tags, name=label)  # each is sent: each has its answer
        else:
            link.send(command, *params, tags=tags)
        return label

    def expect(self, question: Question, link: Link, label: str = "") -> str:
        """What is sent next asks it; the label, if need be a new one."""
        label = label or link.label()
        if question.kind not in _BY_LABEL or link.labels:
            self._open[label] = question
        return label

    def drop(self, room: str, link: Link) -> None:
        """Of a room that we are not in, or are about to leave, nothing more is asked that nobody waits for."""
        for label in link.drop(room):
            self._open.pop(label, None)

    def rename(self, before: str, name: str) -> None:
        """What was asked of that room or person is about the same one under its other name."""
        self._open = {label: question.renamed(before, name) for label, question in self._open.items()}

    def follow(self, before: str, name: str) -> None:
        """What was asked about somebody by that name may have to be asked again by another."""
        self._open = {label: question.naming(before, name) for label, question in self._open.items()}

    def find(self, label: str) -> Question | None:
        """The question with that label, which stays open."""
        return self._open.get(label) if label else None

    def answered(self, label: str, link: Link, kinds: tuple[Kind, ...] | None = None) -> Question | None:
        """The question that an answer belongs to; it is closed. Without labels: the oldest (of these kinds)."""
        if link.labels:
            return self._open.pop(label, None)
        for key, question in self._open.items():
            if kinds is None or question.kind in kinds:
                return self._open.pop(key)
        return None
