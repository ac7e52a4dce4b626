"""ADMIN, LINKS, MAP and STATS (modern.ircdocs.horse, server-queries)."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Operator, Policy
from hubbub.dialects.irc.server.network import uptime


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_who_runs_this_server() -> None:
    """ "SHOULD respond with the RPL_ADMINME, RPL_ADMINLOC1, RPL_ADMINLOC2, and RPL_ADMINEMAIL replies" """
    alice = MemoryChat(Policy(admin=("Room 12", "School", "root@example.org"))).irc("alice")
    me, first, second, contact = alice.ask("ADMIN")
    assert me.startswith(":hubbub 256 alice hubbub :")
    assert (first, second) == (":hubbub 257 alice :Room 12", ":hubbub 258 alice School")
    assert contact == ":hubbub 259 alice root@example.org"


def test_nobody_knows_who_runs_it() -> None:
    """ERR_NOADMININFO."""
    assert MemoryChat().irc("alice").ask("ADMIN")[0].startswith(":hubbub 423 alice hubbub :")


def test_this_is_the_only_server() -> None:
    """ "zero or more RPL_LINKS messages and mark the end of the list using a RPL_ENDOFLINKS message" """
    alice = MemoryChat(Policy(description="our chat")).irc("alice")
    assert alice.ask("LINKS") == [":hubbub 364 alice hubbub hubbub :0 our chat", ":hubbub 365 alice * :End of LINKS"]
    assert numerics(alice.ask("MAP")) == ["006", "007"]


def test_everybody_may_know_how_long_it_has_been_up() -> None:
    """ "`u` - returns a string showing how long the server has been up." """
    chat = MemoryChat(Policy(started_at=1_760_000_000_000 - 90_061_000))
    assert chat.irc("alice").ask("STATS u") == [
        ":hubbub 242 alice :Server Up 1 days 1:01:01",
        ":hubbub 219 alice u :End of STATS",
    ]
    assert uptime(59_999) == "Server Up 0 days 0:00:59"


def test_operators_see_commands_and_operators() -> None:
    """ "`m` - returns a list of commands supported by the server and the usage count for each if the usage count is non
    zero"; "`o` - returns a list of hosts from which normal clients may become operators".
    """
    alice = MemoryChat(Policy(operators=(Operator("root", "sesame"),))).irc("alice", secure=True)
    alice.send("OPER root sesame", "PING x", "PING y")
    counted = alice.ask("STATS m")
    assert ":hubbub 212 alice PING 2 0 0" in counted
    assert not any("WALLOPS" in line for line in counted)
    assert alice.ask("STATS o") == [":hubbub 243 alice O *@* * root", ":hubbub 219 alice o :End of STATS"]


def test_operators_see_bans() -> None:
    """ "`k` - returns a list of banned username/hostname combinations for that server" """
    chat = MemoryChat(Policy(operators=(Operator("root", "sesame"),)))
    alice = chat.irc("alice", secure=True)
    assert numerics(alice.ask("STATS k")) == ["481"]
    alice.send("OPER root sesame", "UBAN ADD 203.0.113.0/24 noise", "UBAN ADD eve!*@* 1h more noise")
    assert alice.ask("STATS k") == [
        ":hubbub 216 alice K 203.0.113.0/24 * * noise",
        ":hubbub 216 alice K * * eve!* :more noise (until 2025-10-09 09:53 UTC)",
        ":hubbub 219 alice k :End of STATS",
    ]


@pytest.mark.parametrize("time", ["2h30", "1h2d", "0h"])
def test_a_time_that_is_none_makes_no_ban(time: str) -> None:
    chat = MemoryChat(Policy(operators=(Operator("root", "sesame"),)))
    alice = chat.irc("alice", secure=True)
    alice.send("OPER root sesame")
    assert "Type it like this" in "".join(alice.ask(f"UBAN ADD eve!*@* {time} noise"))
    assert numerics(alice.ask("STATS k")) == ["219"]


@pytest.mark.parametrize("query", ["x", "c", ""])
def test_other_statistics_are_empty(query: str) -> None:
    assert numerics(MemoryChat().irc("alice").ask(f"STATS :{query}")) == ["219"]
