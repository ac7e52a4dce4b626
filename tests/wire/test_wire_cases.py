"""spec/wire.json: lines and their parts, alike in every implementation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.each import each

from hubbub.wire.lines import LineReader
from hubbub.wire.message import NoCommand, format_message, parse

CASES = json.loads((Path(__file__).parents[2] / "spec" / "wire.json").read_text(encoding="utf-8"))


@each("case", CASES, ids=lambda case: str(case.get("line", case.get("bytes_in")))[:40])
def test_case(case: dict[str, Any]) -> None:
    if "bytes_in" in case:
        reader = LineReader(65536)
        pieces = [piece.encode("latin-1") for piece in case["bytes_in"]]
        assert [line for piece in pieces for line in reader.feed(piece)] == case["lines"]
    elif "error" in case:
        with pytest.raises(NoCommand):
            parse(case["line"], limited=False)
    else:
        parsed = parse(case["line"], limited=False)
        parts = {"tags": parsed.tags or {}, "source": parsed.source, "command": parsed.command, "params": parsed.params}
        assert parts == case["message"]
        if case.get("write"):
            written = format_message(parsed.command, parsed.params, parsed.source, parsed.tags)
            assert written.decode() == case["line"]
