"""Cloaks: the same for the same address and key, and saying nothing else."""

from __future__ import annotations

import re

from tests.support.each import each

from hubbub.chat.names import cloaks

KEY = cloaks.key_of(b"a secret")


def test_a_cloak_is_64_bits_of_a_keyed_hash() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}\.ip", cloaks.of_address(KEY, "192.0.2.1"))
    assert cloaks.of_address(KEY, "192.0.2.1") == cloaks.of_address(KEY, "192.0.2.1")
    assert cloaks.of_address(KEY, "192.0.2.1") != cloaks.of_address(cloaks.key_of(b"another"), "192.0.2.1")
    assert KEY != b"a secret"


@each(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    """security: /32 of IPv4, /64 of IPv6."""
    assert (cloaks.of_address(KEY, one) == cloaks.of_address(KEY, other)) == same
