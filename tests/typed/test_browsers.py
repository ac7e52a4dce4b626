"""The table for other languages."""

from __future__ import annotations

import json

from hubbub.typed import table
from hubbub.typed.browsers import as_json


def test_the_table_as_json_is_the_table() -> None:
    rows = {row["name"]: row for row in json.loads(as_json())}
    assert list(rows) == [command.name for command in table.COMMANDS]
    assert (rows["msg"]["aliases"], rows["msg"]["bare"], rows["msg"]["group"]) == (["message"], True, "messages")
    assert (rows["report"]["needs"], rows["rehash"]["operators"]) == (2, True)
    assert (rows["login"]["secret"], rows["report"]["secret"]) == (True, False)
    assert rows["report"]["usage"] == "/report name|msgid why"
