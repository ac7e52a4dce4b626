"""SAJOIN and SAMODE, as InspIRCd and UnrealIRCd have them: operators of the server in rooms."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import OperatorActed
from hubbub.chat.limits.policy import Operator, Policy


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def closed_room() -> tuple[MemoryChat, Person, Person]:
    """#a of alice, which boss, an operator of the server, may not join."""
    chat = MemoryChat(Policy(operators=(Operator("boss", "sesame"),)))
    alice, boss = chat.irc("alice"), chat.irc("boss", secure=True)
    boss.send("OPER boss sesame")
    alice.send("JOIN #a", "MODE #a +isk sesame", "MODE #a +b boss")
    alice.take()
    return chat, alice, boss


def acts(chat: MemoryChat) -> list[tuple[str, str, str]]:
    """What operators have done."""
    return [(one.command, one.about, one.text) for one in chat.happened if isinstance(one, OperatorActed)]


def test_an_operator_joins_in_spite_of_the_door_and_is_a_plain_member_then() -> None:
    chat, alice, boss = closed_room()
    chat.happened.clear()
    assert numerics(boss.ask("JOIN #a")) == ["474"]
    assert numerics(boss.ask("SAJOIN #a")) == ["JOIN", "353", "366"]
    assert alice.take() == [":boss!boss@guest JOIN #a"]
    assert numerics(boss.ask("MODE #a -i")) == ["482"]
    assert numerics(boss.ask("KICK #a alice")) == ["482"]
    assert boss.ask("SAJOIN #a") == []
    assert acts(chat) == [("SAJOIN", "#a", "")]


def test_an_operator_changes_any_mode_and_the_room_sees_it() -> None:
    chat, alice, boss = closed_room()
    chat.happened.clear()
    assert boss.ask("SAMODE #a -i+q alice") == [":boss!boss@guest MODE #a -i+q alice"]
    assert alice.take() == [":boss!boss@guest MODE #a -i+q alice"]
    assert numerics(boss.ask("SAMODE #a +X")) == ["472"]
    assert numerics(boss.ask("SAMODE #a +o boss")) == ["441"]
    assert acts(chat)[0] == ("SAMODE", "#a", "-i+q alice")


@pytest.mark.parametrize("command", ["SAJOIN #none", "SAMODE #none +i"])
def test_there_has_to_be_such_a_room(command: str) -> None:
    chat, _, boss = closed_room()
    assert numerics(boss.ask(command)) == ["403"]
    assert chat.world.room("#none") is None


@pytest.mark.parametrize("command", ["SAJOIN #a", "SAMODE #a -i", "SAMODE #none -i"])
def test_others_may_not(command: str) -> None:
    chat, alice, _ = closed_room()
    chat.happened.clear()
    assert numerics(alice.ask(command)) == ["481"]
    assert acts(chat) == []
