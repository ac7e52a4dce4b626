"""While very many come and go, who hears of that alone waits a moment for what comes next: one write for all of it."""

from __future__ import annotations

from collections.abc import Collection

from hubbub.chat.chat import Batch
from hubbub.chat.world.session import Outbox, Session

from .outboxes import Outboxes
from .rate_limit import TokenBucket

AT_ONCE, A_SECOND = 50, 50  # comings and goings that are told at once, and again with each second
WAIT = 0.2  # seconds that others wait at most


class Comings:
    """`held` is what waits, by session: in order, and before all that is told to that session later."""

    def __init__(self) -> None:
        self.held: dict[Session, Outbox] = {}
        self.calm = TokenBucket(AT_ONCE, A_SECOND)

    def sift(self, batch: Batch, outboxes: Outboxes, clock: float) -> Outboxes:
        """What goes now of the outboxes of this turn, each behind what waited for its session; the others wait. Who has
        asked for something does not. `clock` is in seconds."""
        many = len(batch.comings)
        if not self.held and (not many or not self.calm.take(clock, many)):
            return outboxes
        return self._sifted(batch.comings, set(batch.asking), outboxes)

    def _sifted(self, comings: Collection[object], asking: Collection[Session], outboxes: Outboxes) -> Outboxes:
        """Neighbours mostly have the same in their outboxes, and what waited: what follows from both is one for all."""
        held, going = self.held, Outboxes()
        last: Outbox | None = None
        last_waited: Outbox = ()
        whole: Outbox = ()
        comings_only = False
        for session, outbox in outboxes:
            waited = held.get(session, ())
            if outbox is not last or waited is not last_waited:
                last, last_waited = outbox, waited
                whole = (*waited, *outbox) if waited else outbox
                comings_only = all(map(comings.__contains__, outbox))
            if comings_only and session not in asking:
                held[session] = whole
            else:
                if waited:
                    del held[session]
                going.append((session, whole))
        return going

    def take(self) -> Outboxes:
        """All that waits."""
        held, self.held = self.held, {}
        return list(held.items())
