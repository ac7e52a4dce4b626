"""Reports in the state tables."""

from __future__ import annotations

import msgspec

from hubbub.chat.events import Report, ReportChanged, ReportForgotten, ReportMade
from hubbub.chat.ports import Fields
from hubbub.log.changes.change import Changes
from hubbub.log.tables import REPORT, Fold, Reading, Tables, where

_decode = msgspec.json.Decoder(Report).decode


def report_noted(tables: Tables, event: ReportMade | ReportChanged, _: Fold) -> None:
    tables.put(REPORT, event.report.number, msgspec.json.encode(event.report))


def report_forgotten(tables: Tables, event: ReportForgotten, _: Fold) -> None:
    tables.drop(REPORT, where(number=event.number))


def read(tables: Reading) -> Fields:
    """What `State` has of reports."""
    reports: list[Report] = []
    for number, report in tables.rows(REPORT):
        try:
            reports.append(_decode(report))
        except msgspec.DecodeError as error:
            tables.unread(f"report {number}", error)
    return {"reports": reports, "last_report": tables.highest(REPORT)}


CHANGES: Changes = {
    ReportMade: report_noted,
    ReportChanged: report_noted,
    ReportForgotten: report_forgotten,
}
