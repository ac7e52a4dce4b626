"""STATUSMSG, by https://modern.ircdocs.horse/#privmsg-message and #statusmsg-parameter."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat, Person


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


@pytest.fixture
def people() -> dict[str, Person]:
    """#a with an operator, a half-operator, one with a voice, and one with nothing."""
    chat = MemoryChat()
    people = {name: chat.irc(name) for name in ("oper", "half", "voice", "plain")}
    for person in people.values():
        person.send("JOIN #a")
    people["oper"].send("MODE #a +hv half voice")
    people["none"] = chat.irc("none")
    for person in people.values():
        person.take()
    return people


@pytest.mark.parametrize(
    ("prefixes", "written", "hear"),
    [
        ("@", "@", ["oper"]),
        ("%", "%", ["oper", "half"]),
        ("@%", "%", ["oper", "half"]),
        ("+", "+", ["oper", "half", "voice"]),
        ("~", "~", []),
    ],
)
@pytest.mark.parametrize("command", ["PRIVMSG", "NOTICE"])
def test_only_those_with_that_standing_hear_it(
    people: dict[str, Person], prefixes: str, written: str, hear: list[str], command: str
) -> None:
    """ "the message will be delivered only to the members of that channel with the given or higher status" """
    assert people["plain"].ask(f"{command} {prefixes}#A :help") == []
    for name, person in people.items():
        expected = [f":plain!plain@guest {command} {written}#a :help"] if name in hear else []
        assert person.take() == expected


def test_it_is_not_kept(people: dict[str, Person]) -> None:
    """Who has no standing reads it nowhere: neither in history nor by search."""
    people["oper"].send("PRIVMSG @#a :secretly said", "PRIVMSG #a :openly said")
    plain = people["plain"]
    plain.take()
    for question in ("CHATHISTORY LATEST #a * 9", "SEARCH said"):
        assert [line.rpartition(" :")[2] for line in plain.ask(question)] == ["openly said"], question


def test_the_sender_hears_it_only_as_an_echo() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob", "echo-message")
    for person in (alice, bob):
        person.send("JOIN #a")
        person.take()
    assert alice.ask("PRIVMSG @#a :x") == []
    assert bob.ask("PRIVMSG @#a :x") == [":bob!bob@guest PRIVMSG @#a :x"]


def test_who_may_not_speak_in_the_room_may_not_here(people: dict[str, Person]) -> None:
    """ "If a message cannot be delivered to a channel, the server SHOULD respond with an ERR_CANNOTSENDTOCHAN" """
    assert numerics(people["none"].ask("PRIVMSG @#a :x")) == ["404"]
    assert numerics(people["none"].ask("PRIVMSG @#none :x")) == ["403"]
    people["oper"].send("MODE #a +m")
    people["plain"].take()
    assert numerics(people["plain"].ask("PRIVMSG @#a :x")) == ["404"]
    assert people["oper"].take() == [":oper!oper@guest MODE #a +m"]


@pytest.mark.parametrize("target", ["@", "@%", "@bob", "@@", "@ "])
def test_a_prefix_without_a_room_is_nothing(people: dict[str, Person], target: str) -> None:
    assert numerics(people["plain"].ask(f"PRIVMSG {target} :x"))[0] in ("401", "403")


def test_tags_go_the_same_way() -> None:
    """message-tags, TAGMSG: "MUST be delivered to targets in the same way as PRIVMSG and NOTICE"."""
    chat = MemoryChat()
    alice, bob, carol = (chat.irc(name, "message-tags") for name in ("alice", "bob", "carol"))
    for person in (alice, bob, carol):
        person.send("JOIN #a")
    alice.take()
    carol.take()
    bob.send("@+typing=active TAGMSG @#a")
    assert [line.partition(" ")[2] for line in alice.take()] == [":bob!bob@guest TAGMSG @#a"]
    assert carol.take() == []


def test_people_on_plain_text_read_for_whom_it_is() -> None:
    chat = MemoryChat(lobby="#lobby")
    ann, bob = chat.connect("plain"), chat.irc("bob")
    ann.send("ann", "/join tea")
    bob.send("JOIN #tea")
    ann.take()
    bob.send("PRIVMSG @#tea :help")
    assert any(line.endswith("bob to everybody in tea who is operator or more: help") for line in ann.take())


def test_it_is_advertised() -> None:
    """ "The value MUST be specified and MUST be a list of prefixes as specified in the PREFIX parameter." """
    someone = MemoryChat().connect()
    someone.send("NICK alice", "USER alice 0 * :Alice")
    assert " STATUSMSG=~&@%+ " in " ".join(line for line in someone.take() if " 005 " in line)
