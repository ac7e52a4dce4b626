"""What specifications say of the forms of answers, for those who negotiated little."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy

CAPS = (
    "batch", "message-tags", "echo-message", "labeled-response", "standard-replies", "draft/multiline",
    "hubbub.chat/edit", "draft/message-redaction", "draft/channel-rename", "server-time", "account-tag",
)  # fmt: skip


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


LONG_ROOM = "#" + "r" * 60


def filled(start: str, letter: str) -> str:
    """A line of 510 bytes at most: as long as a client may send one."""
    return start + letter * ((510 - len(start.encode())) // len(letter.encode()))


@pytest.mark.parametrize("letter", ["x", "é", "茶"])
@pytest.mark.parametrize(
    "start",
    [
        f"PRIVMSG {LONG_ROOM} :", f"NOTICE {LONG_ROOM} :", f"PRIVMSG {'b' * 30} :", f"TOPIC {LONG_ROOM} :",
        f"PART {LONG_ROOM} :", f"KICK {LONG_ROOM} {'b' * 30} :", f"EDIT {LONG_ROOM} ID :", f"REDACT {LONG_ROOM} ID :",
        f"RENAME {LONG_ROOM} #other :", f"RELAYMSG {LONG_ROOM} {'c' * 30}/{'d' * 30} :", "QUIT :", "AWAY :",
        "SETNAME :",
    ],
)  # fmt: skip
def test_no_line_above_512_bytes_reaches_a_client(start: str, letter: str) -> None:
    """ "These messages SHALL NOT exceed 512 characters in length, counting all characters including the trailing CR-LF"
    (RFC 2812, section 2.3): with the longest names what does not fit is refused (417), or is a reason and is cut."""
    chat = MemoryChat(Policy(cloaks=True, server="chat.tea-house.example.org"))
    alice, bob = chat.irc("a" * 32, *CAPS), chat.irc("b" * 30, "setname", "away-notify")
    people = [alice, bob, chat.irc("carol", *CAPS)]
    for person in people:
        person.send(f"JOIN {LONG_ROOM}")
    alice.take()
    (said,) = alice.ask(f"PRIVMSG {LONG_ROOM} :hi")
    before = said.partition("msgid=")[2].split(" ")[0].split(";")[0]
    alice.send(filled(start.replace("ID", before), letter), "LIST", f"TOPIC {LONG_ROOM}", f"WHOIS {'a' * 32}")
    for person in people:
        for line in person.take():
            body = line.partition(" ")[2] if line.startswith("@") else line
            assert len(body.encode()) <= 510, line
            assert "\ufffd" not in line
