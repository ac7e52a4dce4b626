"""Reports in the state tables."""

from __future__ import annotations

import msgspec

from hubbub.chat.events import Report, ReportChanged, ReportForgotten, ReportMade
from hubbub.chat.ports import Fields
from hubbub.log.changes.change import Changes
from hubbub.log.tables import REPORT, Fold, Reading, Tables, where


def report_noted(tables: Tables, event: ReportMade | ReportChanged, _: Fold) -> None:
    tables.put(REPORT, event.report.number, msgspec.json.encode(event.report))


def report_forgotten(tables: Tables, event: ReportForgotten, _: Fold) -> None:
    tables.drop(REPORT, where(number=event.number))


def read(tables: Reading) -> Fields:
    """What `State` has of reports."""
    return {
        "reports": [msgspec.json.decode(report, type=Report) for _, report in tables.rows(REPORT)],
        "last_report": tables.highest(REPORT),
    }


CHANGES: Changes = {
    ReportMade: report_noted,
    ReportChanged: report_noted,
    ReportForgotten: report_forgotten,
}
