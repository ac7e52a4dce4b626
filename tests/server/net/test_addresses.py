from __future__ import annotations

from hubbub.server.net.addresses import HTTP_REMEMBERED, Addresses
from hubbub.settings import Limits


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def addresses(clock: Clock, at_once: int = 3, in_window: int = 5, private: int = 6) -> Addresses:
    allowed = Limits(
        connections_per_address=at_once, connects_per_10min=in_window, connections_per_private_address=private
    )
    return Addresses(allowed, clock)


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


def test_networks_where_nobody_is_are_forgotten_first() -> None:
    places = addresses(Clock(), at_once=1)
    assert places.admit("198.51.100.1") is None
    for number in range(70_000):
        address = f"203.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        assert places.admit(address) is None
        places.leave(address)
    assert places.admit("198.51.100.1") is not None


def test_an_address_that_spoke_http_is_remembered_for_ten_minutes() -> None:
    clock = Clock()
    places = addresses(clock)
    places.spoke_http("198.51.100.1")
    assert places.speaks_http("198.51.100.1")
    assert not places.speaks_http("198.51.100.2")
    clock.now += 601
    assert not places.speaks_http("198.51.100.1")


def test_only_the_latest_http_addresses_are_remembered() -> None:
    places = addresses(Clock())
    for number in range(HTTP_REMEMBERED + 1):
        places.spoke_http(f"10.0.{number >> 8}.{number & 255}")
    assert not places.speaks_http("10.0.0.0")
    assert places.speaks_http("10.0.0.1")


def test_requests_are_counted_by_network_and_nearby_ones_may_make_more() -> None:
    """ "A keep-alive GET has no rate limit"."""
    clock = [0.0]
    places = Addresses(Limits(http_burst=2, http_rate=1.0), lambda: clock[0])
    assert [places.request("2001:db8::1"), places.request("2001:db8::2"), places.request("2001:db8::3")] == [0, 0, 1]
    clock[0] = 1.0
    assert places.request("2001:db8::1") == 0
    assert [places.request("192.168.1.1") for _ in range(33)] == [0] * 32 + [1 / 16]
    for number in range(HTTP_REMEMBERED + 10):
        places.request(f"11.0.{number >> 8}.{number & 255}")
    assert len(places._requests) == HTTP_REMEMBERED


def test_the_next_process_lets_in_no_more_than_this_one() -> None:
    clock = Clock()
    places, again = addresses(clock), addresses(clock)
    for _ in range(5):
        places.admit("198.51.100.1")
        places.leave("198.51.100.1")
    places.spoke_http("198.51.100.2")
    for _ in range(places.limits.http_burst):
        assert places.request("198.51.100.3") == 0
    again.take(places.hand())
    assert "new connections" in str(again.admit("198.51.100.1"))
    assert again.speaks_http("198.51.100.2")
    assert again.request("198.51.100.3") > 0
    clock.now += 600
    assert places.hand().windows == {}
