"""What a server with --cluster needs, the database and the bus: whether they are there, and fit to be used."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from hubbub.bus import CannotReach
from hubbub.log.errors import CannotOpen

from .finding import Case, Finding, bad


def look(case: Case) -> Iterator[Finding]:
    """All that is wrong with it."""
    address = case.settings.cluster.log
    if not address:
        return
    from hubbub.log.postgres import look_at

    try:
        found = look_at(address)
    except CannotOpen as error:
        yield bad("cluster_database", str(error).rstrip("."), "mend that, or the address in [cluster] log")
        return
    if case.running and not found.served:
        yield bad(
            "cluster_nobody", "nobody writes to the database of [cluster] log", "hubbub status; hubbub reload; its log"
        )
    if case.settings.cluster.bus:
        try:
            asyncio.run(_reach(case.settings.cluster.bus))
        except CannotReach as error:
            yield bad("cluster_bus", str(error).rstrip("."), "mend that, or the address in [cluster] bus")


async def _reach(address: str) -> None:
    from hubbub.bus.nats import connect

    await (await connect(address, "hubbub doctor")).close()
