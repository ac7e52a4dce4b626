"""PIN, UNPIN and PINS on IRC (docs/ext/pins.md): who may, who is shown what, and what entering a room shows."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

PINS = ("echo-message", "message-tags", "standard-replies", "hubbub.chat/pins")


def msgid(line: str) -> str:
    return line.partition("msgid=")[2].partition(";")[0].partition(" ")[0]


def room(chat: MemoryChat) -> tuple[Person, Person, str]:
    """alice, operator of #a, and bob, who cannot read pins; the id of what bob said there."""
    alice, bob = chat.irc("alice", *PINS), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take(), bob.take()
    bob.send("PRIVMSG #a :tea at five")
    return alice, bob, msgid(alice.take()[0])


def test_members_who_can_read_it_see_the_command_and_others_a_sentence() -> None:
    chat = MemoryChat()
    alice, bob, id = room(chat)
    assert alice.ask(f"PIN #a {id}") == [f":alice!alice@guest PIN #a {id}"]
    assert bob.take() == [':alice!alice@guest NOTICE #a :[alice pinned a message of bob ("tea at five")]']
    assert alice.ask(f"UNPIN #a {id}") == [f":alice!alice@guest UNPIN #a {id}"]
    assert bob.take() == [':alice!alice@guest NOTICE #a :[alice took a message of bob ("tea at five") off the pins]']


def test_who_enters_is_told_what_is_pinned() -> None:
    chat = MemoryChat()
    alice, _, id = room(chat)
    carol, dave = chat.irc("carol", *PINS), chat.irc("dave")
    assert carol.ask("JOIN #a")[-1] == ":hubbub PINS #a 0 :"
    carol.send("PART #a")
    alice.send(f"PIN #a {id}")
    assert carol.ask("JOIN #a")[-1] == f":hubbub PINS #a 0 {id}"
    assert dave.ask("JOIN #a")[-1] == ":hubbub NOTICE #a :One message is pinned here. To see them: PINS #a"


def test_pins_are_shown_in_words_too() -> None:
    chat = MemoryChat()
    alice, bob, id = room(chat)
    assert bob.ask("PINS #a") == [":hubbub NOTICE bob :Nothing is pinned in #a."]
    alice.send(f"PIN #a {id}")
    bob.take(), alice.take()
    row = f":  [bob]: tea at five (pinned by alice) {id}"
    assert bob.ask("PINS #a") == [f":hubbub NOTICE bob {row}"]
    assert alice.ask("PINS #a") == [f":hubbub PINS #a 0 {id}", f":hubbub NOTICE alice {row}"]
    bob.send("PRIVMSG #a :\x01ACTION waves\x01")
    alice.send(f"PIN #a {msgid(alice.take()[0])}")
    assert bob.take() == [':alice!alice@guest NOTICE #a :[alice pinned a message of bob ("* bob waves")]']
    assert "[bob]: * bob waves (pinned by alice)" in bob.ask("PINS #a")[-1]


def test_many_ids_stand_on_several_lines_with_their_places() -> None:
    chat = MemoryChat()
    alice, bob, first = room(chat)
    ids = [first]
    for number in range(17):
        bob.send(f"PRIVMSG #a :message {number}")
        ids.append(msgid(alice.take()[0]))
    for id in ids:
        alice.send(f"PIN #a {id}")
    lines = chat.irc("carol", *PINS).ask("JOIN #a")[-2:]
    assert lines == [f":hubbub PINS #a 0 :{' '.join(ids[:16])}", f":hubbub PINS #a 16 :{' '.join(ids[16:])}"]


def test_without_an_id_it_is_the_latest_or_the_latest_with_the_words() -> None:
    chat = MemoryChat()
    alice, bob, tea = room(chat)
    bob.send("PRIVMSG #a :and cake")
    cake = msgid(alice.take()[0])
    assert alice.ask("PIN #a * :TEA at") == [f":alice!alice@guest PIN #a {tea}"]
    assert alice.ask("PIN #a") == [f":alice!alice@guest PIN #a {cake}"]
    assert alice.ask("UNPIN #a * :tea") == [f":alice!alice@guest UNPIN #a {tea}"]
    assert alice.ask("UNPIN #a") == [f":alice!alice@guest UNPIN #a {cake}"]
    assert " FAIL UNPIN UNKNOWN_MSGID #a * " in alice.ask("UNPIN #a")[0]
    assert " FAIL PIN UNKNOWN_MSGID #a * " in alice.ask("PIN #a * :coffee")[0]


@each(
    ("line", "answer"),
    [
        ("PIN #a zz", "FAIL PIN UNKNOWN_MSGID #a zz"),
        ("PIN #a 123", "FAIL PIN UNKNOWN_MSGID #a 123"),
        ("UNPIN #a {id}", "FAIL UNPIN UNKNOWN_MSGID #a {id}"),
        ("PIN #b {id}", "403 alice #b"),
        ("PIN bob {id}", "403 alice bob"),
        ("PINS #b", "403 alice #b"),
        ("PIN", "461 alice PIN"),
    ],
)
def test_what_cannot_be_done_is_told(line: str, answer: str) -> None:
    chat = MemoryChat()
    alice, _, id = room(chat)
    assert f":hubbub {answer.format(id=id)} :" in alice.ask(line.format(id=id))[0]


def test_twice_too_many_and_without_a_role() -> None:
    chat = MemoryChat()
    alice, bob, id = room(chat)
    alice.send(f"PIN #a {id}")
    assert f"FAIL PIN ALREADY_PINNED #a {id} :" in alice.ask(f"PIN #a {id}")[-1]
    bob.take()
    assert bob.ask(f"UNPIN #a {id}") == [":hubbub NOTICE bob :Only moderators of #a and above may pin messages there."]
    for number in range(49):
        bob.send(f"PRIVMSG #a :message {number}")
        alice.send("PIN #a")
    bob.send("PRIVMSG #a :one more")
    alice.take()
    assert "FAIL PIN TOO_MANY_PINS #a :50 messages are pinned in #a." in alice.ask("PIN #a")[0]
