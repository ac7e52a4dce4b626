"""https://ircv3.net/specs/extensions/invite-notify"""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat


def test_members_who_asked_hear_of_invitations() -> None:
    """ "a client to specify that it would like to be notified when users are invited to channels";
    ":<inviter> INVITE <target> <channel>" """
    chat = MemoryChat()
    alice = chat.irc("alice", "invite-notify")
    bob, carol = chat.irc("bob", "invite-notify"), chat.irc("carol")
    dave, erin = chat.irc("dave"), chat.irc("erin", "invite-notify")
    for person in (alice, bob, carol):
        person.send("JOIN #a")
    for person in (alice, bob, carol):
        person.take()
    assert alice.ask("INVITE dave #a") == [":hubbub 341 alice dave #a"]
    assert bob.take() == [":alice!alice@guest INVITE dave #a"]
    assert dave.take() == [":alice!alice@guest INVITE dave #a"]
    assert carol.take() == erin.take() == []


def test_who_asks_no_more_hears_no_more() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob", "invite-notify")
    chat.irc("carol")
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.send("CAP REQ :-invite-notify")
    bob.take()
    alice.send("INVITE carol #a")
    assert bob.take() == []
