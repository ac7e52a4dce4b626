"""What specifications say of the forms of answers, for those who negotiated little."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("MARKREAD", ":hubbub FAIL MARKREAD NEED_MORE_PARAMS"),
        ("REDACT #r nosuch", ":hubbub FAIL REDACT UNKNOWN_MSGID"),
        ("CHATHISTORY LATEST #nope * 10", ":hubbub FAIL CHATHISTORY INVALID_TARGET LATEST #nope"),
    ],
)
def test_fail_is_said_as_the_specification_of_the_command_names_it(line: str, answer: str) -> None:
    """Without standard-replies, too: NOTICE only for inventions of ours."""
    alice = MemoryChat().irc("alice")
    alice.send("JOIN #r")
    assert alice.ask(line)[0].startswith(answer)
    assert alice.ask("EDIT #r nosuch :x")[0].split(" ")[1] == "NOTICE"


def test_cap_ls_without_302_is_one_line() -> None:
    """Below version 302 a client reads one line, and knows nothing of more."""
    person = MemoryChat().connect()
    (line,) = person.ask("CAP LS")
    assert len(line) < 510
    words = line.rpartition(":")[2].split()
    assert "sasl" not in words  # no TLS
    assert {"server-time", "message-tags", "batch", "echo-message", "standard-replies"} <= set(words)
    assert len(person.ask("CAP LS 302")) > 1
    (again,) = person.ask("CAP LS")
    assert again == line, "after CAP LS 302 a lower one is answered in its form"


def test_cap_req_needs_no_colon() -> None:
    person = MemoryChat().connect()
    assert person.ask("CAP REQ batch server-time") == [":hubbub CAP * ACK :batch server-time"]
    assert person.ask("CAP REQ batch nosuch")[0].split(" ")[3] == "NAK"


def test_tagmsg_without_client_tags_is_relayed() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "message-tags"), chat.irc("bob", "message-tags")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    bob.take()
    alice.send("TAGMSG #a")
    (line,) = bob.take()
    assert line.endswith(":alice!alice@guest TAGMSG #a")


def test_the_history_with_somebody_to_whom_nothing_was_said_is_an_empty_batch() -> None:
    chat = MemoryChat()
    alice, _ = chat.irc("alice", "batch", "draft/chathistory"), chat.irc("bob")
    first, last = alice.ask("CHATHISTORY LATEST bob * 10")
    assert first.startswith(":hubbub BATCH +")
    assert first.endswith(" chathistory bob")
    assert last.startswith(":hubbub BATCH -")
    assert " FAIL CHATHISTORY INVALID_TARGET " in alice.ask("CHATHISTORY LATEST nobody * 10")[0]


def test_nickserv_takes_spaces_to_spare() -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :Alice", "PRIVMSG NickServ :REGISTER  correct-horse ", "QUIT")
    again = chat.connect(secure=True)
    again.send("NICK other", "USER other 0 * :Other")
    assert any(" 900 " in line for line in again.ask("PRIVMSG NickServ :IDENTIFY  alice  correct-horse "))
