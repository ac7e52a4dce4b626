"""How often passwords may be guessed."""

from __future__ import annotations

from hubbub.chat.limits.throttle import Guesses, Throttle
from hubbub.wire.addresses import network_of


def test_three_are_free_and_then_the_waits_grow() -> None:
    attempts, now = Throttle(3, 60_000), 1_000_000
    waits = []
    for _ in range(6):
        waits.append(attempts.wait("key", now))
        now += waits[-1]
        attempts.count("key", now)
    assert waits == [0, 0, 0, 60_000, 120_000, 240_000]


def test_a_minute_later_the_count_begins_anew() -> None:
    attempts = Throttle(3, 60_000)
    for at in (0, 1, 61_000, 61_001):
        attempts.count("key", at)
    assert attempts.wait("key", 61_002) == 0


def test_an_owner_elsewhere_is_never_locked_out() -> None:
    guesses = Guesses()
    for at in range(50):
        guesses.begin("192.0.2.1", "alice", at)
    assert guesses.wait("192.0.2.1", "alice", 60) > 0
    assert guesses.wait("192.0.2.2", "alice", 60) == 0


def test_guesses_spread_over_accounts_are_counted_by_address() -> None:
    guesses = Guesses()
    for at in range(30):
        guesses.begin("2001:db8::1", f"name{at}", at)
    assert guesses.wait("2001:db8::2", "another", 31) > 0
    assert guesses.wait("2001:db8:0:1::1", "another", 31) == 0


def test_right_passwords_do_not_count() -> None:
    guesses = Guesses()
    for at in range(100):
        assert guesses.wait("192.0.2.1", "alice", at) == 0
        guesses.begin("192.0.2.1", "alice", at)
        guesses.succeed("192.0.2.1", "alice")


def test_one_address_is_one_network() -> None:
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("fe80::1%eth0") == "fe80::"
    assert network_of("somewhere") == "somewhere"
