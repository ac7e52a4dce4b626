"""Saying things: to rooms, to people who are here, and to those who are not; and saying them again."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.chat.world.accounts import SENT

CAPS = (
    "hubbub.chat/token", "hubbub.chat/client-id", "message-tags", "echo-message", "standard-replies", "server-time",
)  # fmt: skip


def arrive(chat: MemoryChat, name: str, token: str = "") -> tuple[Person, list[str], str]:
    """Somebody with all capabilities; what they saw on arrival, and their token."""
    person = chat.connect()
    person.send(f"CAP REQ :{' '.join(CAPS)}")
    if token:
        person.send(f"TOKEN {token}")
    person.send(f"NICK {name}", f"USER {name} 0 * :{name}", "CAP END")
    seen = person.take()
    return person, seen, ([line.split(" ")[2] for line in seen if line.split(" ")[1] == "TOKEN"] or [token])[0]


def said(lines: list[str]) -> list[str]:
    """The texts of the messages among the lines."""
    return [
        line.split(" PRIVMSG ")[1].split(" :", 1)[1] for line in lines if " PRIVMSG " in line and "NOTE" not in line
    ]


def pong(person: Person, seen: list[str]) -> None:
    (ping,) = [line for line in seen if line.startswith("PING :held-")]
    person.send(ping.replace("PING", "PONG"))


def test_what_waits_is_delivered_until_it_is_acknowledged() -> None:
    chat = MemoryChat()
    alice, _, _ = arrive(chat, "alice")
    arrive(chat, "Zed")[0].vanish()
    alice.send("PRIVMSG zed :one", "PRIVMSG ZED :two")
    first, seen, _ = arrive(chat, "zed")
    assert said(seen) == ["one", "two"]
    first.vanish()
    second, seen, _ = arrive(chat, "zed")
    assert said(seen) == ["one", "two"]
    second.send("PONG :something else")
    assert len(chat.world.held["zed"]) == 2
    pong(second, seen)
    assert chat.world.held == {}
    second.vanish()
    assert said(arrive(chat, "zed")[1]) == []


def test_a_pong_acknowledges_what_was_delivered_and_not_what_came_later() -> None:
    chat = MemoryChat()
    alice, _, _ = arrive(chat, "alice")
    arrive(chat, "zed")[0].vanish()
    alice.send("PRIVMSG zed :one")
    zed, seen, _ = arrive(chat, "zed")
    zed.send("NICK other")
    alice.send("PRIVMSG zed :two")
    pong(zed, seen)
    zed.vanish()
    assert said(arrive(chat, "zed")[1]) == ["two"]


def test_what_waits_survives_a_restart() -> None:
    chat = MemoryChat()
    alice, _, token = arrive(chat, "alice")
    arrive(chat, "zed")[0].vanish()
    alice.send("PRIVMSG zed :one")
    after = MemoryChat(log=chat.log)
    zed, seen, _ = arrive(after, "zed")
    assert said(seen) == ["one"]
    pong(zed, seen)
    assert said(arrive(MemoryChat(log=chat.log), "zed")[1]) == []
    back, _, _ = arrive(after, "alice", token)
    assert said(back.ask("CHATHISTORY LATEST zed * 9")) == ["one"]


def test_who_takes_the_name_gets_what_waits_and_no_more() -> None:
    """A guest's own side of a private conversation belongs to that visit, not to the name."""
    chat = MemoryChat()
    alice = arrive(chat, "alice")[0]
    zed = chat.irc("zed")
    alice.send("PRIVMSG zed :secret")
    zed.send("PRIVMSG alice :mine")
    zed.vanish()
    alice.send("PRIVMSG zed :for whoever comes")
    next_one, seen, _ = arrive(chat, "zed")
    assert said(seen) == ["for whoever comes"]
    assert said(next_one.ask("CHATHISTORY LATEST alice * 9")) == ["for whoever comes"]
    assert said(next_one.ask("SEARCH mine")) == said(next_one.ask("SEARCH secret")) == []
    alice.send("PRIVMSG zed :hello new one")
    assert said(next_one.ask("CHATHISTORY LATEST alice * 9")) == ["for whoever comes", "hello new one"]


def test_who_gets_it_again_does_not_get_what_the_one_before_answered() -> None:
    chat = MemoryChat()
    alice = arrive(chat, "alice")[0]
    chat.irc("zed").vanish()
    alice.send("PRIVMSG zed :held")
    first = chat.irc("zed")
    first.send("PRIVMSG alice :my secret answer")
    first.vanish()
    second, seen, _ = arrive(chat, "zed")
    assert said(seen) == ["held"]
    assert "secret" not in "".join(second.ask("CHATHISTORY LATEST alice * 9") + second.ask("SEARCH secret"))


def test_who_comes_back_by_token_finds_it_in_the_conversation() -> None:
    """G9: the sender's own history shows it, before and after."""
    chat = MemoryChat()
    alice = arrive(chat, "alice")[0]
    zed, _, token = arrive(chat, "zed")
    alice.send("PRIVMSG zed :one")
    zed.vanish()
    alice.send("PRIVMSG zed :two")
    assert said(alice.ask("CHATHISTORY LATEST zed * 9")) == ["one", "two"]
    back, seen, _ = arrive(chat, "zed", token)
    assert said(seen) == ["two"]
    for person, other in ((alice, "zed"), (back, "alice")):
        assert said(person.ask(f"CHATHISTORY LATEST {other} * 9")) == ["one", "two"]


def test_another_one_who_takes_the_name_of_a_visit_reads_only_what_waited() -> None:
    chat = MemoryChat()
    alice = arrive(chat, "alice")[0]
    zed, _, _ = arrive(chat, "zed")
    alice.send("PRIVMSG zed :secret")
    zed.vanish()
    alice.send("PRIVMSG zed :held")
    other, seen, _ = arrive(chat, "zed")
    assert said(seen) == ["held"]
    assert "secret" not in "".join(other.ask("CHATHISTORY LATEST alice * 9") + other.ask("SEARCH secret"))
    assert said(alice.ask("CHATHISTORY LATEST zed * 9")) == ["secret", "held"]


def test_a_hundred_wait_for_a_name_and_no_more() -> None:
    chat = MemoryChat(Policy(held_per_sender=3))
    alice = arrive(chat, "alice")[0]
    chat.irc("zed").vanish()
    alice.send(*(f"PRIVMSG zed :{number}" for number in range(3)))
    assert " FAIL PRIVMSG TOO_MUCH_HELD zed :" in alice.ask("PRIVMSG zed :3")[0]
    zed, seen, _ = arrive(chat, "zed")
    assert said(seen) == ["0", "1", "2"]
    pong(zed, seen)
    zed.vanish()
    assert said(alice.ask("PRIVMSG zed :4")) == ["4"]
    assert Policy().held_per_sender == 100


def test_nobody_fills_the_places_of_somebody_alone() -> None:
    """Rule: shares by sender and by network; the owner of an account is told; nobody is shut out by one."""
    chat = MemoryChat(Policy(held_per_sender=3))
    zed = chat.irc("zed", "standard-replies")
    zed.send("NICKSERV REGISTER correct-horse-battery", "QUIT")
    guests = []
    for number in range(4):  # many names, one address
        guest = chat.connect(address="192.0.2.7")
        guest.send(f"NICK guest{number}", f"USER g 0 * :g{number}")
        guest.take()
        guests.append(guest)
    for guest in guests:
        guest.send("PRIVMSG zed :spam")
    assert "already wait there" in guests[3].ask("PRIVMSG zed :spam")[0]
    friend = chat.connect(address="198.51.100.2")
    friend.send("NICK friend", "USER f 0 * :f")
    friend.take()
    assert "401" not in " ".join(answer := friend.ask("PRIVMSG zed :dinner?"))
    assert "is offline" in " ".join(answer)
    assert len(chat.world.held["zed"]) == 4


def test_a_name_never_seen_is_refused_with_the_closest() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("zed").vanish()
    assert alice.ask("PRIVMSG zedd :hi") == [
        ':hubbub 401 alice zedd :Nobody named "zedd" has been here. Did you mean zed?'
    ]
    assert alice.ask("PRIVMSG qqqqq :hi") == [':hubbub 401 alice qqqqq :Nobody named "qqqqq" has been here.']


def test_who_is_invisible_is_no_closest_name_to_those_who_share_no_room() -> None:
    """ "Nothing ... lists the invisible to strangers": a mistyped name found them."""
    chat = MemoryChat()
    alice, bob, zed = chat.irc("alice"), chat.irc("bob"), chat.irc("zed")
    zed.send("MODE zed +i", "JOIN #a")
    bob.send("JOIN #a")
    zed.take()
    for line in ("PRIVMSG zedd :hi", "EXPIRE zedd 1d"):
        assert "Did you mean" not in " ".join(alice.ask(line))
        assert "Did you mean zed?" in " ".join(bob.ask(line))
    plain = chat.connect("plain")
    plain.send("dora", "/message", "zedd")
    assert "Did you mean" not in plain.written.decode()


def test_a_name_is_seen_for_ninety_days() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("zed").vanish()
    chat.now += 89 * 86_400_000
    assert "is offline" in alice.ask("PRIVMSG zed :hi")[0]
    chat.now += 2 * 86_400_000
    assert " 401 " in alice.ask("PRIVMSG zed :hi")[0]


def resend(person: Person, id: str, text: str = "hi", target: str = "bob") -> str:
    (answer,) = person.ask(f"@hubbub.chat/client-id={id} PRIVMSG {target} :{text}")
    return answer


def test_a_message_sent_five_times_is_one() -> None:
    chat = MemoryChat()
    alice, bob = arrive(chat, "alice")[0], chat.irc("bob")
    assert len({resend(alice, "1") for _ in range(5)}) == 1
    assert said(bob.take()) == ["hi"]


def test_the_same_id_with_another_text_or_target_is_refused_and_the_first_kept() -> None:
    chat = MemoryChat()
    alice, bob = arrive(chat, "alice")[0], chat.irc("bob")
    first = resend(alice, "1")
    assert " FAIL PRIVMSG CLIENT_ID_REUSED 1 :" in resend(alice, "1", "other")
    assert " FAIL PRIVMSG CLIENT_ID_REUSED 1 :" in resend(alice, "1", target="alice")
    (notice,) = alice.ask("@hubbub.chat/client-id=1 NOTICE bob :other")
    assert " FAIL NOTICE CLIENT_ID_REUSED 1 :" in notice
    assert resend(alice, "1") == first
    assert said(bob.take()) == ["hi"]


def test_ids_belong_to_the_visit() -> None:
    chat = MemoryChat()
    alice, carol, bob = arrive(chat, "alice")[0], arrive(chat, "carol")[0], chat.irc("bob")
    assert resend(alice, "1") != resend(carol, "1")
    assert len(bob.take()) == 2


def test_a_refused_message_has_not_used_up_its_id() -> None:
    chat = MemoryChat()
    alice = arrive(chat, "alice")[0]
    assert " 401 " in resend(alice, "1")
    chat.irc("bob")
    assert " PRIVMSG bob :hi" in resend(alice, "1")


@each("id", ["", "x" * 65, "a b", "ä", "a/b"])
def test_ids_that_are_none_have_no_effect(id: str) -> None:
    chat = MemoryChat()
    alice, bob = arrive(chat, "alice")[0], chat.irc("bob")
    written = id.replace(" ", "\\s")
    assert resend(alice, written) != resend(alice, written)
    assert len(bob.take()) == 2


def test_ids_beyond_those_in_memory_are_found_in_the_log() -> None:
    chat = MemoryChat()
    alice, bob = arrive(chat, "alice")[0], chat.irc("bob")
    firsts = [resend(alice, str(number)) for number in range(SENT + 20)]
    bob.take()
    visit = chat.world.visits[alice.session.user.visit]  # type: ignore[union-attr]
    assert len(visit.sent) == SENT
    for number in (0, 10, SENT, SENT + 19):
        assert resend(alice, str(number)) == firsts[number]
    assert bob.take() == []
    resend(alice, "new")
    assert said(bob.take()) == ["hi"]


def test_the_log_is_asked_once_for_what_a_sender_sent_before(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = MemoryChat()
    alice, _, token = arrive(chat, "alice")
    chat.irc("bob")
    firsts = [resend(alice, str(number)) for number in range(6)]
    chat = MemoryChat(log=chat.log)
    alice, bob = arrive(chat, "alice", token)[0], chat.irc("bob")
    asked = watched(chat, monkeypatch)
    assert resend(alice, "new") != resend(alice, "newer")
    assert asked == ["client_ids"]
    assert [resend(alice, str(number)) for number in range(6)] == firsts
    assert asked == ["client_ids", *["sent"] * 6]
    assert [resend(alice, str(number)) for number in range(6)] == firsts
    assert len(asked) == 7
    assert said(bob.take()) == ["hi", "hi"]


def test_who_sent_more_than_is_remembered_is_looked_up_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.commands.messages.resending.EARLIER", 3)
    monkeypatch.setattr("hubbub.chat.world.accounts.EARLIER", 3)
    monkeypatch.setattr("hubbub.chat.world.accounts.SENT", 2)
    chat = MemoryChat()
    alice, _, token = arrive(chat, "alice")
    bob = chat.irc("bob")
    firsts = [resend(alice, str(number)) for number in range(9)]
    assert [resend(alice, str(number)) for number in range(9)] == firsts
    assert len(bob.take()) == 9
    chat = MemoryChat(log=chat.log)
    alice, bob = arrive(chat, "alice", token)[0], chat.irc("bob")
    assert resend(alice, "0") == firsts[0]
    assert resend(alice, "new") == resend(alice, "new")
    assert said(bob.take()) == ["hi"]


def watched(chat: MemoryChat, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which of these questions the log is asked."""
    asked: list[str] = []
    for question in ("client_ids", "sent"):
        real = getattr(chat.log, question)

        def ask(*about: object, real: Any = real, question: str = question) -> Any:
            asked.append(question)
            return real(*about)

        monkeypatch.setattr(chat.log, question, ask)
    return asked


def test_ids_are_known_after_a_restart() -> None:
    chat = MemoryChat()
    alice, _, token = arrive(chat, "alice")
    chat.irc("bob")
    first = resend(alice, "1")
    after = MemoryChat(log=chat.log)
    back, seen, _ = arrive(after, "alice", token)
    assert not any(" TOKEN " in line for line in seen)
    bob = after.irc("bob")
    assert resend(back, "1") == first
    assert " FAIL " in resend(back, "1", "other")
    assert bob.take() == []
    other, _, _ = arrive(after, "carol")
    assert resend(other, "1") != first


def test_a_message_of_a_renamed_room_may_be_sent_again() -> None:
    """Whose connection was lost may not know the new name; who does may use either one (docs/ext/client-id.md)."""
    chat = MemoryChat()
    alice = arrive(chat, "alice")[0]
    alice.send("JOIN #tea", "JOIN #other")
    first = resend(alice, "1", target="#tea")
    alice.send("RENAME #tea #coffee")
    alice.take()
    for name in ("#tea", "#Tea", "#coffee"):
        assert resend(alice, "1", target=name) == first.replace("#tea", "#coffee")
        assert " CLIENT_ID_REUSED " in resend(alice, "1", "other", target=name)
    assert " CLIENT_ID_REUSED " in resend(alice, "1", target="#other")
    assert chat.world.rooms["#coffee"].has_messages
