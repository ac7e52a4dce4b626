"""A node as who decides sees it: its connections, and what it is to be told with the next commit."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from .comparing import Pictures
from .messages import Item, NodeBeat, Output, Picture, Told

if TYPE_CHECKING:
    from .carried import Carried

REMEMBERED = 65_536  # numbers of connections that have ended: calls that come late or twice do not open them again


class Key(NamedTuple):
    """A connection of the cluster."""

    node: str
    epoch: int
    number: int


class Differed(NamedTuple):
    """How many connections a node has said were not as its decider had them, in one epoch."""

    epoch: int
    connections: int


class Far:
    """One node in one epoch: its connections, and what it is to be told with the next commit."""

    def __init__(self, node: str, epoch: int) -> None:
        self.node = node
        self.epoch = epoch
        self.last = self.kept = 0  # the position of the last part for it, and of the last that the log has
        self.beat = 0  # the number of the last one that was heard
        self.told: NodeBeat | None = None
        self.heard_at = 0.0
        self.connections: dict[int, Carried] = {}
        self.is_lost = False  # nothing more is said to it
        self.items: list[Item] = []
        self.pictures = Pictures()
        self.differed_at = 0.0  # when it said last that a connection was not as we have it; 0: never
        self._data: bytes | None = None  # of the last item, if that is Output
        self._numbers: list[int] = []  # and its numbers
        self._aside: tuple[list[Item], bytes | None, list[int]] = ([], None, [])
        self._ended: deque[int] = deque()
        self._has_ended: set[int] = set()

    def write(self, number: int, data: bytes) -> None:
        """What several connections get in a row crosses once: the very same bytes, as a turn hands them to members."""
        if data is self._data:
            self._numbers.append(number)
        elif not self.is_lost:
            self._data, self._numbers = data, [number]
            self.items.append(Output(self._numbers, data))

    def say(self, item: Item) -> None:
        """Something else, behind all that was written."""
        if not self.is_lost:
            self.items.append(item)
            self._data = None

    def turn_over(self) -> None:
        """What is said from now on belongs to another commit; called once more, to this one again."""
        aside, self._aside = self._aside, (self.items, self._data, self._numbers)
        self.items, self._data, self._numbers = aside

    def take(self) -> list[Item]:
        items, self.items, self._data = self.items, [], None
        if items:
            self.pictures.said()
        return items

    def take_output(self) -> list[Item]:
        """What connections are told alone, and nobody keeps; what else there is stays for the next commit."""
        output: list[Item] = [item for item in self.items if isinstance(item, Output)]
        for number in {number for item in output if isinstance(item, Output) for number in item.numbers}:
            if (carried := self.connections.get(number)) is not None:
                carried.sure = False
        self.items, self._data = [item for item in self.items if not isinstance(item, Output)], None
        return output

    def picture(self, clock: float) -> Picture | None:
        """For the node to compare itself with, behind all items that were taken; None: there is none now."""
        return self.pictures.take(clock, self._told, self.connections) if self.pictures.is_due(clock) else None

    def _told(self, number: int) -> Told | None:
        carried = self.connections.get(number)
        if carried is None or (carried.taken < 0 and not carried.sent):
            return None
        return Told(number, carried.sent, carried.sure)

    def forget(self, number: int) -> None:
        """The connection has ended."""
        if self.connections.pop(number, None) is None and number in self._has_ended:
            return
        self._ended.append(number)
        self._has_ended.add(number)
        if len(self._ended) > REMEMBERED:
            self._has_ended.discard(self._ended.popleft())

    def has_ended(self, number: int) -> bool:
        return number in self._has_ended
