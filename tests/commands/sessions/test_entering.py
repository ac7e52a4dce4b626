"""Entering and going: names, visits and their tokens, restarts."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.world.people.users import VISIT_MS
from hubbub.commands.sessions import entering
from hubbub.typed.durations import DAY

NOON = 1_760_000_000_000 // DAY * DAY + DAY // 2
TOKEN = "hubbub.chat/token standard-replies"


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def arrive(chat: MemoryChat, name: str, token: str = "") -> tuple[Person, list[str]]:
    """Somebody with a token; what they saw."""
    person = chat.connect()
    person.send(f"CAP REQ :{TOKEN}")
    if token:
        person.send(f"TOKEN {token}")
    person.take()
    person.send(f"NICK {name}", f"USER {name} 0 * :{name}", "CAP END")
    return person, person.take()


def token_in(lines: list[str]) -> str:
    (token,) = [line.split(" ")[2] for line in lines if line.split(" ")[1] == "TOKEN"]
    return token


def test_a_visit_is_taken_up_under_a_name_that_was_changed_meanwhile() -> None:
    chat = MemoryChat()
    alice, seen = arrive(chat, "alice")
    bob = chat.irc("bob")
    alice.send("JOIN #a", "NICK alicia")
    bob.send("JOIN #a")
    bob.take()
    back, again = arrive(chat, "alicia", token_in(seen))
    assert numerics(again)[0] == "001"
    assert alice.closed is not None
    assert bob.take() == []
    bob.send("PRIVMSG #a :hi")
    assert back.take() == [":bob!bob@guest PRIVMSG #a :hi"]


def test_a_visit_taken_up_under_another_name_is_renamed() -> None:
    chat = MemoryChat()
    alice, seen = arrive(chat, "alice")
    bob = chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.take()
    arrive(chat, "zoe", token_in(seen))
    assert bob.take() == [":alice!alice@guest NICK :zoe"]
    assert set(chat.world.users) == {"zoe", "bob"}


def test_a_visit_whose_name_somebody_else_has_goes_on_under_another() -> None:
    chat = MemoryChat()
    alice, seen = arrive(chat, "alice")
    alice.send("PRIVMSG alice :note")
    number = alice.session.user.visit  # type: ignore[union-attr]
    alice.vanish()
    chat.irc("alice")
    back, again = arrive(chat, "alice", token_in(seen))
    assert numerics(again) == ["433"]
    assert numerics(back.ask("NICK alicia"))[0] == "001"
    assert back.session.user is not None
    assert back.session.user.visit == number
    assert back.ask("CHATHISTORY LATEST alicia * 9") == [":alice!alice@guest PRIVMSG alice :note"]


def test_a_present_visit_whose_new_name_is_taken_keeps_its_old_one() -> None:
    chat = MemoryChat()
    alice, seen = arrive(chat, "alice")
    chat.irc("bob")
    back, again = arrive(chat, "bob", token_in(seen))
    assert numerics(again) == ["433"]
    assert alice.closed is None
    assert numerics(back.ask("NICK alice"))[0] == "001"
    assert alice.closed is not None


def test_a_token_works_again_and_again_and_after_a_restart() -> None:
    chat = MemoryChat()
    alice, seen = arrive(chat, "alice")
    token = token_in(seen)
    alice.vanish()
    second, seen = arrive(chat, "alice", token)
    assert " TOKEN " not in "".join(seen)
    second.send("JOIN #a", "PRIVMSG #a :hi")
    number = second.session.user.visit  # type: ignore[union-attr]
    after = MemoryChat(log=chat.log)
    back, seen = arrive(after, "alice", token)
    assert numerics(seen)[0] == "001"
    assert " JOIN " not in "".join(seen)
    assert back.session.user is not None
    assert back.session.user.visit == number


def test_a_token_ends_a_week_after_the_visit_was_last_seen() -> None:
    chat = MemoryChat()
    alice, seen = arrive(chat, "alice")
    token = token_in(seen)
    chat.now += VISIT_MS
    alice.send("PING :x")
    alice.vanish()
    chat.now += VISIT_MS - 1000
    back, seen = arrive(chat, "alice", token)
    assert " TOKEN " not in "".join(seen)
    back.vanish()
    chat.now += VISIT_MS + 1000
    late = chat.connect()
    late.send(f"CAP REQ :{TOKEN}")
    late.take()
    assert late.ask(f"TOKEN {token}")[0].startswith(":hubbub FAIL TOKEN INVALID_TOKEN :")


def test_a_token_that_ends_between_its_giving_and_the_end_of_registration_makes_a_new_guest() -> None:
    chat = MemoryChat()
    alice, seen = arrive(chat, "alice")
    alice.vanish()
    chat.now += VISIT_MS - 1000
    slow = chat.connect()
    slow.send(f"CAP REQ :{TOKEN}", f"TOKEN {token_in(seen)}", "NICK alice", "USER a 0 * :a")
    slow.take()
    chat.now += 2000
    arrive(chat, "bob")
    assert numerics(slow.ask("CAP END"))[0] == "001"


def test_two_connections_with_one_token_follow_each_other() -> None:
    chat = MemoryChat()
    first, seen = arrive(chat, "alice")
    second, _ = arrive(chat, "alice", token_in(seen))
    third, _ = arrive(chat, "alice", token_in(seen))
    assert (first.closed, second.closed, third.closed) != (None, None, None)
    assert third.closed is None
    assert [session for user in chat.world.users.values() for session in user.sessions] == [third.session]
    second.vanish()
    assert chat.world.user("alice") is not None


def test_look_alikes_of_names_in_use_are_refused_and_free_again_later() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    other = chat.connect()
    other.send("USER x 0 * :x")
    assert numerics(other.ask("NICK ALICE")) == ["433"]
    alice.vanish()
    assert numerics(other.ask("NICK ALICE"))[0] == "001"


def test_a_long_visit_outlives_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody connected for more than a week can come back after the server was killed."""
    chat = MemoryChat()
    alice = chat.connect()
    alice.send("CAP REQ :hubbub.chat/token", "NICK alice", "USER a 0 * :a", "CAP END")
    token = next(line.split(" ")[2] for line in alice.take() if line.split(" ")[1] == "TOKEN")
    chat.now += 8 * 86_400_000
    chat.tell_time()
    monkeypatch.setattr(entering, "NOTED", 1)
    chat.irc("bob")
    assert entering.still_here(chat.core)
    assert not entering.still_here(chat.core)
    chat.commit()
    after = MemoryChat(log=chat.log, now=chat.now + 1000)
    back = after.connect()
    back.send("CAP REQ :hubbub.chat/token standard-replies", "NICK alice", "USER a 0 * :a", f"TOKEN {token}", "CAP END")
    assert not any("INVALID_TOKEN" in line for line in back.take())


def test_a_name_taken_later_is_known_after_a_restart() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("NICK rob")
    after = MemoryChat(log=chat.log)
    assert after.world.whowas.was_seen("rob", after.now) == "rob"


def test_without_a_lobby_irc_hears_no_strangers_go_and_people_do() -> None:
    chat = MemoryChat(lobby="")
    irc, person, stranger = chat.irc("irc"), chat.connect("plain"), chat.irc("stranger")
    person.send("bob")
    person.written = b""
    irc.take()
    stranger.send("QUIT")
    assert irc.take() == []
    assert b"stranger has left the chat" in person.written


def test_who_comes_back_into_a_remembered_room_is_not_its_operator() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    assert any(line.endswith(":@alice") for line in alice.ask("JOIN #a"))
    alice.send("PRIVMSG #a :kept", "PART #a")
    assert any(line.endswith(" #a :bob") for line in bob.ask("JOIN #a"))


def test_a_guest_who_comes_back_on_the_same_day_was_seen_that_day() -> None:
    """A name is known for longer than 90 days, never for less."""
    chat = MemoryChat(now=NOON)
    chat.irc("guest")
    first = chat.world.whowas.used["guest"]
    again = MemoryChat(log=chat.log, now=NOON + DAY // 4)
    guest = again.irc("guest")
    assert again.world.whowas.used["guest"] == first
    assert MemoryChat(log=chat.log, now=again.now).world.whowas.used["guest"] == first
    guest.vanish()
    later = MemoryChat(log=chat.log, now=again.now)
    assert later.world.whowas.used == again.world.whowas.used != {"guest": first}


def test_a_name_is_known_for_ninety_days_after_it_was_seen_last() -> None:
    chat = MemoryChat(now=NOON)
    chat.irc("guest")
    again = MemoryChat(log=chat.log, now=NOON + DAY // 4)
    again.irc("guest")  # and the server ends at once
    later = MemoryChat(log=chat.log, now=again.now)
    bob, last = later.irc("bob"), later.now
    later.now = last + 90 * DAY
    bob.send("PRIVMSG guest :still known")
    assert numerics(bob.take()) == ["NOTICE"]
    later.now = last + 91 * DAY
    bob.send("PRIVMSG guest :known no more")
    assert numerics(bob.take()) == ["401"]
