"""MODE on oneself (modern.ircdocs.horse, user-modes)."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat

from hubbub.irc.modes import Change, UnknownMode, parse_user_changes


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_modes_are_shown_and_changed() -> None:
    """ "the supplied modes will be applied, and a `MODE` message will be sent to the user" """
    alice = MemoryChat().irc("alice")
    assert alice.ask("MODE alice") == [":hubbub 221 alice +"]
    assert alice.ask("MODE alice +wi") == [":alice!alice@guest MODE alice +wi"]
    assert alice.ask("MODE ALICE") == [":hubbub 221 alice +iw"]
    assert alice.ask("MODE alice -w+w-i") == [":alice!alice@guest MODE alice -i"]
    assert alice.ask("MODE alice +w") == []


def test_unknown_modes_do_not_keep_the_others_from_being_set() -> None:
    """ "the server MUST apply the modes that are implemented, and then send the ERR_UMODEUNKNOWNFLAG in reply" """
    alice = MemoryChat().irc("alice")
    told, refused = alice.ask("MODE alice +Xi-Y")
    assert told == ":alice!alice@guest MODE alice +i"
    assert refused.startswith(":hubbub 501 alice :")


def test_nobody_makes_themselves_an_operator() -> None:
    alice = MemoryChat().irc("alice")
    assert alice.ask("MODE alice +o") == []
    assert alice.ask("MODE alice") == [":hubbub 221 alice +"]


@pytest.mark.parametrize(("target", "numeric"), [("bob", "502"), ("nobody", "401")])
def test_the_modes_of_others_are_not_ones_business(target: str, numeric: str) -> None:
    """ERR_USERSDONTMATCH: "<target> is a different nick than the user who sent the command"; ERR_NOSUCHNICK."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("bob")
    assert numerics(alice.ask(f"MODE {target}")) == [numeric]
    assert numerics(alice.ask(f"MODE {target} +i")) == [numeric]


def test_invisible_users_are_counted_apart() -> None:
    chat = MemoryChat()
    chat.irc("alice").send("MODE alice +i")
    assert chat.irc("bob").ask("LUSERS")[0] == ":hubbub 251 bob :There are 1 users and 1 invisible on 1 server"


def test_the_welcome_lists_the_user_modes() -> None:
    """RPL_MYINFO: "<available user modes>" """
    alice = MemoryChat().connect()
    alice.send("NICK alice", "USER a 0 * :A")
    assert next(line for line in alice.take() if " 004 " in line).split(" ")[5] == "BDRciow"


def test_every_letter_is_read() -> None:
    read = list(parse_user_changes("i-w?"))
    assert read[:2] == [Change(True, "i"), Change(False, "w")]
    assert isinstance(read[2], UnknownMode)


def test_modes_keep_with_a_new_name_and_end_with_the_visit() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("MODE alice +i", "NICK alicia")
    assert alice.ask("MODE alicia") == [":hubbub 221 alicia +i"]
    assert chat.irc("bob").ask("LUSERS")[0] == ":hubbub 251 bob :There are 1 users and 1 invisible on 1 server"
    alice.vanish()
    assert chat.world.with_mode("i") == []
    assert chat.irc("alice").ask("MODE alice") == [":hubbub 221 alice +"]


def test_how_many_are_invisible_follows_who_comes_goes_and_changes() -> None:
    """LUSERS looks at nobody: each of these says how many it makes."""
    chat = MemoryChat()
    alice, bob, carol = chat.irc("alice"), chat.irc("bob"), chat.irc("carol")

    def counted() -> int:
        world = chat.world
        assert world.local.invisible == sum(bool(user.sessions) for user in world.with_mode("i"))
        return int(alice.ask("LUSERS")[0].split(" and ")[1].split(" ")[0])

    for client, name in ((alice, "alice"), (bob, "bob"), (carol, "carol")):
        client.send(f"MODE {name} +i", f"MODE {name} +i")
    assert counted() == 3
    bob.send("MODE bob -i")
    assert counted() == 2
    bob.send("MODE bob +i")
    bob.send("QUIT")
    assert counted() == 2
    carol.vanish()
    assert counted() == 1
    alice.send("MODE alice -i")
    assert counted() == 0


def test_the_invisible_are_not_named_to_strangers() -> None:
    """ "Users with the invisible user mode set are not shown in channel responses unless the requesting client is also
    joined to that channel." """
    chat = MemoryChat()
    alice, bob, carol = chat.irc("alice"), chat.irc("bob"), chat.irc("carol")
    bob.send("JOIN #a", "MODE bob +i")
    carol.send("JOIN #a")
    assert alice.ask("NAMES #a")[0] == ":hubbub 353 alice = #a :carol"
    assert carol.ask("NAMES #a")[0] == ":hubbub 353 carol = #a :@bob carol"
    carol.send("MODE carol +i")
    assert numerics(alice.ask("NAMES #a")) == ["366"]


def test_operators_may_give_it_up() -> None:
    """RFC 2812, MODE: "there is no restriction, however, on anyone `deopping' themselves"."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.world.change_user_mode(chat.world.users["alice"], "o", has=True)
    assert alice.ask("MODE alice -o") == [":alice!alice@guest MODE alice -o"]
