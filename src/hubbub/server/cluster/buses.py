"""The bus of a cluster: NATS, and the database where that does not carry."""

from __future__ import annotations

from hubbub.bus import Bus
from hubbub.bus.both import Both
from hubbub.bus.postgres import PostgresBus
from hubbub.log.postgres import opening
from hubbub.settings import Settings

from .messages import BEATS


def bus_of(settings: Settings, cluster: str, quick: Bus | None = None) -> Both:
    """For the cluster of that name; `quick` is NATS, if it is there already. The decider's beats show what carries."""
    return Both(PostgresBus(opening(settings.cluster.log, "bus")), f"hubbub.{cluster}.{BEATS}", quick)
