"""Who is alive, by what was heard of them last. A node that nobody hears gives its connections up before the decider
gives them up, so that no name is two people's. No sockets; clocks are asked for seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from hubbub.server.core.clocks import boot_clock

NODE_BEATS = 1.0  # seconds between two beats of a node
DECIDER_BEATS = 0.2
LOST = 10.0  # seconds without contact after which a node closes its connections
DEAD = 15.0  # seconds without a beat after which the decider ends the connections of a node
LATE = 2.0  # seconds between two looks after which it was us who slept


class Contact:
    """A node's, with whoever decides: a beat of the decider that names one of the node's own. It counts from when that
    one was sent, since the decider counts from when it came."""

    def __init__(self, clock: Callable[[], float] = boot_clock) -> None:
        self._clock = clock
        self._sent: deque[tuple[int, float]] = deque()  # beats that were not heard yet, as far as is known
        self._last = clock()

    def sent(self, number: int) -> None:
        """That beat goes out."""
        self._sent.append((number, self._clock()))

    def heard(self, number: int) -> None:
        """The decider has heard that beat, or a later one."""
        while self._sent and self._sent[0][0] <= number:
            self._last = max(self._last, self._sent.popleft()[1])

    def begin(self) -> None:
        """A new epoch begins."""
        self._sent.clear()
        self._last = self._clock()

    @property
    def silence(self) -> float:
        """Seconds since there was contact."""
        return self._clock() - self._last

    @property
    def is_lost(self) -> bool:
        """Whether the connections of this node may be ended elsewhere soon. To be asked before anything is shown."""
        return self.silence > LOST


class Alive:
    """The decider's view of nodes. Those that it knows from the start have their time from then on."""

    def __init__(self, clock: float, nodes: Iterable[str] = ()) -> None:
        self._heard = dict.fromkeys(nodes, clock)
        self._looked = clock

    def heard(self, node: str, clock: float) -> None:
        """A beat came."""
        self._heard[node] = clock

    def forget(self, node: str) -> None:
        """It has ended, which is known already."""
        self._heard.pop(node, None)

    def silence(self, node: str, clock: float) -> float:
        """Seconds since that node was heard."""
        return clock - self._heard.get(node, clock)

    def dead(self, clock: float) -> list[str]:
        """The nodes whose connections are over; each is told once. To be asked every so often: who was asleep has heard
        nobody."""
        slept, self._looked = clock - self._looked, clock
        if slept > LATE:
            self._heard = {node: heard + slept for node, heard in self._heard.items()}
        dead = [node for node, heard in self._heard.items() if clock - heard > DEAD]
        for node in dead:
            del self._heard[node]
        return dead
