"""Replies (https://ircv3.net/specs/client-tags/reply), and their words for those who cannot read tags."""

from __future__ import annotations

import pytest
from tests.dialects.irc.messages.test_reactions import CAPS, msgid
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy


def room(policy: Policy | None = None) -> tuple[MemoryChat, Person, Person, Person, str]:
    """#a with alice and carol, who read tags, and bob, who does not; the id of what alice said."""
    chat = MemoryChat(policy)
    alice, carol, bob = chat.irc("alice", *CAPS), chat.irc("carol", *CAPS), chat.irc("bob")
    for person in (alice, carol, bob):
        person.send("JOIN #a")
    id = msgid(alice.ask("PRIVMSG #a :deploy done")[-1])
    carol.take(), bob.take()
    return chat, alice, carol, bob, id


@pytest.mark.parametrize("tag", ["+reply", "+draft/reply"])
def test_a_reply_is_a_tag_for_those_who_read_tags_and_words_for_others(tag: str) -> None:
    """ "This tag ... is used to show that a message is a reply to another one" """
    _, alice, carol, bob, id = room()
    carol.send(f"@{tag}={id} PRIVMSG #a :thanks")
    assert bob.take() == [':carol!carol@guest PRIVMSG #a :(to alice: "deploy done") thanks']
    assert alice.take()[-1].endswith(f";{tag}={id} :carol!carol@guest PRIVMSG #a :thanks")


@each(
    ("said", "heard"),
    [
        ("\x01ACTION nods\x01", '\x01ACTION (to alice: "deploy done") nods\x01'),
        ("alice: thanks", "alice: thanks"),
        ("@Alice thanks", "@Alice thanks"),
        ("alicea thanks", '(to alice: "deploy done") alicea thanks'),
        ("\x01VERSION\x01", "\x01VERSION\x01"),
        ("x" * 460, "x" * 460),
    ],
)
def test_the_words_fit_to_what_is_said(said: str, heard: str) -> None:
    """No line gets longer than 512 bytes by them, and nobody is named twice."""
    _, _, carol, bob, id = room()
    carol.send(f"@+reply={id} PRIVMSG #a :{said}")
    assert bob.take() == [f":carol!carol@guest PRIVMSG #a :{heard}"]


def test_a_long_message_is_told_by_its_beginning() -> None:
    _, alice, carol, bob, _ = room()
    id = msgid(alice.ask("PRIVMSG #a :the deploy of the whole thing is done")[-1])
    bob.take()
    carol.send(f"@+reply={id} NOTICE #a :thanks")
    assert bob.take() == [':carol!carol@guest NOTICE #a :(to alice: "the deploy of the whole...") thanks']


def test_a_reply_to_what_is_not_remembered() -> None:
    _, _, carol, bob, _ = room()
    carol.send("@+reply=123456 PRIVMSG #a :thanks", "@+reply=whatever PRIVMSG #a :thanks")
    assert [line.partition(" :")[2] for line in bob.take()] == ["(to an earlier message) thanks", "thanks"]


def test_the_words_can_be_switched_off() -> None:
    _, _, carol, bob, id = room(Policy(tell_in_words=False))
    carol.send(f"@+reply={id} PRIVMSG #a :thanks")
    assert bob.take() == [":carol!carol@guest PRIVMSG #a :thanks"]


def test_what_somebody_else_said_is_not_kept_in_a_reply() -> None:
    """G20: what is removed is gone; who comes later reads whom the reply was for."""
    chat, alice, carol, _, id = room()
    carol.send(f"@+reply={id} PRIVMSG #a :thanks")
    alice.send(f"REDACT #a {id}")
    dora = chat.irc("dora", "batch", "draft/chathistory")
    dora.send("JOIN #a")
    dora.take()
    shown = [line.rpartition(" :")[2] for line in dora.ask("CHATHISTORY LATEST #a * 10") if " PRIVMSG " in line]
    assert shown == ["(to alice) thanks"]
    assert "deploy" not in repr(chat.world.rooms["#a"].recent)


@pytest.mark.parametrize(
    "line",
    ["@+reply={} PRIVMSG #a :so", "@+reply={};+draft/react=x TAGMSG #a", "@+reply={} PRIVMSG @#a :so"],
)
def test_what_was_said_before_somebody_joined_a_private_room_is_not_quoted_to_them(line: str) -> None:
    """ "What was said in a private room is for those who were there": by no words of others either."""
    chat, alice, carol, bob, secret = room()
    alice.send("MODE #a +ioo carol bob", "INVITE dora #a")
    bob.take()
    carol.send(line.format(secret))
    assert "deploy done" in bob.take()[0], "all who are here were there"
    dora = chat.irc("dora")
    alice.send("INVITE dora #a")
    dora.send("JOIN #a")
    alice.send("MODE #a +o dora", "PRIVMSG #a :for all")
    known = msgid(alice.take()[-1])
    dora.take()
    for guess, shown in ((secret, "an earlier message"), (known, "for all")):
        chat.now += 5_000
        carol.send(line.format(guess))
        (heard,) = dora.take()
        assert shown in heard
        assert "deploy" not in heard


def test_who_may_not_read_a_room_quotes_nothing_from_it() -> None:
    chat, alice, _, bob, id = room()
    alice.send("MODE #a -n")
    dora = chat.irc("dora", *CAPS)
    bob.take()
    dora.send(f"@+reply={id} PRIVMSG #a :so")
    assert bob.take() == [":dora!dora@guest PRIVMSG #a :(to an earlier message) so"]


def test_in_private_and_to_some_of_a_room() -> None:
    _, alice, carol, bob, _ = room()
    alice.send("MODE #a +v bob")
    bob.send("PRIVMSG carol :are you there")
    id = msgid(carol.take()[-1])
    bob.take()
    carol.send(f"@+reply={id} PRIVMSG bob :yes")
    assert bob.take() == [':carol!carol@guest PRIVMSG bob :(to bob: "are you there") yes']
    said = msgid(alice.ask("PRIVMSG #a :who has a key")[-1])
    bob.take()
    carol.send(f"@+reply={said} PRIVMSG +#a :bob")
    assert bob.take() == [':carol!carol@guest PRIVMSG +#a :(to alice: "who has a key") bob']


def test_of_several_lines_the_first_says_it() -> None:
    chat, _, _, bob, id = room()
    dora = chat.irc("dora", *CAPS, "batch", "draft/multiline")
    dora.send("JOIN #a")
    bob.take()
    dora.send(
        f"@+reply={id} BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :one", "@batch=1 PRIVMSG #a :two", "BATCH -1"
    )
    assert [line.partition(" :")[2] for line in bob.take()] == ['(to alice: "deploy done") one', "two"]


def test_a_person_on_plain_text_reads_whom_it_is_for() -> None:
    chat = MemoryChat(lobby="#lobby")
    dora = chat.connect("plain")
    dora.send("dora")
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #lobby,#tea")
    id = msgid(alice.ask("PRIVMSG #lobby :deploy done")[-1])
    dora.take()
    alice.send(f"@+reply={id} PRIVMSG #lobby :really", f"@+reply={id} PRIVMSG #lobby :\x01ACTION nods\x01")
    assert [line[11:] for line in dora.take()] == [
        '[alice] (to alice: "deploy done"): really',
        '* alice (to alice: "deploy done") nods',
    ]
    dora.send("@alice psst")
    alice.send(f"@+reply={msgid(alice.take()[-1])} PRIVMSG dora :what")
    assert dora.take()[-1][11:] == 'Private message from alice (to dora: "psst"): what'
    dora.send("/history")
    assert any(line.endswith("[alice] (to alice): really") for line in dora.take())
