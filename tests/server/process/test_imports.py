"""What a server that starts and is left alone does without (its memory and its start: docs/performance.md)."""

from __future__ import annotations

import subprocess
import sys

LATER = (
    *("PIL", "argon2", "asyncpg", "cryptography", "markdown_it", "prometheus_client", "rich", "websockets"),
    *("calendar", "difflib", "email", "html", "http.client", "multiprocessing", "statistics", "tarfile", "tempfile"),
    *("stringprep", "tomllib", "urllib.request", "xml", "zipfile"),
    *("hubbub.dialects.irc.dialect", "hubbub.dialects.plain.dialect", "hubbub.dialects.services"),
    *("hubbub.authority", "hubbub.server.http.protocol", "hubbub.server.http.site", "hubbub.server.process.watching"),
)


def test_a_server_imports_what_it_needs() -> None:
    asked = "import sys, hubbub.cli.entry, hubbub.server.process.run, hubbub.cli.serve; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "hubbub.server.process.server" in loaded
    assert set(LATER) & set(loaded) == set()
