"""Whether a node has told its clients what the decider has said, and nobody else. Now and then a part has a picture of
some connections as the decider has them; the node, which has done all that was said before, compares itself with that.

A connection that differs is closed: who is behind it comes back, and is told what they have missed. So is one that the
decider has closed and the node has not. One that the node does not have is lost, as any whose client is gone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from .connections import Connections, NodeConnection
from .messages import Picture, Told

logger = logging.getLogger(__name__)

EVERY = 2.0  # seconds between two pictures for one node
MOST = 512  # connections in one; the others are in the next ones
ENDLESS = 1 << 62  # above all numbers
WORDS = "Something got lost on this machine on the way to you. Come back, and you are told what you have missed."


class Pictures:
    """The decider's, for one node: which of its connections come next. A round has all of them, and a new one begins
    when something was said since the one before began."""

    def __init__(self) -> None:
        self._at = 0.0
        self._left: list[int] = []  # numbers still to come in this round, the highest first
        self._after = 0
        self._is_new = False  # something was said since the round began

    def said(self) -> None:
        """The node is told something."""
        self._is_new = True

    def is_due(self, clock: float) -> bool:
        """Whether a picture is to be taken now."""
        return clock >= self._at and (self._is_new or bool(self._left))

    def take(self, clock: float, told: Callable[[int], Told | None], numbers: Mapping[int, object]) -> Picture:
        """The next ones of these. `told` knows what was said to one; None: it is no more, or the node has not heard
        that it was opened."""
        self._at = clock + EVERY
        if not self._left:
            self._left, self._after, self._is_new = sorted(numbers, reverse=True), 0, False
        some = self._left[-MOST:]
        del self._left[-MOST:]
        after, self._after = self._after, some[0] if self._left else ENDLESS
        known = [one for number in reversed(some) if (one := told(number)) is not None]
        return Picture(after, self._after, known)


def compare(connections: Connections, picture: Picture, words: Callable[[NodeConnection], bytes]) -> None:
    """A node's connections with a picture of them. What differs is mended, with last words for the client."""
    known = {told.number: told for told in picture.connections}
    mine = connections.by_number
    connections.unknown = [number for number in known if number not in mine]
    between = [one for number, one in mine.items() if picture.after < number <= picture.upto]
    differing = [one for one in between if _differs(one, known.get(one.number))]
    for one in differing:
        one.part(words(one))
    found = len(differing) + len(connections.unknown)
    if found:
        connections.differed += found
        logger.error(
            "%d connections were not told what was said: they are closed, and people come back",
            found,
            extra={"event": "node_differs", "connections": found},
        )


def _differs(connection: NodeConnection, told: Told | None) -> bool:
    """Whether it is to be closed. Who decides since a moment ago may not know yet of one that has said nothing: it is
    told once more, and missed in the next picture only by a fault."""
    if told is None:
        if connection.is_waiting:
            return False
        if connection.missed:
            connections = connection.connections
            connections.forget(connection)
            return True
        connection.missed = True
        connection.say_again()
        return False
    connection.missed = False
    if not told.sure:
        connection.told, connection.is_loose = told.bytes, False
    return connection.told != told.bytes and not (connection.is_loose or connection.at_end)
