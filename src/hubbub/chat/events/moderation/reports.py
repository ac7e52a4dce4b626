"""What becomes of reports."""

from __future__ import annotations

from typing import ClassVar

from hubbub.chat.events.event import Event
from hubbub.chat.world.moderation.reports import Report


class ReportMade(Event, frozen=True, kw_only=True):
    """Somebody reported somebody. Not kept in a log; those who may handle it are told."""

    state: ClassVar[bool] = True
    at: int
    server: str  # who says so
    report: Report


class ReportChanged(Event, frozen=True, kw_only=True):
    """Somebody takes care of a report, or has closed it. Told to nobody."""

    state: ClassVar[bool] = True
    at: int
    report: Report


class ReportForgotten(Event, frozen=True, kw_only=True):
    """A report is too old, or one of too many. Told to nobody."""

    state: ClassVar[bool] = True
    number: int
