"""How reports change the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import Event, ReportChanged, ReportForgotten, ReportMade
from hubbub.chat.world.state import World


def report_noted(world: World, event: ReportMade | ReportChanged) -> None:
    world.reports.add(event.report)


def report_forgotten(world: World, event: ReportForgotten) -> None:
    world.reports.known.pop(event.number, None)


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    ReportMade: report_noted,
    ReportChanged: report_noted,
    ReportForgotten: report_forgotten,
}
