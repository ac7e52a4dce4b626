"""By how much the clock of this machine differs from that of the database, which all machines of a cluster ask."""

from __future__ import annotations

import time

from hubbub.log.errors import CannotOpen

from .connection import Address, Connection

FAR = 300.0  # seconds that it may differ by


async def clock_ahead(connection: Connection) -> float:
    """By how many seconds ours is ahead; negative: behind. An answer that takes long makes it so much less exact."""
    asked = time.time()
    theirs: float = await connection.fetchval("select extract(epoch from clock_timestamp())::float8")
    return (asked + time.time()) / 2 - theirs


async def check_clock(connection: Connection, address: Address) -> None:
    """Raises CannotOpen for one by which messages would have wrong times, and what nodes lack would be dropped."""
    ahead = await clock_ahead(connection)
    if abs(ahead) > FAR:
        raise CannotOpen(
            f"The clock of this machine is {difference(ahead)} that of the database {address}. Set it right "
            "(timedatectl set-ntp true), or that one."
        )


def difference(ahead: float) -> str:
    """As words."""
    minutes, seconds = divmod(round(abs(ahead)), 60)
    hours, minutes = divmod(minutes, 60)
    told = f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{seconds} s"
    return f"{told} {'ahead of' if ahead > 0 else 'behind'}"
