"""A run of its own, of tests that hang where pytest-timeout alone waits for ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CONFTEST = """
import pytest
from tests.support.limits import Failures, Limits

@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    config.pluginmanager.register(Limits(grace=2.0))
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter is not None:
        config.pluginmanager.register(Failures(reporter))
"""
TRIED_AGAIN = """
import threading, pytest
tries = []

@pytest.mark.flaky(reruns=1)
def test_it():
    tries.append(1)
    assert len(tries) > 1, "not at once"
    threading.Event().wait()
"""
TORN_DOWN = """
import threading, pytest

@pytest.fixture
def never():
    yield
    threading.Event().wait()

def test_it(never):
    raise ValueError("for some reason")
"""
DEAF = """
import threading

def test_deaf():
    while True:
        try:
            threading.Event().wait()
        except BaseException:
            pass

def test_another():
    pass
"""
WRITTEN_UP = """
import threading

looked = threading.Event()

class Slow(Exception):
    def __str__(self):
        if not looked.is_set():
            looked.wait(1.2)
            looked.set()
        return "for some reason"

def test_it():
    raise Slow

def test_another():
    pass
"""
COLLECTED = (
    """
import ast

class Left:
    def __init__(self):
        self.me = self

    def __del__(self):
        ast.parse("a + b")  # as who writes a traceback does
        Left()

def test_it():
    Left()
    raise ValueError("for some reason")

def test_another():
    pass

"""
    + "NUMBERS = [1, 2, 3]\n" * 3000
)
SET_UP = """
import threading, pytest
tries = []

@pytest.fixture(scope="module")
def once():
    tries.append(1)
    if len(tries) == 1:
        threading.Event().wait()

@pytest.mark.flaky(reruns=1)
def test_it(once):
    pass
"""
PROPERTY = """
import threading
from hypothesis import given, strategies

@given(strategies.integers())
def test_it(number):
    threading.Event().wait()
"""
IN_A_CALLBACK = """
import asyncio, threading

def test_it():
    async def wait():
        asyncio.get_running_loop().call_soon(threading.Event().wait, 1.2)
        await asyncio.Event().wait()

    asyncio.run(wait())
"""
NOT_YET = """
import threading, pytest

class Slow:
    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid):
        threading.Event().wait(1.2)

@pytest.fixture(autouse=True, scope="session")
def slow(request):
    request.config.pluginmanager.register(Slow())

def test_it():
    pass

def test_another():
    pass
"""
FOREVER = 100  # seconds; the alarm of the test that waits comes later


def run(folder: Path, tests: str, *options: str, code: int = 1) -> str:
    """What a run of them prints, each with a limit of a second."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_some.py").write_text(tests)
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--timeout=1", "-p", "no:randomly", *options, str(folder)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=FOREVER,
        check=False,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


def test_a_second_try_has_a_limit_too_and_both_are_said_at_once(tmp_path: Path) -> None:
    said = run(tmp_path, TRIED_AGAIN)
    assert "tried again (call): test_some.py::test_it: AssertionError: not at once" in said
    assert "failed (call): test_some.py::test_it: Failed: Timeout (>1.0s) from pytest-timeout." in said


def test_what_is_torn_down_after_a_failure_has_one(tmp_path: Path) -> None:
    said = run(tmp_path, TORN_DOWN)
    assert "failed (call): test_some.py::test_it: ValueError: for some reason" in said
    assert "failed (teardown): test_some.py::test_it: Failed: Timeout (>1.0s)" in said


def test_what_no_signal_ends_ends_with_its_process_and_the_others_go_on(tmp_path: Path) -> None:
    said = run(tmp_path, DEAF, "-n", "1")
    assert "in test_deaf" in said, said
    assert "worker 'gw0' crashed while running 'test_some.py::test_deaf'" in said
    assert "1 failed, 1 passed" in said


def test_what_comes_while_a_failure_is_written_up_ends_no_run(tmp_path: Path) -> None:
    said = run(tmp_path, WRITTEN_UP)
    assert "failed (call): test_some.py::test_it: test_some.Slow: for some reason" in said
    assert "1 failed, 1 passed" in said


def test_what_is_collected_while_a_failure_is_written_up_ends_no_run(tmp_path: Path) -> None:
    said = run(tmp_path, COLLECTED)
    assert "failed (call): test_some.py::test_it: ValueError: for some reason" in said
    assert "1 failed, 1 passed" in said


def test_a_fixture_whose_time_was_over_is_made_again(tmp_path: Path) -> None:
    said = run(tmp_path, SET_UP, code=0)
    assert "tried again (setup): test_some.py::test_it: Failed: Timeout (>1.0s)" in said
    assert "1 passed, 1 rerun" in said


def test_no_smaller_example_is_looked_for_when_the_time_is_over(tmp_path: Path) -> None:
    said = run(tmp_path, PROPERTY)
    assert "failed (call): test_some.py::test_it: tests.support.limits.TimeIsOver: Timeout (>1.0s)" in said


def test_an_alarm_that_a_loop_has_swallowed_comes_again(tmp_path: Path) -> None:
    said = run(tmp_path, IN_A_CALLBACK)
    assert "failed (call): test_some.py::test_it: Failed: Timeout (>1.0s)" in said


def test_an_alarm_comes_for_tests_alone(tmp_path: Path) -> None:
    assert "2 passed" in run(tmp_path, NOT_YET, code=0)
