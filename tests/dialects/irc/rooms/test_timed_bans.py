"""TBAN (https://docs.inspircd.org/3/modules/timedbans/): "TBAN <channel> <duration> <banmask>"."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.commands.rooms.modes import lift_ended


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def room() -> tuple[MemoryChat, Person, Person]:
    """#a with alice, who made it, and bob."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take(), bob.take()
    return chat, alice, bob


@pytest.mark.parametrize(("time", "seconds"), [("90", 90), ("1h", 3600), ("1w2d3h4m6s", 788_646)])
def test_a_ban_is_set_by_who_asked_and_removed_by_the_server(time: str, seconds: int) -> None:
    """ "A timed ban is set as though the user set it themselves, and removed by the server." """
    chat, alice, bob = room()
    assert alice.ask(f"TBAN #a {time} *!*@example.account :spam") == [
        ":alice!alice@guest MODE #a +b *!*@example.account"
    ]
    bob.take()
    chat.now += seconds * 1000 - 1
    chat.tell_time()
    lift_ended(chat.core)
    chat.commit()
    assert bob.take() == []
    chat.now += 1
    chat.tell_time()
    lift_ended(chat.core)
    chat.commit()
    assert bob.take() == [":hubbub MODE #a -b *!*@example.account"]


def test_it_is_on_the_list_of_bans_and_of_those_that_end() -> None:
    """ "All timed bans appear in the banlist as normal bans and may be safely removed before their time is up." """
    _, alice, bob = room()
    alice.send("TBAN #a 1h eve :spam", "TBAN #a 0 mallory", "MODE #a +b oscar")
    listed = [line.split(" ")[4] for line in bob.ask("MODE #a b") if " 367 " in line]
    assert listed == ["eve!*@*", "mallory!*@*", "oscar!*@*"]
    bob.take()
    assert bob.ask("TBAN #a") == [
        ":hubbub NOTICE bob :eve!*@* is banned from #a until 2025-10-09 09:53 UTC: spam",
        ":hubbub NOTICE bob :Those are the bans of #a that end by themselves.",
    ]
    assert alice.ask("MODE #a -b eve!*@*") == [":alice!alice@guest MODE #a -b eve!*@*"]


def test_who_is_banned_is_told_until_when_and_why() -> None:
    chat, alice, _ = room()
    alice.send("TBAN #a 1h eve :spam")
    eve = chat.irc("eve")
    assert eve.ask("JOIN #a") == [":hubbub 474 eve #a :You are banned from #a until 2025-10-09 09:53 UTC: spam."]


def test_only_moderators_of_the_room_may() -> None:
    chat, _, bob = room()
    assert numerics(bob.ask("TBAN #a 1h alice")) == ["482"]
    assert numerics(chat.irc("eve").ask("TBAN #a 1h alice")) == ["442"]
    assert numerics(bob.ask("TBAN #b 1h alice")) == ["403"]


@each("words", ["1h", "soon bob", "-5 bob", "1x bob", "9999999999 bob"])
def test_what_is_no_time_or_no_mask_is_461(words: str) -> None:
    _, alice, _ = room()
    assert numerics(alice.ask(f"TBAN #a {words}")) == ["461"]
