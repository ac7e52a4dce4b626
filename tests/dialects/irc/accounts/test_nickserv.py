"""NickServ, for clients that know neither SASL nor draft/account-registration."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat

from hubbub.dialects.irc.accounts.nickserv import HELP


def test_nickserv_registers_identifies_and_changes_passwords() -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :A", "PRIVMSG NickServ :REGISTER first-word")
    assert alice.take()[-1] == ":NickServ!services@hubbub NOTICE alice :The account is made, and you are logged in."
    assert alice.ask("NS PASSWD other-word")[-1].endswith(":The password is changed.")
    alice.send("QUIT")
    again = chat.connect(secure=True)
    again.send("NICK alice_", "USER alice 0 * :A")
    again.take()
    assert "is not the password" in again.ask("PRIVMSG nickserv :IDENTIFY alice first-word")[0]
    lines = again.ask("PRIVMSG NickServ :IDENTIFY alice other-word")
    assert ":alice_!alice@guest NICK :alice" in lines
    assert lines[-1].endswith(" NOTICE alice :You are logged in as alice.")
    assert len(again.ask("NICKSERV HELP")) == len(HELP)
    assert again.ask("NS HELP UBAN")[1].endswith(
        " NOTICE alice :/uban add target [2h] [why]  ban it, and end the connections concerned"
    )


@pytest.mark.parametrize(
    "line",
    [
        "PRIVMSG NickServ :  IDENTIFY  alice  correct horse ",
        "NS IDENTIFY  alice  :correct horse",
        "NS IDENTIFY :alice  correct horse ",
        "NS :IDENTIFY  alice  correct horse ",
        "NickServ identify  alice correct horse",
    ],
)
def test_identify_takes_spaces_to_spare_and_in_passwords(line: str) -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :A", "NS REGISTER :correct horse", "QUIT")
    again = chat.connect(secure=True)
    again.send("NICK alice_", "USER alice 0 * :A")
    assert again.ask(line)[-1].endswith(" NOTICE alice :You are logged in as alice.")
