"""RETENTION and EXPIRE on IRC (docs/moderation.md): asking, changing, and what joining shows."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat


def test_a_room_says_what_holds_when_asked_and_on_joining() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    alice.take()
    assert bob.ask("EXPIRE #a") == [":hubbub NOTICE bob :Messages in #a stay."]
    assert alice.ask("EXPIRE #a 1d") == [
        ":alice!alice@guest NOTICE #a :[alice lets new messages here disappear after 1 day]"
    ]
    assert alice.ask("EXPIRE #a 1d") == []
    assert bob.ask("EXPIRE #a") == [":hubbub NOTICE bob :New messages in #a disappear after 1 day."]
    assert bob.ask("RETENTION #a") == bob.ask("EXPIRE #a")
    assert bob.ask("JOIN #a")[-1] == ":hubbub NOTICE #a :New messages here disappear after 1 day."


def test_who_may_not_is_told_so() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take(), bob.take()
    assert " 482 " in bob.ask("EXPIRE #a 1d")[0]
    assert " 482 " in alice.ask("RETENTION #a 30d")[0], "only owners, who have an account"
    assert " 442 " in chat.irc("eve").ask("EXPIRE #a 1d")[0]
    assert " 403 " in bob.ask("RETENTION #b")[0]
    assert " 401 " in bob.ask("EXPIRE zed 1d")[0]
    assert " 401 " in bob.ask("EXPIRE zed")[0], "nothing holds with nobody"


def test_a_private_conversation_has_a_timer_of_its_own() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    assert alice.ask("EXPIRE bob 10m") == [
        ":alice!alice@guest NOTICE bob :[alice lets new messages here disappear after 10 minutes]"
    ]
    assert bob.take() == [":alice!alice@guest NOTICE bob :[alice lets new messages here disappear after 10 minutes]"]
    assert bob.ask("EXPIRE alice") == [
        ":hubbub NOTICE bob :New messages in your conversation with alice disappear after 10 minutes."
    ]
