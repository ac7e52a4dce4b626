"""What the owner of an account gets when they ask for what is kept of theirs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person, said, with_alice
from tests.commands.moderation.test_invites import console
from tests.support.memory_chat import MemoryChat

from hubbub.chat.world.exports import LASTS_MS
from hubbub.commands.accounts import exports

Line = dict[str, Any]


def exported(chat: MemoryChat, name: str = "alice") -> list[Line]:
    """All parts, as `hubbub account export` asks for them."""
    found: list[Line] = []
    more = ""
    while True:
        *lines, more, end = console(chat).ask(f"account export {name} {more}".strip())
        assert end == "\x06"
        found += map(json.loads, lines)
        if more == "0 0":
            return found


def of_kind(lines: list[Line], kind: str) -> list[Line]:
    return [line for line in lines if line["kind"] == kind]


@pytest.mark.parametrize("step", [1, 2, 1000])
def test_it_holds_the_account_its_rooms_its_messages_and_its_conversations(
    step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "LOOKED_AT", step)
    monkeypatch.setattr(exports, "READ", step)
    chat = with_alice()
    bob = person(chat, "bob", "hello from bob")
    person(chat, "alice", PASSWORD, "/join tea", "f\u00fcr alle", "//slash", "/msg bob psst", "/msg carol hm")
    bob.send("@alice what is it?")
    lines = exported(chat)
    (about,) = of_kind(lines, "account")
    assert (about["name"], about["operator"]) == ("alice", False)
    rooms = {line["name"]: (line["member"], line["modes"]) for line in of_kind(lines, "room")}
    assert rooms == {"#lobby": (True, ""), "#tea": (True, "qo")}
    told = [(line["room"], line["from"], line["text"]) for line in of_kind(lines, "room message")]
    assert told == [("#tea", "alice", "f\u00fcr alle"), ("#tea", "alice", "/slash")]
    private = [(line["with"], line["from"], line["text"]) for line in of_kind(lines, "private message")]
    assert private == [("bob", "alice", "psst"), ("bob", "bob", "what is it?")]
    assert all(line["time"].startswith("2025-10-09T") for line in lines if "text" in line)


def test_what_was_erased_is_not_in_it() -> None:
    chat = with_alice()
    alice = chat.connect(secure=True)
    alice.send("CAP REQ :message-tags echo-message draft/message-redaction", "NICK a", "USER a 0 * :a", "CAP END")
    alice.send(f"NS IDENTIFY alice :{PASSWORD}", "JOIN #lobby")
    alice.take()
    echo = alice.ask("PRIVMSG #lobby :secret")[-1]
    id = echo.partition("msgid=")[2].split(";")[0].split(" ")[0]
    alice.send("PRIVMSG #lobby :not so secret", f"REDACT #lobby {id}")
    assert [line["text"] for line in of_kind(exported(chat), "room message")] == ["not so secret"]


def test_the_link_is_good_once_and_for_ten_minutes() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD, "/account export")
    link = next(word for word in said(alice).split() if "/export/" in word)
    token = link.rpartition("/")[2]
    account = chat.world.accounts.named("alice")
    assert exports.taken(chat.core, token) is account
    assert exports.taken(chat.core, token) is None
    late = exports.offer(chat.core, alice.session)
    chat.world.local.clock += LASTS_MS
    assert exports.taken(chat.core, late) is None
    first, second = (exports.offer(chat.core, alice.session) for _ in range(2))
    assert exports.taken(chat.core, first) is None
    assert exports.taken(chat.core, second) is account


@pytest.mark.parametrize("line", ["/logout everywhere", f"/register {PASSWORD}"])
def test_the_link_ends_with_the_logins(line: str) -> None:
    """G19: whoever had the account until then has nothing of it any more."""
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    bob = person(chat, "bob", f"/register {PASSWORD}")
    tokens = [exports.offer(chat.core, one.session) for one in (alice, bob)]
    alice.send(line)
    taken = [exports.taken(chat.core, token) for token in tokens]
    assert taken == [None, chat.world.accounts.named("bob")]


def test_the_link_is_not_shown_where_others_listen_nor_to_guests() -> None:
    chat = with_alice()
    assert "You are not logged in." in said(person(chat, "bob", "/account export"))
    listened = person(chat, "carol", "/account export", secure=False)
    assert "/export/" not in said(listened)
    assert "others may read it" in said(listened)


def test_nobody_exports_somebody_elses_but_at_the_console() -> None:
    chat = with_alice()
    bob = person(chat, "bob", "/account export alice")
    assert "Type it like this" in said(bob)
    assert "no account named nobody" in console(chat).ask("account export nobody")[0]
    assert "Type it like this" in console(chat).ask("account export alice x y")[0]
