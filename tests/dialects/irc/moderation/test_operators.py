"""OPER and what only operators may (modern.ircdocs.horse, operator-messages and WALLOPS)."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import LoginRefused, OperatorActed
from hubbub.chat.limits.policy import Operator, Policy
from hubbub.chat.limits.throttle import OPERATOR_PAUSE
from hubbub.commands.moderation import operators

OPERATED = Policy(operators=(Operator("root", "sesame"),))


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def operated() -> tuple[MemoryChat, Person]:
    """A chat with alice as its operator."""
    chat = MemoryChat(OPERATED)
    alice = chat.irc("alice", secure=True)
    alice.send("OPER root sesame")
    alice.take()
    return chat, alice


def test_their_password_is_not_taken_where_others_can_read_along() -> None:
    """ "The server's password is accepted over plain text from outside": no password is, nor is it looked at."""
    chat = MemoryChat(OPERATED)
    alice = chat.irc("alice", "standard-replies")
    for given in ("sesame", "wrong"):
        assert "FAIL OPER NOT_SECURE" in alice.ask(f"OPER root {given}")[0]
    assert "o" not in alice.session.me.modes
    assert "381" in numerics(chat.irc("bob", secure=True).ask("OPER root sesame"))


def test_name_and_password_make_an_operator() -> None:
    """ "the RPL_YOUREOPER message is sent to the user. The user will also receive a MODE message" """
    chat = MemoryChat(OPERATED)
    alice = chat.irc("alice", secure=True)
    mode, oper = alice.ask("OPER root sesame")
    assert mode == ":alice!alice@guest MODE alice +o"
    assert oper.startswith(":hubbub 381 alice :")
    assert alice.ask("MODE alice") == [":hubbub 221 alice +o"]
    assert next(line for line in alice.ask("LUSERS") if " 252 " in line).startswith(":hubbub 252 alice 1 :")


def test_an_operator_may_give_it_up() -> None:
    _, alice = operated()
    assert alice.ask("MODE alice -o") == [":alice!alice@guest MODE alice -o"]
    assert numerics(alice.ask("WALLOPS :x")) == ["481"]


@pytest.mark.parametrize("given", ["root wrong", "nobody sesame", "ROOT sesame"])
def test_a_wrong_password_has_to_wait_ten_seconds(given: str) -> None:
    """ "If the client does not send the correct password for the given name, the server replies with an
    ERR_PASSWDMISMATCH message"; bad input 66: "464 + 10 s".
    """
    chat = MemoryChat(OPERATED)
    alice = chat.irc("alice", secure=True)
    assert numerics(alice.ask(f"OPER {given}")) == ["464"]
    assert numerics(alice.ask("OPER root sesame")) == ["464"]
    assert chat.passwords.asked == 1
    chat.now += OPERATOR_PAUSE
    assert numerics(alice.ask("OPER root sesame")) == ["MODE", "381"]


def test_guesses_are_counted_by_address_and_name_over_all_connections() -> None:
    """Rule: by address and name, as passwords; another connection from there waits as well."""
    chat = MemoryChat(OPERATED)
    for number in range(20):
        guesser = chat.connect(address="192.0.2.9", secure=True)
        guesser.send(f"NICK g{number}", f"USER g 0 * :g{number}")
        guesser.take()
        guesser.ask(f"OPER root guess{number}")
    assert chat.passwords.asked == 1
    elsewhere = chat.connect(address="198.51.100.9", secure=True)
    elsewhere.send("NICK root2", "USER g 0 * :g")
    elsewhere.take()
    assert "381" in numerics(elsewhere.ask("OPER root sesame"))


def test_a_server_without_operators_makes_none() -> None:
    """ERR_NOOPERHOST: "the request is not successful" """
    assert numerics(MemoryChat().irc("alice").ask("OPER root sesame")) == ["491"]


@each(
    "line",
    [
        "KILL bob :x", "KILL hubbub :x", "WALLOPS :x", "REHASH", "RESTART", "DIE", "CONNECT x", "SQUIT x :y", "STATS o",
        "STATS m",
    ],
)  # fmt: skip
def test_others_have_no_privileges(line: str) -> None:
    """ERR_NOPRIVILEGES: "the user executing the command is not an IRC operator" """
    chat = MemoryChat(OPERATED)
    bob, eve = chat.irc("bob"), chat.irc("eve")
    assert numerics(eve.ask(line)) == ["481"]
    assert bob.take() == []
    assert bob.closed is None
    assert chat.control.did == []


def test_the_killed_and_those_who_knew_them_are_told() -> None:
    """ "the client being killed receives the KILL message, and the <source> of the message SHOULD be the operator";
    "The user being killed and every user sharing a channel with them receives a QUIT message", of the form
    "Killed (<killer> (<reason>))"; "The user being killed then receives the ERROR message".
    """
    chat, alice = operated()
    bob, carol = chat.irc("bob"), chat.irc("carol")
    bob.send("JOIN #a")
    carol.send("JOIN #a")
    bob.take()
    carol.take()
    alice.send("KILL BOB :too much")
    assert carol.take() == [":bob!bob@guest QUIT :Killed (alice (too much))"]
    assert bob.take() == [
        ":alice!alice@guest KILL bob :too much",
        ":bob!bob@guest QUIT :Killed (alice (too much))",
        "ERROR :Killed (alice (too much))",
    ]
    assert bob.closed == "Killed (alice (too much))"
    assert alice.take() == []
    assert chat.world.user("bob") is None
    assert [user.name for user in (chat.world.room("#a") or pytest.fail("gone")).members] == ["carol"]


def test_kills_that_cannot_be() -> None:
    """ERR_NOSUCHNICK, ERR_CANTKILLSERVER and ERR_NEEDMOREPARAMS."""
    _, alice = operated()
    assert numerics(alice.ask("KILL nobody :x")) == ["401"]
    assert numerics(alice.ask("KILL hubbub :x")) == ["483"]
    assert numerics(alice.ask("KILL alice")) == ["461"]


def test_an_operator_may_kill_themselves() -> None:
    chat, alice = operated()
    assert alice.ask("KILL alice :bye")[-1] == "ERROR :Killed (alice (bye))"
    assert chat.world.user("alice") is None


def test_somebody_on_plain_text_is_killed_too() -> None:
    chat, alice = operated()
    dave = chat.connect("plain")
    dave.send("dave")
    alice.send("KILL dave :x")
    assert dave.closed == "Killed (alice (x))"
    assert chat.world.user("dave") is None


def test_wallops_reach_who_wants_them() -> None:
    """ "send a message to all currently connected users who have set the 'w' user mode for themselves"; "Servers MAY
    echo WALLOPS messages to their sender even if they don't have the 'w' user mode."
    """
    chat, alice = operated()
    bob, carol = chat.irc("bob"), chat.irc("carol")
    bob.send("MODE bob +w")
    bob.take()
    assert alice.ask("WALLOPS :maintenance at noon") == [":alice!alice@guest WALLOPS :maintenance at noon"]
    assert bob.take() == [":alice!alice@guest WALLOPS :maintenance at noon"]
    assert carol.take() == []
    assert numerics(alice.ask("WALLOPS :")) == ["412"]


def test_rehash_says_what_is_wrong_to_the_operator_only() -> None:
    """ "force the local server to re-read and process its configuration file"; RPL_REHASHING."""
    chat, alice = operated()
    bob = chat.irc("bob")
    chat.control.problems = ["hubbub.toml:4: listen.prot: there is no such setting"]
    assert alice.ask("REHASH") == [
        ":hubbub 382 alice hubbub.toml :The settings are read again",
        ":hubbub NOTICE alice :hubbub.toml:4: listen.prot: there is no such setting",
    ]
    assert bob.take() == []


@pytest.mark.parametrize(("line", "did"), [("RESTART", "restart"), ("DIE", "end")])
def test_operators_stop_and_restart_the_server(line: str, did: str) -> None:
    """ "An operator can use the restart command to force the server to restart itself." """
    chat, alice = operated()
    alice.send(line)
    assert chat.control.did == [did]


@pytest.mark.parametrize("line", ["CONNECT irc.example.org", "SQUIT irc.example.org :bye"])
def test_there_are_no_servers_to_link(line: str) -> None:
    """ERR_NOSUCHSERVER."""
    _, alice = operated()
    assert alice.ask(line)[0].startswith(":hubbub 402 alice irc.example.org :")


def test_new_settings_take_the_mode_from_who_is_no_operator_any_more() -> None:
    chat, alice = operated()
    operators.follow(chat.core, OPERATED)
    chat.commit()
    assert alice.take() == []
    operators.follow(chat.core, Policy(operators=(Operator("other", "x"),)))
    chat.commit()
    assert alice.take() == [":alice!alice@guest MODE alice -o"]


def test_each_act_is_noted_without_what_was_said() -> None:
    """Security: "audit line for each operator act", and no message text."""
    chat = MemoryChat(OPERATED)
    alice, _ = chat.irc("alice", secure=True), chat.irc("bob")
    alice.send("OPER root wrong")
    chat.now += OPERATOR_PAUSE
    alice.send("OPER root sesame", "WALLOPS :secret", "KILL bob :spam", "REHASH", "RESTART", "DIE")
    acts = [event for event in chat.happened if isinstance(event, OperatorActed)]
    assert [(act.command, act.about, act.text, act.refused) for act in acts] == [
        ("OPER", "", "", True),
        ("OPER", "", "", False),
        ("WALLOPS", "", "", False),
        ("KILL", "bob", "spam", False),
        ("REHASH", "", "", False),
        ("RESTART", "", "", False),
        ("DIE", "", "", False),
    ]
    assert {act.operator for act in acts} == {"root"}
    assert [(event.name, event.way) for event in chat.happened if isinstance(event, LoginRefused)] == [
        ("root", "operator password")
    ]
