"""Lines of answers that are records, too (docs/ext/rows.md)."""

from __future__ import annotations

from typing import Any


class Row(str):
    """A sentence, and the same as data: `record` has its kind under `row`, and what else there is by name.

    Times are milliseconds since 1970; all values fit into JSON.
    """

    record: dict[str, Any]


def row(kind: str, sentence: str, **fields: Any) -> Row:
    """That sentence, as a record of that kind."""
    made = Row(sentence)
    made.record = {"row": kind, **fields}
    return made
