"""What clients can read, of which they may choose any set."""

from __future__ import annotations

import gc
from itertools import combinations

from tests.support.memory_chat import MemoryChat

from hubbub.chat.world.session import Interest, Profile

CAPS = "account-tag", "message-tags", "server-time", "extended-join", "multi-prefix", "batch", "draft/multiline"


def test_a_profile_is_kept_for_as_long_as_somebody_has_it() -> None:
    """Attack: a connection after the other that asks for another set of capabilities, each of them kept for good."""
    chat = MemoryChat()
    bob = chat.irc("bob")
    bob.send("JOIN #a")
    gc.collect()
    before = len(Profile.known)
    for number, caps in enumerate(combinations(CAPS, 3)):
        alice = chat.irc(f"alice{number}", *caps)
        alice.send("JOIN #a", "PRIVMSG #a :hi")
        assert Profile.known[alice.session.dialect.name, alice.session.profile.caps, alice.session.profile.frame]
        bob.send("PRIVMSG #a :hello")
        alice.send("QUIT")
        del alice
    gc.collect()
    assert len(Profile.known) <= before + 1


def test_what_many_connections_have_alike_is_there_once() -> None:
    chat = MemoryChat()
    alice, bob = (chat.irc(name, "invite-notify", "extended-monitor") for name in ("alice", "bob"))
    carol = chat.irc("carol", "invite-notify")
    for person in (alice, bob):
        person.send("UNREAD", "PING 1")
    assert alice.session.interests == {Interest.INVITATIONS, Interest.WATCHED}
    assert alice.session.interests is bob.session.interests is not carol.session.interests
    assert alice.session.state.once == {"UNREAD", "PING"}
    assert alice.session.state.once is bob.session.state.once
