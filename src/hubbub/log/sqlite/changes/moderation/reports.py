"""Reports in the state tables."""

from __future__ import annotations

import apsw
import msgspec

from hubbub.chat.events import Report, ReportChanged, ReportForgotten, ReportMade
from hubbub.chat.ports import Fields
from hubbub.log.sqlite.changes.table import Changes, highest


def report_noted(connection: apsw.Connection, event: ReportMade | ReportChanged) -> None:
    connection.execute(
        "insert or replace into report (number, report) values (?, ?)",
        (event.report.number, msgspec.json.encode(event.report)),
    )


def report_forgotten(connection: apsw.Connection, event: ReportForgotten) -> None:
    connection.execute("delete from report where number = ?", (event.number,))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of reports."""
    found = connection.execute("select report from report order by number")
    return {
        "reports": [msgspec.json.decode(report, type=Report) for (report,) in found],
        "last_report": highest(connection, "report"),
    }


CHANGES: Changes = {
    ReportMade: report_noted,
    ReportChanged: report_noted,
    ReportForgotten: report_forgotten,
}
