"""The table for other languages."""

from __future__ import annotations

import json

from hubbub.typed import table


def test_the_table_as_json_is_the_table() -> None:
    rows = json.loads(table.as_json())
    assert [row["name"] for row in rows] == [command.name for command in table.COMMANDS]
    assert rows[0]["aliases"] == ["message"]
    assert rows[0]["bare"] is True
