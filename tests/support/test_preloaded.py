"""That a template which cannot fork, or does not answer, says so, and is asked for nothing more."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.preloaded import Template
from tests.support.server_process import ROOT
from tests.support.template import Order

FULL = """
import os, socket
from tests.support import template

def fork(real=os.fork):
    if os.getpid() != serving:
        raise BlockingIOError("no room for one more process")
    return real()

asks, asked = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
if not os.fork():
    serving = os.getpid()
    os.fork = fork
    asks.close()
    template.serve(asked)
asks.settimeout(20)
socket.send_fds(asks, [b'{"command": [], "environment": {}, "folder": "/", "session": false}'], [0, 1, 2])
print(int.from_bytes(asks.recv(8), "big"))
"""


def test_where_there_is_no_room_for_one_more_process_that_is_answered() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60
    )
    assert (done.stdout, done.stderr) == (b"0\n", b"")


def test_what_a_template_answers_too_late_is_nobodys_pid(tmp_path: Path) -> None:
    template = Template("programs")
    asks, asked = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asks.settimeout(0.01)
    template._ask = asks
    with asked, pytest.raises(TimeoutError):
        template.fork(Order(["-m", "hubbub"], {}, str(tmp_path), session=False), (0, 1, 2))
    assert template._ask is None, "the next who asks begins another"
