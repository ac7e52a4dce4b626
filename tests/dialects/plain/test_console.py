"""The console: operators' commands without a name, and answers of which programs know the end."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person
from tests.dialects.plain.typist import typed
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import OperatorActed
from hubbub.commands.moderation import overriding
from hubbub.dialects.services import console as services
from hubbub.wire.lines import BadLine


def console(chat: MemoryChat) -> Person:
    """Somebody at the console."""
    person = chat.connect("console", "", secure=True)
    person.session.console = True
    return person


def test_it_may_what_operators_may_and_is_named_in_the_log() -> None:
    chat = MemoryChat()
    chat.control.problems = ["hubbub.toml:1: wrong"]
    assert console(chat).ask("rehash") == ["The settings are read again.", "hubbub.toml:1: wrong", "\x06"]
    assert [event.operator for event in chat.happened if isinstance(event, OperatorActed)] == ["console"]


def test_settings_that_are_wrong_are_refused_and_an_upgrade_is_asked_for() -> None:
    chat = MemoryChat()
    assert console(chat).ask("reload") == ["The settings and the certificate were read again.", "\x06"]
    chat.control.problems = ["hubbub.toml:1: wrong", "hubbub.toml:2: wrong, too"]
    assert console(chat).ask("reload") == ["! hubbub.toml:1: wrong | hubbub.toml:2: wrong, too", "\x15"]
    assert console(chat).ask("upgrade") == ["hubbub 9 takes over.", "\x06"]
    assert chat.control.did[-1] == "upgrade"


def test_help_is_about_what_it_can_do() -> None:
    lines = console(MemoryChat()).ask("help")
    assert [line.split()[0] for line in lines[:-1]] == [
        "/who",
        "/rooms",
        "/account",
        "/reports",
        "/audit",
        "/undo",
        "/lockdown",
        "/uban",
        "/help",
        "/quit",
        "/invite-link",
        "/token",
        "/rehash",
        "/who",
        "/room",
        "/kill",
        "/remove",
        "/kick",
        "/unban",
        "/say",
        "/status",
        "/reload",
        "/upgrade",
        "/rollback",
        "/stop",
        "/restart",
        "/watch",
    ]


def test_help_about_a_command_is_about_its_ways_there() -> None:
    sitting = console(MemoryChat())
    lines = sitting.ask("help account")
    assert any(line.startswith("/account delete name keep|erase ") for line in lines)
    assert not any("password keep" in line for line in lines)
    assert sitting.ask("help kick") == ["/kick room name [why]  make somebody leave a room", "\x06"]
    assert sitting.ask("help nick") == ["! The console has no command nick. To see what it can do, type help", "\x15"]


def test_it_makes_operators_of_accounts() -> None:
    chat = MemoryChat()
    person(chat, "alice", f"/register {PASSWORD}")
    assert console(chat).ask("account operator alice") == ["alice is an operator of this server now.", "\x06"]
    assert console(chat).ask("account operator bob")[-1] == "\x15"
    complaint, refused = console(chat).ask("account")
    assert complaint.startswith("! That is not complete. Type it like this: /account list | show name | suspend")
    assert refused == "\x15"


def test_it_lifts_the_bans_of_rooms_by_name_or_mask_and_the_audit_log_says_so() -> None:
    chat = MemoryChat()
    person(chat, "alice", "/join tea", "/ban bob 2h spam", "/ban m:carol!*@*", "/mode +b *!*@192.0.2.9")
    sitting = console(chat)
    assert sitting.ask("unban tea BOB")[-2:] == ["bob!*@* is not banned from #tea any more.", "\x06"]
    assert sitting.ask("unban #tea m:carol!*@*")[-2:] == ["m:carol!*@* is not banned from #tea any more.", "\x06"]
    for line in ("unban tea bob", "unban tea a!b@c@d!", "unban nowhere bob"):
        assert sitting.ask(line)[-1] == "\x15"
    assert sitting.ask("unban tea")[0].startswith("! That is not complete. Type it like this: /unban room mask")
    assert [line for line in sitting.ask("audit") if "console" in line and "-b bob!*@*" in line]


def test_what_is_about_ones_own_account_needs_one() -> None:
    for typed_there in ("operator ABCD", "register password", "login alice password"):
        told = console(MemoryChat()).ask(typed_there)
        assert told == ["! The console is nobody in the chat. To see what it can do, type help", "\x15"]


def test_lines_that_cannot_be_read_and_empty_ones_are_answered() -> None:
    sitting = console(MemoryChat())
    assert sitting.ask("") == ["\x06"]
    sitting.send(BadLine("INVALID_UTF8", ""))
    assert sitting.take()[-1] == "\x15"


def test_nobody_else_gives_orders_to_the_server() -> None:
    chat = MemoryChat(lobby="#lobby")
    eve = chat.connect("plain")
    eve.send("eve")
    assert eve.ask("/rehash")[-1].endswith("! Permission denied: you are not an operator of this server.")
    assert chat.control.did == []
    assert "is reserved" in typed(chat.connect("plain"), "Console")


def records(lines: list[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines[:-1]]


def test_programs_are_answered_in_lines_of_json() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("irc", "192.0.2.1", secure=True)
    alice.send("NICK alice", "USER a 0 * :Alice", "NS REGISTER password1", "JOIN #tea", "TOPIC #tea :green")
    sitting = console(chat)
    (person,) = records(sitting.ask("json who"))
    assert (person["row"], person["name"], person["addresses"], person["over"]) == (
        "person",
        "alice",
        ["192.0.2.1"],
        ["irc"],
    )
    assert [room["name"] for room in records(sitting.ask("json rooms"))] == ["#lobby", "#tea"]
    (room,) = records(sitting.ask("json room show tea"))
    assert (room["topic"], room["people"]) == ("green", ["~alice"])
    (account,) = records(sitting.ask("json account show alice"))
    assert (account["name"], account["rooms"], account["suspended"]) == ("alice", ["#tea"], False)
    assert records(sitting.ask("json say alice hello")) == [{"row": "told", "text": "Said to alice."}]
    assert [told["row"] for told in records(sitting.ask("json kick tea alice loud"))] == ["told"]
    lines = sitting.ask("json account show nobody")
    assert lines[-1] == "\x15"
    assert (records(lines)[0]["row"], records(lines)[0]["about"]) == ("refused", "nobody")
    for wrong in ("json tea", "json", "json help", "json account"):
        assert sitting.ask(wrong)[-1] == "\x15"


def test_everybody_is_shown_also_who_is_not_connected() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("irc", "192.0.2.1", secure=True)
    alice.send("NICK alice", "USER a 0 * :Alice", "NS REGISTER password1", "JOIN #tea", "QUIT")
    assert console(chat).ask("who all") == ["alice, account alice, not connected; in #tea", "\x06"]
    assert console(chat).ask("who tea")[-1] == "\x15"


def test_an_account_is_suspended_and_let_in_again() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("irc", "192.0.2.1", secure=True)
    alice.send("NICK alice", "USER a 0 * :Alice", "NS REGISTER password1")
    sitting = console(chat)
    assert sitting.ask("account suspend alice 2h spam")[-1] == "\x06"
    assert alice.closed is not None
    assert sitting.ask("account show alice")[0].endswith("suspended")
    assert sitting.ask("account unsuspend alice")[-1] == "\x06"
    assert not sitting.ask("account show alice")[0].endswith("suspended")
    assert sitting.ask("account suspend bob")[-1] == "\x15"


def test_of_an_account_that_nobody_has_used_no_visit_is_told() -> None:
    chat = MemoryChat()
    sitting = console(chat)
    sitting.ask("account add alice")
    assert "alice has not been here since it was made" in sitting.ask("account list")[0]


def test_a_room_of_many_is_closed_in_parts_and_each_hears_of_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command "holds the loop longer than 10 ms": ten thousand who each hear of all the others are minutes.
    What was decided is done, also where the disk is full in the middle."""
    monkeypatch.setattr(overriding, "AT_ONCE", 2)
    chat, turns = MemoryChat(), list[int]()
    people = [chat.irc(name) for name in ("alice", "bob", "carol", "dan", "eve")]
    for one in people:
        one.send("JOIN #tea")
    people[0].send("PRIVMSG #tea :hello", "MODE #tea +I erin!*@*")
    erin, room, sitting = chat.irc("erin"), chat.world.rooms["#tea"], console(chat)
    for one in people:
        one.take()

    def others_have_their_turn(steps: Iterator[object]) -> None:
        for _ in steps:
            turns.append(len(room.members))
            chat.commit()
            if len(turns) == 1:
                erin.send("JOIN #tea")  # who is invited comes in, and stays
                people[4].send("PART #tea")
                chat.core.disk_full = True
        chat.core.disk_full = False

    monkeypatch.setattr(chat, "in_turns", others_have_their_turn)
    answer = sitting.ask("room close tea too loud")
    assert answer[-2] == "#tea is closed: 4 had to leave, and only who is invited comes in."
    assert turns == [3, 1]
    assert not chat.world.closing
    assert [user.name for user in room.members] == ["erin"]
    for one, name in zip(people[:4], ("alice", "bob", "carol", "dan"), strict=True):
        assert [line for line in one.take() if " KICK " in line] == [f":console KICK #tea {name} :too loud"]
    kicks = [line.split()[3] for line in erin.take() if " KICK " in line]
    assert kicks == ["carol", "dan"]  # whom erin was told of on coming in


def test_a_room_is_shown_with_its_people_and_counted_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of rooms looks at nobody in them; of one, at some in a turn."""
    monkeypatch.setattr(services, "AT_ONCE", 2)
    chat, turns = MemoryChat(), list[int]()
    people = [chat.irc(name) for name in ("carol", "bob", "alice")]
    for one in people:
        one.send("JOIN #tea")
    sitting = console(chat)

    async def others_have_their_turn() -> None:
        turns.append(1)
        if len(turns) == 1:
            people[2].send("PART #tea")

    monkeypatch.setattr(chat, "pause", others_have_their_turn)
    assert sitting.ask("room list") == ["#tea +n, 3 members", "\x06"]
    assert turns == []
    assert sitting.ask("room show tea") == ["#tea +n, 2 members; @carol, bob", "\x06"]
    assert turns == [1]


def test_a_room_is_closed() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("irc", "192.0.2.1", secure=True)
    alice.send("NICK alice", "USER a 0 * :Alice", "NS REGISTER password1", "JOIN #tea", "PRIVMSG #tea :hello")
    bob = chat.connect("irc", "192.0.2.2", secure=True)
    bob.send("NICK bob", "USER b 0 * :Bob", "JOIN #tea")
    answer = console(chat).ask("room close tea too loud")
    assert answer[-2:] == ["#tea is closed: 2 had to leave, and only who is invited comes in.", "\x06"]
    assert any("KICK #tea bob :too loud" in line for line in bob.take())
    assert any(" 473 " in line for line in bob.ask("JOIN #tea"))
    assert console(chat).ask("room close none")[-1] == "\x15"
    assert console(chat).ask("room")[-1] == "\x15"


def test_the_colon_behind_a_name_is_no_part_of_it() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    assert console(chat).ask("say alice: hello") == ["Said to alice.", "\x06"]
    assert alice.take()[-1].endswith(" NOTICE alice :hello")
    assert console(chat).ask("kill alice: too loud")[0].startswith("alice is removed from the server")
