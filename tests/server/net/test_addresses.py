from __future__ import annotations

from hubbub.server.net.addresses import Addresses


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def addresses(clock: Clock, at_once: int = 3, in_window: int = 5, private: int = 6) -> Addresses:
    return Addresses(at_once, in_window, private, clock)


def test_only_so_many_at_once_until_one_leaves() -> None:
    places = addresses(Clock())
    assert [places.admit("198.51.100.1") for _ in range(3)] == [None] * 3
    assert "Too many connections" in str(places.admit("198.51.100.1"))
    assert places.admit("198.51.100.2") is None
    places.leave("198.51.100.1")
    assert places.admit("198.51.100.1") is None


def test_only_so_many_in_ten_minutes() -> None:
    clock = Clock()
    places = addresses(clock)
    for _ in range(5):
        assert places.admit("198.51.100.1") is None
        places.leave("198.51.100.1")
    assert "new connections" in str(places.admit("198.51.100.1"))
    clock.now += 600
    assert places.admit("198.51.100.1") is None


def test_ipv6_is_counted_by_its_first_64_bits() -> None:
    places = addresses(Clock())
    assert [places.admit(f"2001:db8:0:1::{number}") for number in range(3)] == [None] * 3
    assert places.admit("2001:db8:0:1:ffff::") is not None
    assert places.admit("2001:db8:0:2::1") is None


def test_private_networks_may_have_more() -> None:
    places = addresses(Clock())
    assert [places.admit("192.168.1.5") for _ in range(6)] == [None] * 6
    assert places.admit("192.168.1.5") is not None


def test_without_limits_all_come_in() -> None:
    places = addresses(Clock(), at_once=0)
    assert {places.admit("198.51.100.1") for _ in range(100)} == {None}
    places.leave("198.51.100.1")
