"""Answers as records (docs/ext/rows.md): every kind with its fields, and the sentences that others get."""

from __future__ import annotations

import json
from typing import Any

from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Operator, Policy
from hubbub.wire.message import parse

CAPS = ("message-tags", "standard-replies", "hubbub.chat/rows")
PASSWORD = "correct horse battery"


def rows(person: Person, line: str) -> list[dict[str, Any]]:
    """The records of an answer."""
    tags = [parse(answer).tags or {} for answer in person.ask(line)]
    return [json.loads(one["hubbub.chat/row"]) for one in tags if "hubbub.chat/row" in one]


def kept(chat: MemoryChat) -> Person:
    """An account's owner, who runs the server, in a room of theirs."""
    alice = chat.connect(secure=True)
    alice.send(f"CAP REQ :{' '.join(CAPS)}", "NICK alice", "USER a 0 * :a", "CAP END")
    alice.send(f"NICKSERV REGISTER :{PASSWORD}", "JOIN #tea", "OPER root secret")
    alice.take()
    return alice


def test_every_kind() -> None:
    chat = MemoryChat(Policy(operators=(Operator("root", "secret"),)), lobby="#lobby")
    alice, bob, carol = kept(chat), chat.irc("bob"), chat.irc("carol")
    bob.send("JOIN #tea")
    carol.send("JOIN #tea")
    alice.take()
    alice.send("TBAN #tea 2h m:eve :too loud", "MODE #tea +b spam!*@*", "MODE #tea -b spam!*@*", "TOPIC #tea :green")
    bob.send("REPORT carol :too loud")
    now = chat.now
    alice.send("UBAN ADD mallory 1d :spam", "NICKSERV BLOCK eve", "NICKSERV PRIVATE rooms")
    alice.take()
    [ban] = rows(alice, "MODE #tea b")
    assert ban == {
        "row": "ban", "mask": "m:eve!*@*", "by": "alice", "at": ban["at"], "until": ban["at"] + 7_200_000,
        "why": "too loud",
    }  # fmt: skip
    acts = rows(alice, "NICKSERV AUDIT #tea")
    assert [(act["act"], act["target"], act["text"], act["undoable"]) for act in acts] == [
        ("mute", "eve!*@*", "too loud", True), ("ban", "spam!*@*", "", True), ("unban", "spam!*@*", "", True),
        ("topic", "", "green", True),
    ]  # fmt: skip
    alice.send(f"NICKSERV UNDO {acts[3]['n']}")
    alice.take()
    undone = rows(alice, "NICKSERV AUDIT #tea")
    assert [act["undone"] for act in undone] == [False, False, False, True, False]
    assert [act["undoable"] for act in undone][3:] == [False, True]
    assert rows(alice, "NICKSERV REPORTS") == [
        {"row": "report", "n": 1, "at": now, "about": "carol", "by": ["bob"], "why": ["too loud"], "room": "#tea",
         "quote": "", "state": "open", "taken_by": "", "note": "", "id": ""},
    ]  # fmt: skip
    assert [(row["target"], row["why"]) for row in rows(alice, "UBAN LIST")] == [("mallory!*@*", "spam")]
    assert rows(alice, "EXPIRE #tea") == [{"row": "keeping", "about": "#tea", "retention": 0, "expiry": 0}]
    carol.send("PRIVMSG #tea :the kettle is on")
    said = chat.now
    alice.send("PIN #tea", "EXPIRE #tea 1d")
    alice.take()
    [pin] = rows(alice, "PINS #tea")
    assert pin == {
        "row": "pin",
        "id": pin["id"],
        "sender": "carol",
        "at": said,
        "text": "the kettle is on",
        "by": "alice",
    }
    assert rows(alice, "RETENTION #tea") == [{"row": "keeping", "about": "#tea", "retention": 0, "expiry": 86_400_000}]
    assert rows(alice, "LOCKDOWN") == [{"row": "lockdown", "level": "open"}]
    assert rows(alice, "NICKSERV BLOCKED") == [{"row": "blocked", "mask": "eve!*@*"}]
    assert rows(alice, "NICKSERV PRIVATE") == [{"row": "private", "who": "rooms"}]
    [made] = rows(alice, "NICKSERV INVITE-LINK ROOM #tea USES 3 DAYS 2")
    assert made == {
        "row": "invitation", "n": 1, "room": "#tea", "uses": 3, "used": 0, "until": chat.now + 2 * 86_400_000,
        "by": "alice", "link": made["link"],
    }  # fmt: skip
    assert "/invite#" in made.pop("link")
    assert rows(alice, "NICKSERV INVITE-LINK LIST") == [made]
    [device] = rows(alice, "NICKSERV DEVICES")
    assert (device["n"], device["this"], device["by"], device["tls"]) == (1, True, "irc", True)
    assert "NEED_MORE" in str(alice.ask("NICKSERV DEVICES CLOSE \u0661")), "an Arabic 1 is no number"
    assert "NEED_MORE" in str(alice.ask("NICKSERV DEVICES CLOSE 99999999999999999999")), "no other number is named"
    [added] = rows(alice, f"NICKSERV CERT ADD {'ab' * 32}")
    assert (added["fingerprint"], added["this"]) == ("ab" * 32, False)
    assert rows(alice, "NICKSERV CERT LIST") == [added]
    [export] = rows(alice, "NICKSERV ACCOUNT EXPORT")
    assert "/export/" in export["link"]
    [account] = rows(alice, "NICKSERV ACCOUNT LIST")
    assert account.pop("seen") <= chat.now
    assert account == {"row": "account", "name": "alice", "operator": False, "here": True, "suspended": False}
    assert rows(alice, "NICKSERV ACCOUNT") == [{"row": "own_account", "name": "alice", "stays": True, "days": 90}]
    [code] = rows(alice, "NICKSERV ACCOUNT RESET alice")
    assert (code["row"], code["name"]) == ("reset_code", "alice")


def test_refusals_are_told_from_answers_and_others_read_sentences() -> None:
    chat = MemoryChat()
    bob, carol = chat.irc("bob", *CAPS), chat.irc("carol", "message-tags", "standard-replies")
    assert bob.ask("NICKSERV UNBLOCK mallory")[0].startswith(":hubbub FAIL NICKSERV NOT_BLOCKED mallory :You do not")
    assert carol.ask("NICKSERV UNBLOCK mallory")[0].startswith(":NickServ!services@hubbub NOTICE carol :You do not")
    assert bob.ask("NICKSERV ACCOUNT LIST")[0].startswith(":hubbub FAIL NICKSERV ")
    carol.send("NICKSERV BLOCK eve")
    carol.take()
    assert carol.ask("NICKSERV BLOCKED") == [":NickServ!services@hubbub NOTICE carol :eve!*@*"]
