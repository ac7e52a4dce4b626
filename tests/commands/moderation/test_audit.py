"""The audit log: every act of power with who, what, on whom, where and why; who reads it; and how acts are undone."""

from __future__ import annotations

import re

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person
from tests.commands.moderation.test_appointments import operated
from tests.dialects.plain.test_console import console
from tests.dialects.plain.typist import told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Operator, Policy
from hubbub.commands.moderation import audit

DAY = 86_400_000


def tea() -> tuple[MemoryChat, Person, Person]:
    """A chat with a room that belongs to alice, who is on IRC, and bob in it."""
    chat = MemoryChat(Policy(operators=(Operator("root", "secret"),)), lobby="#lobby")
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER a 0 * :a", f"NICKSERV REGISTER :{PASSWORD}", "JOIN #tea")
    bob = chat.irc("bob", "message-tags", "draft/message-redaction")
    bob.send("JOIN #tea")
    bob.take()
    return chat, alice, bob


def noted(asker: Person, line: str = "AUDIT #tea") -> list[str]:
    """The acts without number and time."""
    return [re.sub(r"^.* :\d+\. \S+ \S+ UTC ", "", text) for text in asker.ask(line)]


def notice(asker: Person, line: str) -> str:
    """The last line of the answer."""
    return asker.ask(line)[-1].partition(" :")[2]


def test_what_moderators_do_is_noted_with_who_what_whom_where_and_why() -> None:
    _, alice, _bob = tea()
    alice.send("MODE #tea +b-n eve!*@*", "MODE #tea +k sesame", "TOPIC #tea :green tea", "KICK #tea bob :too loud")
    by = "alice (account alice, owner, irc) in #tea:"
    assert noted(alice) == [
        f"{by} mode +b-n eve!*@*",
        f"{by} mode +k *",
        f"{by} topic green tea",
        f"{by} kick bob: too loud",
    ]


def test_the_removal_of_a_message_is_noted_when_it_was_anothers() -> None:
    _, alice, bob = tea()
    ids = []
    for text in ("one", "two"):
        bob.send(f"PRIVMSG #tea :{text}")
    other = bob.chat.irc("carol", "message-tags", "draft/chathistory", "batch", "server-time")
    other.send("JOIN #tea")
    ids = re.findall(r"msgid=([^ ;]+)", "\n".join(other.ask("CHATHISTORY LATEST #tea * 2")))
    bob.send(f"REDACT #tea {ids[0]}")
    alice.send(f"REDACT #tea {ids[1]} :spam")
    assert noted(alice) == ["alice (account alice, owner, irc) in #tea: redact bob: spam"]
    assert "cannot be undone: what a removed message said is erased for good." in notice(alice, "UNDO 1")


def test_what_operators_of_the_server_do_is_noted_by_their_power() -> None:
    chat, _alice, _bob = tea()
    rory = chat.irc("rory", secure=True)
    rory.send("OPER root secret", "SAJOIN #tea", "SAMODE #tea +m", "KILL bob :out", "REHASH")
    rory.send("UBAN ADD 198.51.100.0/24 2h spam")
    found = noted(rory, "AUDIT")
    by = "rory (operator of the server as root, irc)"
    assert found[0] == f"{by}: oper"
    assert found[1] == f"{by} in #tea: sajoin #tea"
    assert found[2] == "rory (operator of the server, irc) in #tea: mode +m"
    assert found[3] == f"{by}: kill bob: out"
    assert found[4] == f"{by}: rehash"
    assert re.fullmatch(re.escape(f"{by}: uban 198.51.100.0/24: until ") + r"\S+ \S+ UTC: spam", found[5])
    assert noted(rory, "AUDIT bob") == found[3:4]
    assert noted(rory, "AUDIT 1") == found[5:]


def test_the_console_reads_and_undoes_everything() -> None:
    chat, alice, _bob = tea()
    alice.send("MODE #tea +b eve!*@*")
    sitting = console(chat)
    assert sitting.ask("audit")[0].startswith("1. 2025-10-09 ")
    assert sitting.ask("undo 1")[-2].startswith("Undone: 1. ")
    room = chat.world.room("#tea")
    assert room is not None
    assert room.lists == {}
    assert noted(alice)[-1] == "console (operator of the server) in #tea: mode -b eve!*@* (undoes 1)"


def test_operators_of_a_room_read_what_was_done_there_and_nothing_else() -> None:
    chat, alice, bob = tea()
    alice.send("MODE #tea +m")
    bob.send("JOIN #coffee", "MODE #coffee +m")
    assert len(noted(alice, "AUDIT")) == 1
    assert " 482 " in bob.ask("AUDIT #tea")[0]
    assert noted(bob, "AUDIT") == ["bob (operator, irc) in #coffee: mode +m"]
    assert "There is no act 1 that you may read" in notice(bob, "UNDO 1")
    nobody = chat.irc("carol")
    assert "operator of no room" in notice(nobody, "AUDIT")
    assert " 442 " in nobody.ask("AUDIT #tea")[0]


@each(
    ("before", "act"),
    [
        ("", "+b eve!*@*"),
        ("+b eve!*@*", "-b eve!*@*"),
        ("", "+k sesame"),
        ("+k old", "+k new"),
        ("+k old", "-k old"),
        ("+l 7", "-l"),
        ("+l 7", "+l 8"),
        ("", "+m-n"),
        ("", "+o bob"),
        ("+v bob", "-v bob"),
        ("", "+imb-n eve"),
    ],
)
def test_modes_are_put_back_and_undoing_is_an_act_that_can_be_undone(before: str, act: str) -> None:
    chat, alice, _bob = tea()
    room = chat.world.room("#tea")
    assert room is not None

    def now() -> object:
        lists = {letter: sorted(masks) for letter, masks in room.lists.items()}
        return dict(room.flags), lists, [member.prefixes for member in room.members.values()]

    if before:
        alice.send(f"MODE #tea {before}")
    was = now()
    alice.send(f"MODE #tea {act}")
    did, number = now(), chat.world.last_act
    assert did != was
    assert notice(alice, f"UNDO {number}").startswith(f"Undone: {number}. ")
    assert now() == was
    assert noted(alice)[-1].endswith(f" (undoes {number})")
    alice.send(f"UNDO {number + 1}")
    assert now() == did


@pytest.mark.parametrize("word", ["0", "1_0", "+5", "-3", "1.5", "1e3", "\uff11"])
def test_a_number_of_acts_that_cannot_be_read_is_no_name(word: str) -> None:
    _, alice, _bob = tea()
    alice.send("MODE #tea +k sesame")
    sentence = f"{word} is no number of acts. Write it in digits, 1 or more, as in 20"
    for line in (f"AUDIT {word}", f"AUDIT #tea {word}"):
        assert alice.ask(line)[-1].endswith(f" :{sentence}")
    assert len(noted(alice, "AUDIT 1")) == len(noted(alice, "AUDIT #tea 01")) == 1


def test_a_room_gets_its_name_back() -> None:
    chat, alice, _bob = tea()
    alice.send("RENAME #tea #chai :better")
    assert noted(alice, "AUDIT #chai") == ["alice (account alice, owner, irc) in #tea: rename #chai: better"]
    assert "try again in 30 seconds" in notice(alice, "UNDO 1")
    chat.now += 60_000
    assert notice(alice, "UNDO 1").startswith("Undone: 1. ")
    assert chat.world.room("#tea") is not None


def test_how_long_messages_stay_is_noted_and_put_back() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = person(chat, "alice", f"/register {PASSWORD}", "/join tea", "/retention 30d")
    assert told(alice, "/audit")[-1].endswith("alice (account alice, owner, plain) in #tea: retention 30 days")
    told(alice, "/undo 1")
    room = chat.world.room("#tea")
    assert room is not None
    assert room.retention == 0
    assert told(alice, "/audit")[-1].endswith("retention off (undoes 1)")
    assert "the retention of #tea is not as it left it" in told(alice, "/undo 1")[-1]


def test_what_was_changed_since_is_left_alone() -> None:
    chat, alice, _bob = tea()
    alice.send("MODE #tea +k old", "MODE #tea +k new", "TOPIC #tea :one", "TOPIC #tea :two")
    assert notice(alice, "UNDO 1") == (
        "Act 1 was not undone: mode k of #tea is not as it left it any more. Change it by hand."
    )
    assert "the topic of #tea is not as it left it" in notice(alice, "UNDO 3")
    assert notice(alice, "UNDO 4").startswith("Undone: 4. ")
    room = chat.world.room("#tea")
    assert room is not None
    assert room.topic == "one"
    assert "the topic of #tea is not as it left it" in notice(alice, "UNDO 4")


def test_a_role_comes_back_to_the_same_person_and_to_nobody_who_took_the_name() -> None:
    chat, alice, bob = tea()
    alice.send("MODE #tea +v bob", "MODE #tea -v bob")
    bob.send("NICK robert")
    impostor = chat.irc("bob")
    impostor.send("JOIN #tea")
    alice.send("UNDO 2")
    room = chat.world.room("#tea")
    assert room is not None
    assert {user.name: member.prefixes for user, member in room.members.items()} == {
        "alice": "qo",
        "robert": "v",
        "bob": "",
    }
    alice.send("MODE #tea -v robert", "KICK #tea robert")
    assert notice(alice, "UNDO 4") == "Act 4 cannot be undone: robert is not in #tea."


def test_only_who_may_do_the_opposite_may_undo() -> None:
    _chat, alice, bob = tea()
    alice.send("MODE #tea +q bob", "MODE #tea +o bob", "MODE #tea -q bob")
    assert " 482 " in bob.ask("UNDO 3")[0]
    alice.send("KICK #tea bob")
    assert notice(alice, "UNDO 4") == "Act 4 cannot be undone: bob may join again, or be invited."
    assert notice(alice, "UNDO 99").startswith("There is no act 99 that you may read.")
    assert "Type it like this: UNDO <number>" in notice(alice, "UNDO one")


def test_bans_from_the_server_are_lifted_and_set_again() -> None:
    chat, alice = operated()
    told(alice, "/uban add eve 1d spam", "/uban add eve 2d more spam")
    number = chat.world.last_act
    assert "is not as it left it any more" in told(alice, f"/undo {number - 1}")[-1]
    assert told(alice, f"/undo {number}")[-1].startswith(f"Undone: {number}. ")
    (ban,) = chat.world.bans.values()
    assert ban.why == "spam"
    told(alice, "/uban del eve")
    number = chat.world.last_act
    told(alice, f"/undo {number}")
    (ban,) = chat.world.bans.values()
    assert ban.why == "spam"
    told(alice, "/uban del eve")
    chat.now += 3 * DAY
    assert "would be over by now" in told(alice, f"/undo {chat.world.last_act}")[-1]


def test_operators_of_the_server_are_made_again_and_dismissed_again() -> None:
    chat, alice = operated()
    person(chat, "bob", f"/register {PASSWORD}")
    told(alice, "/account operator bob")
    number = chat.world.last_act
    assert told(alice, f"/undo {number}")[-1].startswith("Undone: ")
    assert [account.name for account in chat.world.accounts.numbers.values() if account.operator] == ["alice"]
    assert "is not as it left it any more" in told(alice, f"/undo {number}")[-1]
    told(alice, f"/undo {number + 1}")
    assert len([account for account in chat.world.accounts.numbers.values() if account.operator]) == 2


def test_acts_outlive_the_server_for_as_many_days_as_are_set() -> None:
    chat, alice, _bob = tea()
    alice.send("MODE #tea +m", "MODE #tea +i")
    after = MemoryChat(Policy(audit_days=10), log=chat.log, now=chat.now + DAY)
    assert after.world.last_act == 2
    sitting = console(after)
    assert len(sitting.ask("audit")) == 3
    after.now += 10 * DAY
    assert sitting.ask("audit") == ["Nothing is noted.", "\x06"]
    assert "There is no act 2" in sitting.ask("undo 2")[0]
    audit.forget_old(after.core)
    after.commit()
    assert MemoryChat(Policy(audit_days=1000), log=chat.log).world.last_act == 2
    assert console(MemoryChat(Policy(audit_days=1000), log=chat.log)).ask("audit") == ["Nothing is noted.", "\x06"]


def test_acts_in_one_room_push_out_none_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.log.changes.moderation.audit.MOST_OF_ROOM", 3)
    chat, alice, _bob = tea()
    told_console = console(chat)
    told_console.ask("uban add eve!*@*")
    alice.send("MODE #tea +m", "JOIN #own")
    for _ in range(5):
        alice.send("MODE #own +m", "MODE #own -m")
    for about, numbers in (("", [1, 2, 10, 11, 12]), ("#own", [10, 11, 12]), ("#tea", [2])):
        rows = told_console.ask(f"audit {about}".strip())[:-1]
        assert [int(row.partition(".")[0]) for row in rows] == numbers
