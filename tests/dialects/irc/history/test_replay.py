"""What was missed: "a client that has chathistory asks for it; one that hasn't gets what it missed on joining (bounded,
marked with its times)"; the rules are in docs/irc.md."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.irc.times import format_local, format_time

DAY = 86_400_000
LOGIN = "AGFsaWNlAGNvcnJlY3QgaG9yc2U="


def device(chat: MemoryChat, *caps: str) -> Person:
    """A connection of alice's, who has an account."""
    person = chat.connect(secure=True)
    person.send(f"CAP REQ :sasl {' '.join(caps)}", "NICK alice", "USER alice 0 * :Alice")
    if chat.world.accounts.named("alice") is None:
        person.send("CAP REQ draft/account-registration", "REGISTER * * :correct horse")
    else:
        person.send("AUTHENTICATE PLAIN", f"AUTHENTICATE {LOGIN}")
    person.send("CAP END")
    return person


def room(*caps: str, policy: Policy | None = None) -> tuple[MemoryChat, Person, Person]:
    """alice with an account and bob, both in #tea, where bob has said `before`."""
    chat = MemoryChat(policy)
    alice, bob = device(chat, *caps), chat.irc("bob")
    alice.send("JOIN #tea")
    bob.send("JOIN #tea", "PRIVMSG #tea :before")
    alice.take()
    return chat, alice, bob


def said(lines: list[str]) -> list[str]:
    """The texts of the messages, without the times that stand in front of them."""
    texts = [line.partition(" PRIVMSG #tea :")[2] for line in lines if " PRIVMSG #tea :" in line]
    return [text.partition("] ")[2] if text.startswith("[") else text for text in texts]


def back(chat: MemoryChat, *caps: str) -> list[str]:
    """What alice is told on a new connection, in whose rooms she still is."""
    return device(chat, *caps).take()


def test_who_comes_back_is_shown_what_was_said_meanwhile() -> None:
    chat, alice, bob = room()
    alice.vanish()
    bob.send("PRIVMSG #tea :one", "PRIVMSG #tea :two")
    assert said(back(chat)) == ["one", "two"]


def test_it_comes_behind_what_a_join_is_answered_with_and_only_once() -> None:
    _, alice, bob = room()
    alice.send("PART #tea")
    bob.send("PRIVMSG #tea :one")
    lines = alice.ask("JOIN #tea")
    assert " 366 " in lines[-2]
    assert said(lines) == ["one"]
    alice.send("PART #tea")
    assert said(alice.ask("JOIN #tea")) == []


def test_nothing_comes_unasked_where_the_client_can_ask() -> None:
    chat, alice, bob = room("draft/chathistory")
    alice.vanish()
    bob.send("PRIVMSG #tea :one")
    again = device(chat, "draft/chathistory")
    again.take()
    assert said(again.ask("JOIN #tea")) == []
    assert said(again.ask("CHATHISTORY LATEST #tea * 1")) == ["one"]


def test_guests_whom_nobody_knows_get_nothing_from_before() -> None:
    chat, _, bob = room()
    assert said(chat.irc("carol").ask("JOIN #tea")) == []
    carol = chat.irc("dave")
    carol.send("JOIN #tea", "PART #tea")
    bob.send("PRIVMSG #tea :one")
    assert said(carol.ask("JOIN #tea")) == ["one"], "they were seen leaving"


def test_a_guest_with_a_token_is_known_again() -> None:
    chat, _, bob = room()
    dave = chat.connect()
    dave.send("CAP REQ :hubbub.chat/token", "NICK dave", "USER d 0 * :D", "CAP END")
    token = next(line for line in dave.take() if " TOKEN " in line).partition(" TOKEN ")[2]
    dave.send("JOIN #tea")
    dave.vanish()
    bob.send("PRIVMSG #tea :one")
    again = chat.connect()
    again.send("CAP REQ :hubbub.chat/token", f"TOKEN {token}", "NICK dave", "USER d 0 * :D", "CAP END")
    assert said(again.ask("JOIN #tea")) == ["one"]


def test_a_read_marker_says_how_far_one_has_read() -> None:
    chat, alice, bob = room("draft/read-marker")
    alice.vanish()
    bob.send("PRIVMSG #tea :one")
    at = chat.now
    bob.send("PRIVMSG #tea :two")
    phone = device(chat, "draft/chathistory", "draft/read-marker")
    phone.send("JOIN #tea", f"MARKREAD #tea timestamp={format_time(at)}", "QUIT")
    phone.vanish()
    bob.send("PRIVMSG #tea :three")
    assert said(back(chat)) == ["three"]


def test_one_more_device_gets_what_was_said_since_one_was_there() -> None:
    chat, alice, bob = room()
    assert said(device(chat).take()) == ["before"], "said since alice came in"
    phone = device(chat)
    phone.vanish()
    bob.send("PRIVMSG #tea :one")
    lines = device(chat).take()
    assert said(lines) == ["one"]
    assert said(alice.take()) == ["one"], "live, and not again"


def test_after_a_restart_it_is_what_was_said_since_one_was_seen() -> None:
    chat, alice, bob = room()
    alice.vanish()
    bob.send("PRIVMSG #tea :one")
    bob.vanish()
    later = MemoryChat(log=chat.log, now=chat.now + 1000)
    assert said(back(later)) == ["one"]


@pytest.mark.parametrize("policy", [Policy(replay_lines=0), Policy(replay_days=0), Policy(replay_days=0, stay_days=0)])
def test_it_can_be_turned_off(policy: Policy) -> None:
    chat, alice, bob = room(policy=policy)
    alice.vanish()
    bob.send("PRIVMSG #tea :one")
    assert said(back(chat)) == []


def test_it_is_so_many_lines_at_most_and_no_older_than_so_many_days() -> None:
    chat, alice, bob = room(policy=Policy(replay_lines=2, replay_days=1))
    alice.vanish()
    bob.send("PRIVMSG #tea :old")
    chat.now += DAY
    bob.send("PRIVMSG #tea :new")
    phone = device(chat)
    assert said(phone.take()) == ["new"]
    phone.vanish()
    bob.send(*(f"PRIVMSG #tea :{number}" for number in range(5)))
    assert said(back(chat)) == ["3", "4"]


def test_what_is_not_in_memory_any_more_is_read_from_the_log() -> None:
    chat, alice, bob = room()
    alice.vanish()
    bob.send("PRIVMSG #tea :one", *(f"PRIVMSG #tea :{number}" for number in range(120)))
    tea = chat.world.room("#tea")
    assert tea is not None
    chat.world.recent.forget(tea)
    assert said(back(chat)) == [str(number) for number in range(20, 120)]


def test_what_was_said_in_a_private_room_before_one_was_in_it_stays_there() -> None:
    _, alice, bob = room()
    bob.send("JOIN #den", "PRIVMSG #den :open", "JOIN #cellar", "PRIVMSG #cellar :secret")
    assert any(line.endswith(" open") for line in alice.ask("JOIN #den"))
    bob.send("MODE #cellar +s")
    assert not any(line.endswith(" secret") for line in alice.ask("JOIN #cellar"))


def test_removed_messages_are_not_shown() -> None:
    chat, alice, _ = room()
    carol = chat.irc("carol", "message-tags", "echo-message", "draft/message-redaction")
    carol.send("JOIN #tea")
    alice.vanish()
    msgid = carol.ask("PRIVMSG #tea :oops")[0].partition("msgid=")[2].partition(" ")[0].partition(";")[0]
    carol.send(f"REDACT #tea {msgid}", "PRIVMSG #tea :better")
    assert said(back(chat)) == ["better"]


def test_with_server_time_the_tag_says_when() -> None:
    chat, alice, bob = room()
    alice.vanish()
    bob.send("PRIVMSG #tea :one")
    at = chat.now
    chat.now += 5000
    line = back(chat, "server-time")[-1]
    assert line == f"@time={format_time(at)} :bob!bob@guest PRIVMSG #tea :one"


def test_without_server_time_the_text_begins_with_when() -> None:
    chat, alice, bob = room()
    alice.vanish()
    bob.send("PRIVMSG #tea :one", "PRIVMSG #tea :\x01ACTION waves\x01", "PRIVMSG #tea :\x01VERSION\x01")
    at = chat.now - 2
    chat.now += DAY
    lines = back(chat)
    assert lines[-2].endswith(f" PRIVMSG #tea :{format_local(at, chat.now)} one")
    assert lines[-1].endswith(f" PRIVMSG #tea :\x01ACTION {format_local(at + 1, chat.now)} waves\x01")
    assert len(format_local(at, chat.now)) == len("[2026-11-21 09:30:00]")
    assert len(format_local(at, at)) == len("[09:30:00]")


def test_no_line_becomes_too_long_by_its_time() -> None:
    chat, alice, bob = room("message-tags")
    alice.vanish()
    words = ("tea " * 120).strip()
    bob.send(f"PRIVMSG #tea :{words}")
    lines = [line for line in back(chat, "message-tags") if " PRIVMSG #tea :" in line]
    assert len(lines) == 2
    assert all(len(line.partition(" ")[2].encode() if line[0] == "@" else line.encode()) <= 510 for line in lines)
    assert " ".join(said(lines)) == words
    assert [line.startswith("@msgid=") for line in lines] == [True, False]


def test_a_batch_holds_it_for_who_can_read_one() -> None:
    chat, alice, bob = room()
    alice.vanish()
    bob.send("PRIVMSG #tea :one")
    opening, line, closing = back(chat, "batch", "server-time")[-3:]
    reference = opening.split()[2].removeprefix("+")
    assert opening == f":hubbub BATCH +{reference} chathistory #tea"
    assert line.startswith(f"@batch={reference};time=")
    assert closing == f":hubbub BATCH -{reference}"


def test_the_account_of_who_said_it_is_told() -> None:
    _, alice, bob = room()
    bob.send("PART #tea")
    alice.send("PRIVMSG #tea :mine")
    bob.take()
    bob.send("CAP REQ :account-tag")
    lines = bob.ask("JOIN #tea")
    assert lines[-1].startswith("@account=alice ")


def test_what_waited_for_a_name_comes_behind_it_and_once() -> None:
    chat, alice, bob = room()
    alice.vanish()
    bob.send("PRIVMSG alice :psst", "PRIVMSG #tea :one")
    again = device(chat)
    again.send("JOIN #tea")
    lines = again.take()
    assert sum(":psst" in line for line in lines) == 1
    assert said(lines) == ["one"]
