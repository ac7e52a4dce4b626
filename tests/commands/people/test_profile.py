"""Who is here, who is away."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy
from hubbub.chat.refusals import TextTooLong
from hubbub.commands.people import profile


def test_people_are_listed_by_name_whatever_its_case() -> None:
    chat = MemoryChat()
    people = [chat.irc(name) for name in ("zed", "Bob", "alice")]
    for person in people:
        person.send("JOIN #a")
    assert [user.name for user in profile.online(chat.core, people[0].session)] == ["alice", "Bob", "zed"]
    assert [user.name for user in profile.members(chat.world.rooms["#a"])] == ["alice", "Bob", "zed"]


def test_being_away_twice_is_told_once() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob", "away-notify")
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.take()
    alice.send("AWAY :tea", "AWAY :tea", "AWAY :more tea", "AWAY", "AWAY")
    assert [line.split(" ", 1)[1] for line in bob.take()] == ["AWAY :tea", "AWAY :more tea", "AWAY"]


@pytest.mark.parametrize("set_text", [profile.set_away, profile.set_realname])
def test_texts_are_measured_in_bytes_and_never_cut(set_text: object) -> None:
    chat = MemoryChat(Policy(away_bytes=4, realname_bytes=4))
    session = chat.irc("alice").session
    assert callable(set_text)
    set_text(chat.core, session, "éé")
    with pytest.raises(TextTooLong):
        set_text(chat.core, session, "ééx")
