"""Numbers that another process tells in the environment."""

from __future__ import annotations

import os

import pytest

from hubbub.server.process import activation, taking

STRANGE = ["", "\uff15", "+5", "1_0", "-1", "five"]


@pytest.mark.parametrize("number", STRANGE)
def test_what_is_no_number_offers_nothing(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(taking.VARIABLE, number)
    assert taking.offered() is None
    assert taking.VARIABLE not in os.environ


@pytest.mark.parametrize("number", STRANGE)
def test_what_is_no_number_hands_over_no_sockets(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    monkeypatch.setenv("LISTEN_FDS", number)
    assert activation.inherited() == []
