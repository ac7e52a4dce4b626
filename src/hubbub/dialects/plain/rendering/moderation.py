"""Lockdown, reports, and what the server says."""

from __future__ import annotations

from hubbub.chat.events import (
    Event,
    LockdownSet,
    ReportMade,
    ServerSaid,
)
from hubbub.dialects.plain.whereabouts import shown
from hubbub.wire.sanitize import strip_formatting

from .teller import Teller


def lockdown_set(event: LockdownSet, lobby: str) -> str:
    return f"* {event.level.sentence}"


def report_made(event: ReportMade, lobby: str) -> str:
    return f"* {event.report.told} See /reports"


def server_said(event: ServerSaid, lobby: str) -> str:
    where = f" to {shown(event.target, lobby)}" if event.target.startswith("#") else ""
    return f"* The server says{where}: {strip_formatting(event.text)}"


SEEN: dict[type[Event], Teller] = {
    LockdownSet: lockdown_set,
    ReportMade: report_made,
    ServerSaid: server_said,
}
