"""Reports in the state tables."""

from __future__ import annotations

import apsw
import msgspec

from hubbub.chat.events import ReportChanged, ReportForgotten, ReportMade
from hubbub.log.sqlite.changes.table import Changes


def report_noted(connection: apsw.Connection, event: ReportMade | ReportChanged) -> None:
    connection.execute(
        "insert or replace into report (number, report) values (?, ?)",
        (event.report.number, msgspec.json.encode(event.report)),
    )


def report_forgotten(connection: apsw.Connection, event: ReportForgotten) -> None:
    connection.execute("delete from report where number = ?", (event.number,))


CHANGES: Changes = {
    ReportMade: report_noted,
    ReportChanged: report_noted,
    ReportForgotten: report_forgotten,
}
