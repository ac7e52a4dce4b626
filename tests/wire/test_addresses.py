from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hubbub.wire.addresses import Networks, is_loopback, is_private, network_of, parse, plain


def test_what_counts_as_one() -> None:
    assert network_of("8.8.8.8") == "8.8.8.8"
    assert network_of("2001:db8:1:2:3::4") == "2001:db8:1:2::"
    assert network_of("fe80::1%eth0") == "fe80::"
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("nonsense") == "nonsense"


def test_ipv4_within_ipv6_is_ipv4() -> None:
    assert plain("::ffff:192.0.2.1") == "192.0.2.1"
    assert plain("fe80::1%eth0") == "fe80::1"
    assert plain("2001:DB8::0") == "2001:db8::"
    assert plain("nonsense") == "nonsense"
    with pytest.raises(ValueError, match="nonsense"):
        parse("nonsense")


def test_this_machine_and_those_near_it() -> None:
    assert is_loopback("127.9.9.9")
    assert is_loopback("::1")
    assert is_loopback("::ffff:127.0.0.1")
    assert not is_loopback("192.168.1.1")
    assert not is_loopback("localhost")
    assert all(map(is_private, ("127.0.0.1", "fd00::2", "192.168.1.1", "fe80::1%eth0")))
    assert not any(map(is_private, ("8.8.8.8", "2001:db8::1", "nonsense", "100.64.0.1")))


def test_networks() -> None:
    ours = Networks(["192.0.2.0/24", "2001:db8::/32", "198.51.100.7"])
    for inside in ("192.0.2.9", "::ffff:192.0.2.9", "2001:db8::1", "198.51.100.7"):
        assert inside in ours
    for outside in ("192.0.3.9", "2001:db9::1", "198.51.100.8", "nonsense"):
        assert outside not in ours
    assert "192.0.2.9" not in Networks()


@given(some.ip_addresses(v=6))
def test_a_network_of_ipv6_has_64_bits(ip: ipaddress.IPv6Address) -> None:
    if ip.ipv4_mapped is None:
        assert ip in ipaddress.ip_network(f"{network_of(str(ip))}/64")
