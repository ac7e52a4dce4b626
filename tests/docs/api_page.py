"""The tables of docs/api.md, made from the rows of the API; `make docs` runs it."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from pathlib import Path

import msgspec

from hubbub.dialects.api import shapes
from hubbub.server.http.api.calls import Call, Nothing
from hubbub.server.http.api.table import CALLS

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
BEGINS = "<!-- made by `make docs` from src/hubbub/server/http/api: change rows there -->\n"


def page(old: str) -> str:
    """The page with its tables as they are now; what stands before them is kept."""
    return f"{old.partition(BEGINS)[0]}{BEGINS}\n{tables()}"


def tables() -> str:
    return "\n".join(
        [
            "## All calls\n",
            "The same for programs, with every field: `GET /api/v1/openapi.json`. In a path `{room}` is its name, with",
            "the # written as `%23` or left out and a slash as `%2F`, or for `id:NUMBER`, which stays when a room is "
            "renamed.\n",
            _table(["call", "does", "scope", "takes"], map(_row, CALLS)),
            "## All events\n",
            "Each has `type`, `id`, `at` (milliseconds since 1970), `room` (empty in private), `name` and `account`",
            "of who did it, and `bot`.\n",
            _table(["type", "", "besides"], map(_event, typing.get_args(shapes.Event))),
        ]
    )


def _row(call: Call) -> list[str]:
    scope = "none" if call.open else f"`{call.scope}`" if call.scope else "any"
    if call.operators:
        scope += ", operators"
    takes = [f"`?{name}`" for name in _fields(call.query)] + [f"`{name}`" for name in _fields(call.body)]
    return [f"`{call.method} {call.path}`", call.does, scope, ", ".join(takes)]


def _event(kind: type[shapes.Happening]) -> list[str]:
    common = set(_fields(shapes.Happening))
    besides = [f"`{name}`" for name in _fields(kind) if name not in common]
    doc = (kind.__doc__ or "").replace("\n\n", " ")
    return [f"`{kind.__struct_config__.tag}`", " ".join(doc.split()), ", ".join(besides)]


def _fields(kind: object) -> list[str]:
    if kind is None or kind is Nothing:
        return []
    return [field.encode_name for field in msgspec.structs.fields(kind)]  # type: ignore[arg-type]


def _table(heads: list[str], rows: Iterable[list[str]]) -> str:
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |" for cells in rows]
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
