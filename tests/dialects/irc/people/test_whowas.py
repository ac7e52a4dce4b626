"""WHOWAS, by https://modern.ircdocs.horse/#whowas-message."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.chat.world.people.whowas import DEPARTED


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_who_left_is_remembered_the_latest_first() -> None:
    """ "The history is searched backward, returning the most recent entry first."; "A WHOWAS entry is a series of
    numeric messages starting with RPL_WHOWASUSER" """
    chat = MemoryChat()
    alice = chat.irc("alice")
    for username in ("first", "second"):
        bob = chat.connect()
        bob.send("NICK Bob", f"USER {username} 0 * :Robert B.")
        bob.vanish()
    user, server, earlier, _, end = alice.ask("WHOWAS bob")
    assert user == ":hubbub 314 alice Bob second guest * :Robert B."
    assert server.startswith(":hubbub 312 alice Bob hubbub 2025-10-09T")
    assert earlier == ":hubbub 314 alice Bob first guest * :Robert B."
    assert end == ":hubbub 369 alice bob :End of WHOWAS"


@each(("count", "entries"), [("1", 1), ("2", 2), ("9", 3), ("0", 3), ("-1", 3), ("x", 3), ("٣", 3)])
def test_a_count_limits_the_entries(count: str, entries: int) -> None:
    """ "up to <count> replies will be returned"; "If given, <count> SHOULD be a positive number. Otherwise, a full
    search is done." """
    chat = MemoryChat()
    alice = chat.irc("alice")
    for _ in range(3):
        chat.irc("bob").vanish()
    assert numerics(alice.ask(f"WHOWAS bob {count}")).count("314") == entries


def test_a_new_name_leaves_the_old_one_behind() -> None:
    """ "This may either be due to a nickname change or the user leaving IRC." """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("NICK Bob")
    assert numerics(alice.ask("WHOWAS bob")) == ["406", "369"]
    bob.send("NICK rob")
    assert alice.ask("WHOWAS bob")[0] == ":hubbub 314 alice Bob bob guest * Bob"


def test_nobody_is_406_and_no_name_is_431() -> None:
    """ "Servers MUST reply with either ERR_WASNOSUCHNICK or a non-empty list of WHOWAS entries, both followed with
    RPL_ENDOFWHOWAS"; "If the <nick> argument is missing, they SHOULD send a single reply" """
    alice = MemoryChat().irc("alice")
    refused, end = alice.ask("WHOWAS nobody")
    assert refused.startswith(":hubbub 406 alice nobody :")
    assert end == ":hubbub 369 alice nobody :End of WHOWAS"
    assert numerics(alice.ask("WHOWAS")) == ["431"]
    assert numerics(alice.ask("WHOWAS b*")) == ["406", "369"]


def test_only_so_many_are_remembered() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    for number in range(DEPARTED + 1):
        bob.send(f"NICK bob{number}")
    assert len(chat.world.whowas.departed) == DEPARTED
    assert numerics(alice.ask("WHOWAS bob"))[0] == "406"
    assert numerics(alice.ask("WHOWAS bob0"))[0] == "314"
