"""No test of a run hangs for ever, and what fails is said at once: a run that is ended from outside has said it, too.

pytest-timeout sets its alarm once for a test with all its tries, and takes it off when one fails: a second try, and
what is torn down after a failure, would have no limit. Here whatever is set up, run or torn down has it, and nothing
besides: an alarm that came while pytest itself is at work would end the run.
The alarm also rings again: what it raises within a callback of a loop or of the garbage collector is lost there.
Where that ends nothing (a library does not come back to Python, somebody catches everything), the process says where
each of its threads is, and ends; pytest-xdist says which test that was, and goes on with another one.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
from collections.abc import Callable, Generator
from functools import partial
from types import FrameType
from typing import Any, TextIO

import pytest

_LIMIT = pytest.StashKey[Any]()


class TimeIsOver(BaseException):
    """No failure of pytest's, for which hypothesis would look for a smaller example, with no time left."""


class Limits:
    """A plugin for `pytest_configure` to register, while nothing is captured yet.

    `grace`: seconds beyond the limit of a test, for its signal to be seen; it comes three times in them."""

    def __init__(self, grace: float = 30.0) -> None:
        self._grace = grace
        self._begins = False  # something that has the limit
        self._stderr: TextIO = os.fdopen(os.dup((sys.__stderr__ or sys.stderr).fileno()), "w")

    @pytest.hookimpl(tryfirst=True)
    def pytest_timeout_set_timer(self, item: pytest.Item, settings: Any) -> bool | None:
        """Remember how long a test may take; pytest-timeout does what this asks for when we ask (None), not before."""
        item.stash[_LIMIT] = settings
        return None if self._begins else True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """A try begins."""
        self._begin(item)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        """It runs. Hypothesis is told in another way; pytest's fixtures, before that, stand only their own."""
        self._begin(item)
        rings = signal.getsignal(signal.SIGALRM)
        if callable(rings) and getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            signal.signal(signal.SIGALRM, partial(_ring, rings))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """It has ended, one way or the other."""
        self._begin(item)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> Generator[None, Any, Any]:
        """What failed is written up, and two things would end the run meanwhile: an alarm, as after the machine paused,
        and garbage that says what is wrong with it, for which Python parses while it parses (CPython's gh-106905)."""
        item.config.hook.pytest_timeout_cancel_timer(item=item)
        collects = gc.isenabled()
        gc.disable()
        try:
            return (yield)
        finally:
            if collects:
                gc.enable()

    def pytest_runtest_logfinish(self) -> None:
        """Nothing is running now."""
        faulthandler.cancel_dump_traceback_later()

    def pytest_unconfigure(self) -> None:
        """The run is over."""
        self._stderr.close()

    def _begin(self, item: pytest.Item) -> None:
        settings = item.stash.get(_LIMIT, None)
        if settings is None:
            return
        item.config.hook.pytest_timeout_cancel_timer(item=item)
        self._begins = True
        item.config.hook.pytest_timeout_set_timer(item=item, settings=settings)
        self._begins = False
        if settings.method == "signal":
            signal.setitimer(signal.ITIMER_REAL, settings.timeout, self._grace / 3)
        faulthandler.dump_traceback_later(settings.timeout + self._grace, exit=True, file=self._stderr)


def _ring(rings: Callable[[int, FrameType | None], Any], number: int, frame: FrameType | None) -> None:
    """Raise TimeIsOver; `rings` writes down where each thread is, and fails."""
    try:
        rings(number, frame)
    except pytest.fail.Exception as failed:
        raise TimeIsOver(str(failed)) from None


class Failures:
    """A plugin that says each failure when it comes: which test, and what it ends with."""

    def __init__(self, reporter: pytest.TerminalReporter) -> None:
        self._reporter = reporter

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """`tried again` is what will have a second try."""
        outcome = {"failed": "failed", "rerun": "tried again"}.get(report.outcome)
        if outcome is None:
            return
        crash = getattr(report.longrepr, "reprcrash", None)
        lines = (crash.message if crash else report.longreprtext).strip().splitlines()
        self._reporter.ensure_newline()
        self._reporter.write_line(f"{outcome} ({report.when}): {report.nodeid}: {lines[0] if lines else ''}")
