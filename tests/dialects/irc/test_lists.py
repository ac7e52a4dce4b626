"""Lists of rooms, people and keys in one command."""

from __future__ import annotations

import re

from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.dialects.irc import lists


def test_who_is_named_twice_is_there_once_whatever_the_letters() -> None:
    assert lists.named("bob,,BOB,carol,ｂｏｂ,") == ["bob", "carol"]


@each(
    "rooms, keys, found",
    [
        ("#a,#A,#b", "one,two,three", [("#a", "one"), ("#b", "three")]),  # a key stays with its room
        (",#a,#b", "one,two,three", [("#a", "two"), ("#b", "three")]),
        ("#a,#b", "one", [("#a", "one"), ("#b", "")]),
        ("#a", "one,two", [("#a", "one")]),
        ("#a", "", [("#a", "")]),
    ],
)
def test_rooms_with_keys(rooms: str, keys: str, found: list[tuple[str, str]]) -> None:
    assert lists.with_keys(rooms, keys) == found


@each(
    "rooms, people, found",
    [
        ("#a", "bob,BOB,carol", [("#a", "bob"), ("#a", "carol")]),
        ("#a,#b,#a", "bob,carol,dave", [("#a", "bob"), ("#b", "carol"), ("#a", "dave")]),
        ("#a,,#b", "bob,carol,dave", [("#a", "bob"), ("#b", "dave")]),
        ("#a,#A", "bob,Bob", [("#a", "bob")]),
        ("#a,", "bob,carol", [("#a", "bob"), ("#a", "carol")]),
        ("#a,#b", "bob", [("#a", "bob")]),
    ],
)
def test_rooms_and_people(rooms: str, people: str, found: list[tuple[str, str]]) -> None:
    assert lists.paired(rooms, people) == found


@each(
    "line, answers",
    [
        ("ISON bob BOB :Bob alice bob", ["303 alice :bob alice"]),
        ("USERHOST bob BOB", ["302 alice :bob=+bob@guest"]),
        ("USERHOST bob bob bob bob bob alice", ["302 alice :bob=+bob@guest alice=+alice@guest"]),
        ("WHOIS nobody,NOBODY", ["401 alice nobody", "318 alice nobody,NOBODY"]),
        ("MONITOR + bob,BOB,zed,Zed", ["730 alice :bob!bob@guest", "731 alice :zed", "BATCH", "BATCH"]),
        (f"MONITOR + {','.join(f'n{number}' for number in range(100))},late,Late", ["731", "734 alice 100 late"]),
        ("METADATA bob GET a b a A", ["BATCH", "766 alice bob a", "766 alice bob b", "FAIL METADATA", "BATCH"]),
        ("MODE #a bb", ["368 alice #a"]),
        ("MODE #a +b-b", ["368 alice #a"]),
        ("NAMES #a,#A", ["353 alice = #a", "366 alice #a"]),
        ("LIST #a,#A", ["321", "322 alice #a", "323"]),
    ],
)
def test_nothing_is_answered_twice_in_one_command(line: str, answers: list[str]) -> None:
    chat = MemoryChat()
    alice, _ = chat.irc("alice", "batch", "draft/metadata-2"), chat.irc("bob")
    alice.send("JOIN #a")
    alice.take()
    found = [re.sub("^(@[^ ]* )?(:[^ ]* )?", "", one) for one in alice.ask(line)]
    assert len(found) == len(answers), found
    for one, answer in zip(found, answers, strict=True):
        assert one.startswith(answer), found


@each(
    "line, seen",
    [
        ("PRIVMSG bob,BOB,Bob :hi", ["PRIVMSG bob :hi"]),
        ("NOTICE #a,#A :hi", ["NOTICE #a :hi"]),
        ("PRIVMSG #a,bob,#A :hi", ["PRIVMSG #a :hi", "PRIVMSG bob :hi"]),
        ("@+x=1 TAGMSG BOB,bob", ["TAGMSG bob"]),
        ("PRIVMSG +#a,+#A,@+#a :hi", ["PRIVMSG +#a :hi"]),
        ("KICK #a,#A bob,BOB :out", ["KICK #a bob :out"]),
    ],
)
def test_nothing_is_said_or_done_twice_in_one_command(line: str, seen: list[str]) -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "message-tags"), chat.irc("bob", "message-tags")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.send("MODE #a +v bob")
    alice.take()
    bob.take()
    alice.send(line)
    assert [one.partition(" :")[2] for one in bob.take()] == [f"alice!alice@guest {one}" for one in seen]


def test_who_changes_their_mind_in_one_list_of_silence_is_taken_at_the_last_word() -> None:
    alice = MemoryChat().irc("alice")
    alice.send("SILENCE +eve,-eve,+eve")
    alice.take()
    assert " 271 alice alice eve!*@*" in alice.ask("SILENCE")[0]
