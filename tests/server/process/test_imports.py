"""What a server that starts and is left alone does without (its memory and its start: docs/performance.md)."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from hubbub.server.process import later

LATER = (
    *("PIL", "argon2", "asyncpg", "cryptography", "markdown_it", "prometheus_client", "rich", "websockets"),
    *("calendar", "difflib", "email", "html", "http.client", "multiprocessing", "statistics", "tarfile", "tempfile"),
    *("tomllib", "urllib.request", "xml", "zipfile"),
    *("hubbub.authority", "hubbub.server.core.hashing", "hubbub.server.http.websocket"),
)


def test_a_server_imports_what_it_needs() -> None:
    begun = "import sys, hubbub.cli.entry, hubbub.server.process.run, hubbub.cli.serve"
    asked = f"{begun}; hubbub.server.process.later.import_dialects(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert {"hubbub.server.process.server", "hubbub.dialects.plain.console"} <= set(loaded)
    assert set(LATER) & set(loaded) == set()


WAITS = """
import sys
from hubbub.log import postgres
from hubbub.server.process import cluster, early, later
from hubbub.settings import Data, Settings
from hubbub.settings.model import Cluster

postgres.open_in_turn = lambda *_: print(*(name for name in later.NEEDED if name not in sys.modules))
settings = Settings(data=Data(directory=sys.argv[1]), cluster=Cluster(log="postgresql://somebody@nowhere/log"))
assert cluster.open_shared(settings, early.Early()) is None
"""


def test_who_waits_for_its_turn_has_imported_what_comes_then(tmp_path: Path) -> None:
    """By then there may be a newer program on disk."""
    asked = [sys.executable, "-c", WAITS, str(tmp_path / "data")]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "\n"


def test_what_comes_later_is_there() -> None:
    assert all(find_spec(name) for name in later.NEEDED if name.startswith("hubbub."))
