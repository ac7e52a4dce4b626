"""MODE, KICK and INVITE: what modes do, who may change them, and how they are told (modern.ircdocs.horse)."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def room(*names: str) -> tuple[MemoryChat, list[Person]]:
    """#a with these people in it; the first made it."""
    chat = MemoryChat()
    people = [chat.irc(name) for name in names]
    for person in people:
        person.send("JOIN #a")
    for person in people:
        person.take()
    return chat, people


def test_flags_are_set_told_and_shown() -> None:
    _, (alice, bob) = room("alice", "bob")
    assert alice.ask("MODE #a +mt-n") == [":alice!alice@guest MODE #a +mt-n"]
    assert bob.take() == [":alice!alice@guest MODE #a +mt-n"]
    assert bob.ask("MODE #a")[0] == ":hubbub 324 bob #a +mt"
    assert alice.ask("MODE #a +m") == []


def test_only_operators_change_modes() -> None:
    """ERR_CHANOPRIVSNEEDED, once however many modes were asked for."""
    chat, (_, bob) = room("alice", "bob")
    assert numerics(bob.ask("MODE #a +mt")) == ["482"]
    stranger = chat.irc("eve")
    assert numerics(stranger.ask("MODE #a +m")) == ["442"]


def test_a_moderated_room_hears_only_those_with_a_voice() -> None:
    _, (alice, bob) = room("alice", "bob")
    alice.send("MODE #a +m")
    assert numerics(bob.ask("PRIVMSG #a :x")) == ["MODE", "404"][1:]
    alice.send("MODE #a +v bob")
    assert bob.take() == [":alice!alice@guest MODE #a +v bob"]
    alice.take()
    bob.send("PRIVMSG #a :y")
    assert alice.take() == [":bob!bob@guest PRIVMSG #a :y"]


def test_keys_limits_and_invitations_guard_the_door() -> None:
    chat, (alice,) = room("alice")
    bob = chat.irc("bob")
    alice.send("MODE #a +k sesame")
    assert numerics(bob.ask("JOIN #a")) == ["475"]
    assert numerics(bob.ask("JOIN #a wrong")) == ["475"]
    assert numerics(bob.ask("JOIN #a sesame"))[0] == "JOIN"
    carol = chat.irc("carol")
    alice.send("MODE #a -k sesame", "MODE #a +l 2")
    assert numerics(carol.ask("JOIN #a")) == ["471"]
    alice.send("MODE #a -l", "MODE #a +i")
    assert numerics(carol.ask("JOIN #a")) == ["473"]
    alice.take()
    assert alice.ask("INVITE carol #a") == [":hubbub 341 alice carol #a"]
    assert carol.take() == [":alice!alice@guest INVITE carol #a"]
    assert numerics(carol.ask("INVITE")) == ["336", "337"]
    assert numerics(carol.ask("INVITE alice")) == ["461"], "a name alone asks for nothing"
    assert numerics(carol.ask("JOIN #a"))[0] == "JOIN"
    assert numerics(carol.ask("INVITE")) == ["337"]


def test_a_key_is_shown_to_members_only() -> None:
    chat, (alice,) = room("alice")
    alice.send("MODE #a +k sesame")
    assert alice.ask("MODE #a")[0].endswith(" +kn sesame")
    assert chat.irc("bob").ask("MODE #a")[0].endswith(" +kn *")


def test_bans_keep_out_and_quiet_and_exceptions_let_in() -> None:
    chat, (alice, bob) = room("alice", "bob")
    eve = chat.irc("eve")
    assert alice.ask("MODE #a +b e*") == [":alice!alice@guest MODE #a +b e*!*@*"]
    assert numerics(eve.ask("JOIN #a")) == ["474"]
    alice.send("MODE #a +e eve")
    assert numerics(eve.ask("JOIN #a"))[0] == "JOIN"
    alice.send("MODE #a +b m:bob")
    assert numerics(bob.ask("PRIVMSG #a :x"))[-1] == "404"
    listed = alice.ask("MODE #a b")
    assert [line.split(" ")[4] for line in listed if " 367 " in line] == ["e*!*@*", "m:bob!*@*"]
    assert numerics(alice.ask("MODE #a e")) == ["348", "349"]
    assert alice.ask("MODE #a -b E*!*@*") == [":alice!alice@guest MODE #a -b e*!*@*"]


def test_a_hundred_masks_fill_the_lists() -> None:
    _, (alice,) = room("alice")
    for number in range(100):
        alice.send(f"MODE #a +b x{number}")
    assert numerics(alice.ask("MODE #a +b more")) == ["478"]


def test_hidden_rooms_are_not_there_for_others() -> None:
    chat, (alice,) = room("alice")
    bob = chat.irc("bob")
    alice.send("MODE #a +s")
    assert numerics(bob.ask("LIST")) == ["321", "323"]
    assert numerics(bob.ask("NAMES #a")) == ["366"]
    assert numerics(bob.ask("WHO #a")) == ["315"]
    assert numerics(bob.ask("TOPIC #a")) == ["403"]
    assert numerics(bob.ask("MODE #a")) == ["403"]
    assert numerics(bob.ask("PRIVMSG #a :x")) == ["403"]
    assert numerics(alice.ask("LIST")) == ["321", "322", "323"]
    assert alice.ask("NAMES #a")[0] == ":hubbub 353 alice @ #a :@alice"


def test_the_topic_of_a_protected_room_is_for_operators() -> None:
    _, (alice, bob) = room("alice", "bob")
    bob.send("TOPIC #a :mine")
    alice.send("MODE #a +t")
    bob.take()
    assert numerics(bob.ask("TOPIC #a :no")) == ["482"]
    assert numerics(alice.ask("TOPIC #a :yes"))[-1] == "TOPIC"


def test_kicks_need_standing_and_are_told_to_all() -> None:
    _, (alice, bob, carol) = room("alice", "bob", "carol")
    assert numerics(bob.ask("KICK #a carol")) == ["482"]
    assert numerics(alice.ask("KICK #a zed")) == ["401"]
    alice.send("KICK #a bob,carol :out")
    assert bob.take() == [":alice!alice@guest KICK #a bob :out"]
    assert carol.take() == [":alice!alice@guest KICK #a bob :out", ":alice!alice@guest KICK #a carol :out"]
    assert numerics(bob.ask("PRIVMSG #a :x")) == ["404"]
    assert numerics(alice.ask("KICK #a bob"))[-1] == "441"


def test_nobody_takes_the_standing_of_a_higher_one() -> None:
    _, (alice, bob) = room("alice", "bob")
    alice.send("MODE #a +h bob")
    assert numerics(bob.ask("MODE #a -o alice"))[-1] == "482"
    assert numerics(bob.ask("KICK #a alice")) == ["482"]
    assert numerics(alice.ask("MODE #a +q alice"))[-1] == "482"


@each(
    ("asked", "numeric"),
    [
        ("+X", "472"),
        ("+o", "696"),
        ("+k", "696"),
        ("+l x", "696"),
        ("+l 0", "696"),
        ("+l 1000000000", "696"),
        ("+l 1" + "0" * 100, "696"),
        ("+l 1_0", "696"),
        ("+l \u0663", "696"),
        ("+o zed", "401"),
        ("+v bob", "441"),
    ],
)
def test_what_cannot_be_set_is_refused(asked: str, numeric: str) -> None:
    chat, (alice,) = room("alice")
    chat.irc("bob")
    assert numerics(alice.ask(f"MODE #a {asked}")) == [numeric]


def test_history_of_a_private_room_begins_with_ones_first_join() -> None:
    """Design: "of a private, invite-only or keyed one, from when they first joined"."""
    chat, (alice,) = room("alice")
    alice.send("PRIVMSG #a :before")
    bob = chat.irc("bob")
    bob.send("JOIN #a")
    alice.send("PRIVMSG #a :after", "MODE #a +i")
    bob.take()
    assert [line.split(" :")[-1] for line in bob.ask("CHATHISTORY LATEST #a * 10")] == ["after"]
    alice.send("MODE #a -i")
    bob.take()
    assert [line.split(" :")[-1] for line in bob.ask("CHATHISTORY LATEST #a * 10")] == ["before", "after"]


def test_a_private_room_ends_when_it_is_empty() -> None:
    chat, (alice,) = room("alice")
    alice.send("PRIVMSG #a :secret", "MODE #a +i", "PART #a")
    assert chat.world.room("#a") is None
    bob = chat.irc("bob")
    bob.send("JOIN #a")
    bob.take()
    assert bob.ask("CHATHISTORY LATEST #a * 10") == []


def test_modes_and_lists_are_remembered_after_a_restart() -> None:
    chat, (alice,) = room("alice")
    alice.send("PRIVMSG #a :kept", "MODE #a +tb eve", "MODE #a +l 5")
    after = MemoryChat(log=chat.log)
    bob = after.irc("bob")
    assert bob.ask("MODE #a")[0].endswith(" +lnt 5")
    assert numerics(after.irc("eve").ask("JOIN #a")) == ["474"]


@each(
    ("asked", "done"),
    [
        ("+o-o bob bob", "+o-o bob bob"),
        ("+k-k s s", "+k-k s s"),
        ("+b-b x x", "+b-b x!*@* x!*@*"),
        ("+bb X x", "+b X!*@*"),
        ("+m-m+m", "+m-m+m"),
        ("+vv bob bob", "+v bob"),
    ],
)
def test_one_change_is_made_after_the_other(asked: str, done: str) -> None:
    """One MODE line is applied one change after the other, not each against the state before the line."""
    _, (alice, bob) = room("alice", "bob")
    assert alice.ask(f"MODE #a {asked}") == [f":alice!alice@guest MODE #a {done}"]
    assert bob.take() == [f":alice!alice@guest MODE #a {done}"]


def test_a_mask_that_is_taken_off_and_put_on_again_stays() -> None:
    _, (alice,) = room("alice")
    alice.send("MODE #a +b x")
    assert alice.ask("MODE #a -b+b x x")[0].endswith("MODE #a -b+b x!*@* x!*@*")
    assert " 367 " in alice.ask("MODE #a b")[0]


def test_a_list_never_gets_longer_than_maxlist_says() -> None:
    chat, (alice,) = room("alice")
    for start in range(0, 96, 16):
        alice.send(f"MODE #a +{'b' * 16} {' '.join(f'm{number}' for number in range(start, start + 16))}")
    lines = alice.ask(f"MODE #a +{'b' * 8} {' '.join(f'x{number}' for number in range(8))}")
    assert numerics(lines).count("478") == 4
    assert len(chat.world.rooms["#a"].lists["b"]) == 100
    assert numerics(alice.ask("MODE #a -b+b m0 y")) == ["MODE"]


@each("mask", ["127.0.0.1/33", "$a:eve", "10.0.0.0/8", "*!*@192.0.2.0/24", "#a", "m:$a:eve"])
def test_a_mask_that_can_mean_nobody_is_refused_with_words(mask: str) -> None:
    _, (alice,) = room("alice")
    (line,) = alice.ask(f"MODE #a +b {mask}")
    assert "MODE" not in line.split(" ")[1]
    assert numerics(alice.ask("MODE #a b")) == ["368"]
