"""RENAME (IRCv3 draft/channel-rename), quoted as of the draft."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.commands.rooms import renaming
from hubbub.dialects.irc.rooms import renaming as fallback

CAPS = ("draft/channel-rename", "standard-replies")
HISTORY = ("batch", "draft/chathistory", "draft/event-playback", *CAPS)


def talk(*caps: str) -> tuple[MemoryChat, Person, Person]:
    """#tea with a topic, made by alice; bob, in it too, has these capabilities."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob", *caps)
    alice.send("JOIN #tea", "TOPIC #tea :Earl Grey")
    bob.send("JOIN #tea")
    bob.send("PRIVMSG #tea :hot")
    for person in (alice, bob):
        person.take()
    return chat, alice, bob


def test_a_rename_is_told_with_its_reason() -> None:
    _, alice, bob = talk(*CAPS)
    told = [":alice!alice@guest RENAME #tea #coffee :Typo fix"]
    assert alice.ask("RENAME #tea #coffee :Typo fix") == told
    assert bob.take() == told


def test_without_a_reason_it_is_empty() -> None:
    """ "The server to client command MUST always include the third parameter, an empty string MAY be used"."""
    _, alice, _ = talk()
    assert alice.ask("RENAME #tea #coffee") == [":alice!alice@guest RENAME #tea #coffee :"]


def test_a_rename_preserves_the_room() -> None:
    """ "A channel rename preserves all channel state, such as membership, mode and topic." """
    chat, alice, bob = talk(*CAPS)
    alice.send("MODE #tea +mb eve", "RENAME #tea #coffee")
    assert alice.ask("TOPIC #coffee")[0] == ":hubbub 332 alice #coffee :Earl Grey"
    assert alice.ask("NAMES #coffee")[0] == ":hubbub 353 alice = #coffee :@alice bob"
    assert alice.ask("MODE #coffee")[0] == ":hubbub 324 alice #coffee +mn"
    assert " 367 " in alice.ask("MODE #coffee b")[0]
    assert " 403 " in bob.ask("TOPIC #tea")[0]
    alice.send("PRIVMSG #coffee :still here")
    assert bob.take() == [":alice!alice@guest PRIVMSG #coffee :still here"]
    assert chat.irc("carol").ask("JOIN #tea")[-2] == ":hubbub 353 carol = #tea :@carol"


def test_the_fallback() -> None:
    """ "Send the client a PART message for the old channel name, with part message matching the rename reason if
    given. Send the client a JOIN message followed by the usual messages"."""
    _, alice, bob = talk()
    alice.send("RENAME #tea #coffee :awake")
    lines = bob.take()
    assert lines[:3] == [
        ":bob!bob@guest PART #tea :awake",
        ":bob!bob@guest JOIN #coffee",
        ":hubbub 332 bob #coffee :Earl Grey",
    ]
    assert lines[3].startswith(":hubbub 333 bob #coffee alice!alice@guest ")
    assert lines[4:] == [":hubbub 353 bob = #coffee :@alice bob", ":hubbub 366 bob #coffee :End of NAMES"]


def test_who_renames_without_the_capability_gets_the_fallback() -> None:
    """ "the server SHOULD rename the channel, but use the fallback mechanism to report the name change to that
    client"."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #tea")
    words = [line.split(" ")[1] for line in alice.ask("RENAME #tea #coffee")]
    assert words == ["PART", "JOIN", "353", "366"]


def test_only_the_case() -> None:
    """ "Implementations MUST allow channels to be renamed while only changing the casing"; "This fallback SHOULD NOT
    be used if the rename only changes the case"."""
    chat, alice, bob = talk()
    assert alice.ask("RENAME #tea #TEA") == [":alice!alice@guest RENAME #tea #TEA :"]
    assert bob.take() == []
    assert bob.ask("NAMES #tea")[0] == ":hubbub 353 bob = #TEA :@alice bob"
    assert [room.name for room in chat.world.rooms.values()] == ["#TEA"]


def test_a_name_in_use() -> None:
    """ "FAIL RENAME CHANNEL_NAME_IN_USE <old-channel> <new-channel> :The channel name is already taken"."""
    chat, alice, _ = talk()
    chat.irc("carol").send("JOIN #Coffee")
    assert alice.ask("RENAME #tea #coffee")[0].startswith(":hubbub FAIL RENAME CHANNEL_NAME_IN_USE #tea #coffee :")
    assert chat.world.room("#tea") is not chat.world.room("#coffee")


@pytest.mark.parametrize("name", ["%tea", "coffee", "#tea"])
def test_what_cannot_be_a_rename(name: str) -> None:
    """ "FAIL RENAME CANNOT_RENAME <old-channel> <new-channel>": of another prefix type, and to the same name."""
    _, alice, _ = talk()
    assert alice.ask(f"RENAME #tea {name}")[0].startswith(f":hubbub FAIL RENAME CANNOT_RENAME #tea {name} :")


@each(
    ("line", "numeric"),
    [
        ("RENAME #tea", "461"),
        ("RENAME #none #coffee", "403"),
        ("RENAME #other #coffee", "442"),
        ("RENAME #tea #a,b", "476"),
        (f"RENAME #tea #{'x' * 64}", "476"),
    ],
)
def test_existing_numerics_are_used(line: str, numeric: str) -> None:
    """ "If existing error numerics ... are more appropriate, they SHOULD be used instead." """
    chat, alice, _ = talk()
    chat.irc("carol").send("JOIN #other")
    assert [line.split(" ")[1] for line in alice.ask(line)] == [numeric]


def test_only_operators_of_the_room_rename_it() -> None:
    """ ":irc.example.com 482 nick #aniki :You must be a channel operator"."""
    chat, _, bob = talk()
    assert bob.ask("RENAME #tea #coffee")[0].startswith(":hubbub 482 bob #tea :")
    assert chat.world.room("#tea") is not None


def test_the_lobby_keeps_its_name() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #lobby")
    chat.world.rooms["#lobby"].members[chat.world.users["alice"]].prefixes = "o"
    assert " CANNOT_RENAME #lobby #hall :" in alice.ask("RENAME #lobby #hall")[0]
    alice.send("JOIN #tea")
    assert " CHANNEL_NAME_IN_USE #tea #LOBBY :" in alice.ask("RENAME #tea #LOBBY")[0]


def test_not_again_at_once() -> None:
    """ "might choose to implement a per-channel cooldown system using appropriate error responses"."""
    chat, alice, _ = talk()
    alice.send("RENAME #tea #coffee")
    assert "CANNOT_RENAME #coffee #tea " in alice.ask("RENAME #coffee #tea")[0]
    chat.now += 30_000
    assert alice.ask("RENAME #coffee #tea") == [":alice!alice@guest RENAME #coffee #tea :"]


def test_history_is_that_of_the_room_under_its_present_name() -> None:
    _, alice, bob = talk(*HISTORY)
    alice.send("RENAME #tea #coffee", "PRIVMSG #coffee :strong")
    bob.take()
    lines = [line.partition(" ")[2] for line in bob.ask("CHATHISTORY LATEST #coffee * 10")[1:-1]]
    assert lines == [
        ":alice!alice@guest JOIN #coffee",
        ":alice!alice@guest TOPIC #coffee :Earl Grey",
        ":bob!bob@guest JOIN #coffee",
        ":bob!bob@guest PRIVMSG #coffee :hot",
        ":alice!alice@guest RENAME #tea #coffee :",
        ":alice!alice@guest PRIVMSG #coffee :strong",
    ]
    assert " FAIL CHATHISTORY INVALID_TARGET " in bob.ask("CHATHISTORY LATEST #tea * 10")[0]


def test_the_name_is_remembered_after_a_restart() -> None:
    chat, alice, _ = talk()
    alice.send("RENAME #tea #coffee")
    after = MemoryChat(log=chat.log)
    assert [room.name for room in after.world.every_room.values()] == ["#coffee"]
    assert after.irc("bob").ask("TOPIC #coffee")[0] == ":hubbub 332 bob #coffee :Earl Grey"


def test_words_in_plain_text_go_to_the_renamed_room() -> None:
    chat, alice, _ = talk()
    carol = chat.connect("plain")
    carol.send("", "carol", "/join tea", "/join other", "/join tea")
    alice.take()
    carol.take()
    alice.send("RENAME #tea #coffee")
    assert carol.take()[0].endswith("* alice renamed the room tea to coffee.")
    carol.send("hello")
    assert alice.take()[-1] == ":carol!guest@guest PRIVMSG #coffee :hello"


def test_what_was_missed_is_shown_under_the_present_name() -> None:
    chat, alice, bob = talk()
    bob.send("PART #tea")
    alice.send("PRIVMSG #tea :missed", "RENAME #tea #coffee")
    shown = [line for line in bob.ask("JOIN #coffee") if line.endswith("missed")]
    assert [line.split(" ")[1:3] for line in shown] == [["PRIVMSG", "#coffee"]]
    dave = chat.irc("dave", "batch", "znc.in/playback")
    dave.send("JOIN #coffee")
    played = [line for line in dave.ask("PRIVMSG *playback :PLAY #coffee 0") if line.endswith("missed")]
    assert [line.split(" ")[2:4] for line in played] == [["PRIVMSG", "#coffee"]]


def test_a_name_that_is_refused_is_repeated_in_part_only() -> None:
    _, alice, _ = talk()
    (answer,) = alice.ask(f"RENAME #tea {'a,' * 220}")
    assert len(answer) < 400
    assert "CANNOT_RENAME" in answer


def test_a_room_gets_no_longer_name_than_it_could_be_made_with() -> None:
    alice = MemoryChat(Policy(room_bytes=20)).irc("alice", *CAPS)
    alice.send("JOIN #tea")
    alice.take()
    (refused,) = alice.ask("RENAME #tea #" + "x" * 20)
    assert refused.startswith(":hubbub 476 alice ")
    assert "at most 20 bytes" in refused
    longest = "#" + "x" * 19
    assert alice.ask(f"RENAME #tea {longest}") == [f":alice!alice@guest RENAME #tea {longest} :"]


def test_the_fallback_of_many_is_made_as_they_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is told of all the others: to ten thousand at once that took minutes, so rooms of more than two hundred keep
    their names."""
    chat, alice, bob = talk()
    alice.send("RENAME #tea #coffee :why")
    usual = bob.take()
    monkeypatch.setattr(fallback, "AT_ONCE", 1)
    chat.now += renaming.REST
    alice.send("RENAME #coffee #tea :why")
    assert [line.split(" ")[1] for line in usual][:3] == ["PART", "JOIN", "332"]
    assert [line.split(" ")[1] for line in bob.take()] == [line.split(" ")[1] for line in usual]
    monkeypatch.setattr(renaming, "MOST", 1)
    chat.now += renaming.REST
    [line] = alice.ask("RENAME #tea #coffee")
    assert "more than 1 are in it" in line
