"""Bans of addresses, found by an address, and those of names and accounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.chat.names.masks import Meaning, Who
from hubbub.chat.party import guest
from hubbub.chat.world.moderation import bans
from hubbub.chat.world.moderation.bans import AddressBans, Ban, NameBans
from hubbub.chat.world.people.users import User

NOW = 1000
few = st.integers(0, 7)
addresses = st.one_of(
    few.map(lambda last: f"192.0.2.{last}"), few.map(lambda last: f"2001:db8::{last}"), st.just("::ffff:192.0.2.1")
)
networks = st.tuples(addresses, st.integers(20, 32)).map(lambda pair: bans.whole(f"{pair[0]}/{pair[1]}"))
targets = st.one_of(addresses.map(bans.whole), networks, st.sampled_from(["$a:bob", "bob!*@*", "*!*@192.0.2.1"]))


named = st.one_of(
    st.sampled_from(["$a:bob", "$a:B*", "$a:*", "bob!*@*", "B?B!*@*", "*!*@host", "*!*@*.ip", "192.0.2.1", "*!*@*"]),
    st.sampled_from(["*o*!*@*", "?*!*@h*t", "*b!b@*", "e*e!*@*.*", "*\\*b!*@*"]),
)
people = st.sampled_from(["bob!b@host", "eve!e@f00.ip", "rob!r@192.0.2.1"])


def is_meant(target: str, source: str, account: str, address: str) -> bool:
    user = User(source, guest(1), 0)
    user.account = account
    return bans.Aim(target).means(user, address)


def banned(target: str, until: int = 0) -> Ban:
    return Ban(target, 0, until, "root", "noise")


def now(begun: int) -> int:
    """A clock that has not leapt."""
    return NOW


@given(st.lists(targets), st.lists(targets), addresses)
def test_what_is_found_is_what_is_meant(added: list[str], removed: list[str], address: str) -> None:
    table = AddressBans()
    for target in added:
        table.add(banned(target))
    for target in removed:
        table.remove(target)
    left = [target for target in added if target not in removed and is_meant(target, "x!y@z", "", address)]
    found = table.find(address, now)
    assert (found.target in left) if found else not left


def test_one_that_is_over_does_not_hide_one_that_holds() -> None:
    table = AddressBans()
    table.add(banned("192.0.2.1", until=NOW))
    assert table.find("192.0.2.1", now) is None
    table.add(banned("192.0.2.0/24", until=NOW + 1))
    found = table.find("192.0.2.1", now)
    assert found is not None
    assert found.target == "192.0.2.0/24"
    assert table.find("no address", now) is None


@given(st.lists(named), st.lists(named), people, st.sampled_from(["", "bob", "eve"]))
def test_a_name_is_found_when_a_ban_that_is_left_means_it(
    added: list[str], removed: list[str], source: str, account: str
) -> None:
    table = NameBans()
    for target in added:
        table.add(banned(target))
    for target in removed:
        table.remove(target.upper())
    left = [target for target in added if target not in removed and is_meant(target, source, account, "")]
    found = table.find(Who(account, (source,)), now)
    assert (found.target in left) if found else not left


def test_any_source_will_do_and_one_that_is_over_hides_none() -> None:
    table = NameBans()
    table.add(banned("bob!*@*", until=NOW))
    bob = Who("", ("bob!b@guest", "bob!b@f00.ip"))
    assert table.find(bob, now) is None
    table.add(banned("*!*@f00.ip"))
    found = table.find(bob, now)
    assert found is not None
    assert found.target == "*!*@f00.ip"


def test_few_of_very_many_bans_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command "holds the loop longer than 10 ms": whoever came or left an account was compared with every mask, and
    of two thousand owners that one ban ended each was: 25 seconds."""
    table, asked = NameBans(), list[Who]()

    def asks(meaning: Meaning, who: Who) -> bool:
        asked.append(who)
        return holds(meaning, who)

    for number in range(2_000):
        table.add(banned(f"*{number:04}b*!*@*x{number % 10}"))
    holds = Meaning.holds
    monkeypatch.setattr(Meaning, "holds", asks)
    assert table.find(Who("", ("eve!e@guest",)), now) is None
    assert asked == []
    found = table.find(Who("", ("0123bob!b@f00.x3",)), now)
    assert found is not None
    assert found.target == "*0123b*!*@*x3"
    assert len(asked) < 100
