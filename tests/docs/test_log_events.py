"""docs/running.md names every event of the log, and the code tells of no other."""

from __future__ import annotations

import re
from pathlib import Path

from hubbub.server.process.log_events import EVENTS, to_markdown

ROOT = Path(__file__).parents[2]
LOOKED_AT = re.compile(r"""told|event|says\(""")  # a test looks at what the log has told
NAME = re.compile(r"""["']([a-z_]+)["']""")
TOLD = re.compile(r"""(?:"event": |_say\(\s*)"([a-z_]+)\"""")


def test_the_table_of_events_is_that_of_the_program() -> None:
    text = (ROOT / "docs" / "running.md").read_text("utf-8")
    table = text.partition("<!-- made by: hubbub.server.process.log_events -->\n\n")[2].partition("\n<!-- end -->")[0]
    assert table == to_markdown(), "paste what hubbub.server.process.log_events.to_markdown() makes"


def test_every_event_that_the_code_tells_is_in_the_table() -> None:
    told = set()
    for folder in ("server", "log", "copies", "bus"):
        for file in (ROOT / "src" / "hubbub" / folder).rglob("*.py"):
            told |= set(TOLD.findall(file.read_text("utf-8")))
    assert told == EVENTS.keys()


def test_a_test_has_each_of_them_told() -> None:
    looked_for: set[str] = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        for line in file.read_text("utf-8").splitlines():
            if LOOKED_AT.search(line):
                looked_for |= set(NAME.findall(line))
    assert EVENTS.keys() - looked_for == set()
