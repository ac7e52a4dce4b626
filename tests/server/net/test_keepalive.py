"""Silence, second by second."""

from __future__ import annotations

from hubbub.server.net.keepalive import KeepAlive, Verdict

PING, DEAD = 90.0, 150.0


def verdict(keepalive: KeepAlive, clock: float, *, in_line: bool = False) -> Verdict:
    return keepalive.after(clock, PING, DEAD, in_line=in_line)


def test_silence_is_asked_about_and_then_given_up() -> None:
    keepalive = KeepAlive(1000.0)
    assert verdict(keepalive, 1090.0) == "wait"
    assert verdict(keepalive, 1090.1) == "ask"
    keepalive.asked = True
    assert verdict(keepalive, 1150.0) == "wait"
    assert verdict(keepalive, 1150.1) == "lost"


def test_an_answer_begins_it_anew() -> None:
    keepalive = KeepAlive(1000.0)
    keepalive.asked = True
    keepalive.hear(1100.0)
    assert verdict(keepalive, 1190.0) == "wait"
    assert verdict(keepalive, 1190.1) == "ask"


def test_a_line_that_has_begun_is_awaited_in_place_of_an_answer() -> None:
    keepalive = KeepAlive(1000.0)
    assert verdict(keepalive, 1100.0, in_line=True) == "wait"
    assert verdict(keepalive, 1150.1, in_line=True) == "lost"


def test_the_time_to_give_a_name_stands_still_while_we_keep_them_waiting() -> None:
    keepalive = KeepAlive(1000.0)
    assert keepalive.before_registration(1030.0, 30) == "wait"
    assert keepalive.before_registration(1030.1, 30) == "unregistered"
    keepalive.stand_still(1020.0)
    assert keepalive.before_registration(1050.0, 30) == "wait"
    assert keepalive.before_registration(1050.1, 30) == "unregistered"
