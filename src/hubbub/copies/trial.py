"""A server started on a restored copy, to see whether it answers: on a loopback port of its own, for a moment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from .errors import BadCopy

PATIENCE = 60.0  # seconds for the start of a large server on a busy machine, and again for its end
_NOT_MEANT = {"NOTIFY_SOCKET", "CREDENTIALS_DIRECTORY", "JOURNAL_STREAM"}
_LISTENS = re.compile(r'"port": (\d+)')


def answers(data: Path) -> None:
    """Start a server on the data folder, ask it whether it is well, and stop it. Raises BadCopy when it is not."""
    process = subprocess.Popen(
        [
            # It ends with its input: we may be killed.
            *(sys.executable, "-m", "hubbub.cli.ends_with_input", "serve", "--host", "127.0.0.1", "--port", "0"),
            *("--data", str(data), "--config", os.devnull),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
        text=True,
    )
    alarm = threading.Timer(PATIENCE, process.kill)
    alarm.start()
    try:
        _ask(process)
    finally:
        alarm.cancel()
        process.terminate()
        _end(process)


def _environment() -> dict[str, str]:
    """Without the settings of the server that the copy is of, and without who watches over that."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUBBUB_", "WATCHDOG_", "LISTEN_")) and name not in _NOT_MEANT
    }


def _ask(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        found = _LISTENS.search(line) if '"listening"' in line else None
        if found:
            _is_well(int(found[1]))
            return
    raise BadCopy(f"no server starts on it ({_reason(said)})")


def _is_well(port: int) -> None:
    import urllib.error
    import urllib.request  # with all of e-mail behind it, which a server that starts needs none of

    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as answer:
            answer.read()
    except (OSError, urllib.error.URLError) as error:
        raise BadCopy(f"a server starts on it, but is not well ({error})") from error


def _reason(said: list[str]) -> str:
    for line in reversed(said):
        try:
            return str(json.loads(line)["message"])
        except (ValueError, KeyError, TypeError):
            if line.strip():
                return line.strip()
    return "it says nothing"


def _end(process: subprocess.Popen[str]) -> None:
    try:
        process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
