"""Signals that come before the server can hear them."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

NEXT = "from hubbub.server.process.early import Early; print(Early().code)"
BEFORE = f"""
import os, signal, sys
from hubbub.server.process.early import hold
hold()
os.kill(os.getpid(), signal.SIGTERM)
os.execv(sys.executable, [sys.executable, "-c", {NEXT!r}])
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals do not wait on Windows")
def test_sigterm_between_two_programs_of_one_process_is_heard_by_the_next() -> None:
    """ "SIGTERM in the first moments kills without a farewell": of a server that begins anew or is upgraded, too."""
    ended = subprocess.run([sys.executable, "-c", BEFORE], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "0\n"), ended.stderr
