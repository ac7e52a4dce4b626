"""https://ircv3.net/specs/extensions/no-implicit-names"""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_joining_shows_no_names_and_names_does() -> None:
    """ "servers MUST NOT send an implicit NAMES reply after sending a JOIN message. Servers MUST reply to explicit
    NAMES commands sent by the client as usual." """
    chat = MemoryChat()
    alice = chat.irc("alice", "no-implicit-names")
    assert numerics(alice.ask("JOIN #a")) == ["JOIN"]
    alice.send("TOPIC #a :tea", "PRIVMSG #a :x", "PART #a")
    assert numerics(alice.ask("JOIN #a")) == ["JOIN", "332", "333"]
    assert numerics(alice.ask("NAMES #a")) == ["353", "366"]


def test_neither_does_a_visit_taken_up_again() -> None:
    chat = MemoryChat()
    bob = chat.connect()
    bob.send("CAP REQ :hubbub.chat/token no-implicit-names", "NICK bob", "USER bob 0 * :Bob", "CAP END", "JOIN #a")
    token = next(line.split(" ")[2] for line in bob.take() if " TOKEN " in line)
    again = chat.connect()
    again.send("CAP REQ :hubbub.chat/token no-implicit-names", f"TOKEN {token}", "NICK bob", "USER bob 0 * :Bob")
    seen = numerics(again.ask("CAP END"))
    assert "JOIN" in seen
    assert "353" not in seen
