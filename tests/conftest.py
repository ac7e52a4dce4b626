"""What holds for all tests: no example of a property is measured by the clock, and what was not run is said."""

from __future__ import annotations

import signal

import pytest
from hypothesis import settings
from tests.clients.kinds import not_run

settings.register_profile("hubbub", deadline=None)
settings.load_profile("hubbub")

# Who is started in the background of a shell ignores Ctrl-C, and so would all processes that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """After tests with real clients: which conversations were not held, and why."""
    passed = terminalreporter.stats.get("passed", [])
    if any(report.nodeid.startswith("tests/clients/") for report in passed):
        terminalreporter.section("not run")
        for line in not_run():
            terminalreporter.write_line(line)
