"""znc.in/playback, as the README of ZNC's playback module describes it."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.dialects.irc.history.playback import milliseconds, seconds
from hubbub.irc.times import format_time

CAPS = ("znc.in/playback",)


def room(*caps: str) -> tuple[MemoryChat, Person, Person, list[int]]:
    """alice with znc.in/playback and bob in #tea, where he said one, two, three; and when."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS, *caps), chat.irc("bob")
    alice.send("JOIN #tea")
    bob.send("JOIN #tea")
    times = []
    for text in ("one", "two", "three"):
        chat.now += 1000
        bob.send(f"PRIVMSG #tea :{text}")
        times.append(chat.now)
    alice.take()
    return chat, alice, bob, times


def said(lines: list[str]) -> list[str]:
    return [line.rpartition(":")[2] for line in lines if " PRIVMSG " in line]


def play(person: Person, words: str) -> list[str]:
    """What is played; not the echo of the question."""
    return [text for text in said(person.ask(f"PRIVMSG *playback :PLAY {words}")) if not text.startswith("PLAY ")]


def test_it_can_be_requested() -> None:
    """ "it should request the `znc.in/playback` capability" """
    chat = MemoryChat()
    assert "znc.in/playback" in " ".join(chat.connect().ask("CAP LS 302"))


def test_nothing_is_played_by_itself() -> None:
    """It "makes it possible for IRC clients to avoid undesired repetitive buffer playback"."""
    _, alice, bob, _ = room()
    alice.send("PART #tea")
    bob.send("PRIVMSG #tea :four")
    assert said(alice.ask("JOIN #tea")) == []
    assert play(alice, "#tea") == ["one", "two", "three", "four"]


def test_from_is_excluded_and_to_is_included() -> None:
    """ "a partial buffer playback starting from and ending to a certain point of time" """
    _, alice, _, (one, two, three) = room()
    assert play(alice, "#tea 0") == ["one", "two", "three"]
    assert play(alice, f"#tea {seconds(one)}") == ["two", "three"]
    assert play(alice, f"#tea {seconds(one)} {seconds(two)}") == ["two"]
    assert play(alice, f"#tea 0 {seconds(two)}") == ["one", "two"]
    assert play(alice, f"#tea {seconds(three)}") == []


def test_each_message_has_its_time() -> None:
    """ "injects a server time tag to each message sent from ZNC to an IRC client that has requested
    the `znc.in/playback` capability." """
    chat, alice, bob, (one, *_) = room()
    assert alice.ask("PRIVMSG *playback :play #tea")[0].startswith(f"@time={format_time(one)} :bob!")
    bob.send("PRIVMSG #tea :live")
    assert alice.take() == [f"@time={format_time(chat.now)} :bob!bob@guest PRIVMSG #tea :live"]


def test_a_batch_holds_each_buffer() -> None:
    _, alice, _, _ = room("batch")
    lines = alice.ask("PRIVMSG *playback :PLAY #tea")
    reference = lines[0].split()[2].removeprefix("+")
    assert lines[0] == f":hubbub BATCH +{reference} znc.in/playback #tea"
    assert lines[-1] == f":hubbub BATCH -{reference}"
    assert len(lines) == 5


def test_buffers_are_a_list_with_wildcards() -> None:
    """ "a comma-separated list of channels (supports wildcards)" """
    _, alice, bob, _ = room()
    alice.send("JOIN #coffee")
    bob.send("JOIN #coffee", "PRIVMSG #coffee :black", "PRIVMSG alice :psst", "JOIN #far", "PRIVMSG #far :away")
    alice.take()
    assert play(alice, "#coffee,bob") == ["black", "psst"]
    assert play(alice, "#c*") == ["black"]
    assert play(alice, "* 0") == ["one", "two", "three", "black", "psst"]
    assert play(alice, "#far") == [], "alice is not there"


def test_own_private_messages_are_for_those_who_know_echoes() -> None:
    chat, alice, bob, _ = room()
    alice.send("PRIVMSG bob :hello")
    assert play(alice, "bob") == []
    other = chat.irc("carol", *CAPS, "echo-message")
    other.send("PRIVMSG bob :hello")
    other.take()
    assert play(other, "bob") == ["hello"]
    assert bob.take()


def test_list_names_the_buffers_with_their_times() -> None:
    """ "one per line, each followed by the first and last timestamp for the respective buffer" """
    _, alice, _, (one, _, three) = room()
    expected = [f":*playback!znc@hubbub PRIVMSG alice :#tea {seconds(one)} {seconds(three)}"]
    assert alice.ask("PRIVMSG *playback LIST") == expected
    assert alice.ask("PRIVMSG *PLAYBACK :list #t*") == expected
    assert alice.ask("PRIVMSG *playback :LIST #coffee") == []


def test_cleared_buffers_are_not_played_again_to_who_cleared_them() -> None:
    """ "selectively clear playback buffers using the following command syntax: CLEAR <buffer(s)>" """
    chat, alice, bob, _ = room()
    answer = alice.ask("PRIVMSG *playback :CLEAR #tea")
    assert answer == [":*playback!znc@hubbub PRIVMSG alice :Cleared for you: 1 buffers matching [#tea]."]
    assert play(alice, "*") == []
    assert alice.ask("PRIVMSG *playback LIST") == []
    bob.send("PRIVMSG #tea :four")
    alice.take()
    assert play(alice, "*") == ["four"]
    carol = chat.irc("carol", *CAPS)
    carol.send("JOIN #tea")
    assert play(carol, "#tea")[-4:] == ["one", "two", "three", "four"]


def test_what_waited_for_a_name_is_not_played_again() -> None:
    chat, alice, bob, _ = room()
    alice.vanish()
    bob.send("PRIVMSG alice :psst")
    again = chat.connect()
    again.send("CAP REQ :znc.in/playback", "NICK alice", "USER a 0 * :A", "CAP END")
    assert said(again.take()).count("psst") == 1
    assert play(again, "* 0") == []
    bob.send("PRIVMSG alice :more")
    again.take()
    assert play(again, "* 0") == ["more"]


def test_a_private_rooms_past_is_not_played_to_who_was_not_there() -> None:
    chat, alice, _, _ = room()
    alice.send("MODE #tea +s", "INVITE carol #tea")
    carol = chat.irc("carol", *CAPS)
    carol.send("JOIN #tea")
    alice.send("PRIVMSG #tea :welcome")
    carol.take()
    assert play(carol, "#tea 0") == ["welcome"]


@each("text", ["", " ", "PLAY", "PLAY a 1 2 3", "CLEAR", "CLEAR a b", "LIST a b", "LIMIT phone 5"])
def test_what_cannot_be_read_is_answered_with_what_can_be_said(text: str) -> None:
    _, alice, _, _ = room()
    lines = alice.ask(f"PRIVMSG *playback :{text}")
    assert "PLAY <buffers> [from] [to]" in lines[0]


@each("time", ["x", "-1", "1e9", "1.", "inf", "nan", "٣", "9" * 13])
def test_a_bad_time_is_said_to_be_one(time: str) -> None:
    assert milliseconds(time) is None
    _, alice, _, _ = room()
    assert "That is no time." in alice.ask(f"PRIVMSG *playback :PLAY * {time}")[0]


def test_seconds_are_read_to_the_millisecond() -> None:
    """ "number of seconds (floating point for millisecond precision) elapsed since January 1, 1970" """
    assert milliseconds("1558374442") == 1558374442000
    assert milliseconds("1558374442.5") == 1558374442500
    assert milliseconds("1558374442.123456") == 1558374442123
    assert seconds(1558374442023) == "1558374442.023"


def test_masks_and_buffers_are_bounded() -> None:
    chat, alice, bob, _ = room()
    assert "At most 10 names" in alice.ask(f"PRIVMSG *playback :PLAY {'*a,' * 11}")[0]
    for number in range(105):
        bob.send(f"NICK bob{number}", f"PRIVMSG alice :{number}")
        bob.vanish()
        bob = chat.irc("bob")
    alice.take()
    assert play(alice, "*") == [str(number) for number in range(5, 105)], "the latest hundred"


def test_nobody_can_have_the_name() -> None:
    assert " 432 " in MemoryChat().connect().ask("NICK *playback")[0]
