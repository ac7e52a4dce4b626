"""Times, and the prompt."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from tests.dialects.plain.typist import join, screen, typed
from tests.support.memory_chat import MemoryChat

from hubbub.dialects.plain.screen import Screen, calendar, clock


@pytest.fixture
def two_hours_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "EET-2")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("two_hours_east")
def test_times_are_those_of_the_server() -> None:
    at = 1_767_225_599_999  # 2025-12-31, 23:59:59.999 UTC
    assert clock(at) == "[01:59:59] "
    assert calendar(at) == "[2026-01-01 01:59:59] "


def test_a_line_takes_the_place_of_the_prompt() -> None:
    assert Screen("", prompted=False)(b"hello") == b"hello\r\n"
    assert Screen("", prompted=True)(b"hello") == b"\rhello\r\n> "


def test_the_prompt_shows_outside_rooms_and_while_a_question_is_asked() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("plain")
    assert screen(alice).endswith("What is your name?\r\n> ")
    assert not typed(alice, "alice").endswith("> ")
    assert not typed(alice, "/help").endswith("> ")
    assert typed(alice, "/message").endswith("\r\n> ")
    assert typed(alice, "").endswith("Nothing was sent.\r\n")
    assert typed(alice, "/leave").endswith("\r\n> ")
    assert typed(alice, "who").endswith("\r\n> ")
    assert typed(alice, "") == "> "
    assert not typed(alice, "join lobby").endswith("> ")


def test_what_others_do_stands_above_the_prompt() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    typed(alice, "/message")
    bob.send("hello")
    assert screen(alice).startswith("\r[")
    bob.send("again")
    assert screen(alice).endswith("[bob]: again\r\n> ")


def test_many_lines_share_one_prompt() -> None:
    chat = MemoryChat()
    alice = join(chat, "alice")
    assert typed(alice, "help").count("> ") == 1
