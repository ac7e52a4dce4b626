"""The console: operators' commands without a name, and answers of which programs know the end."""

from __future__ import annotations

from tests.commands.accounts.test_authentication import PASSWORD, person
from tests.dialects.plain.typist import typed
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import OperatorActed
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
        "/remove",
        "/kick",
        "/say",
        "/status",
        "/reload",
        "/upgrade",
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
    assert complaint.startswith("! That is not complete. Type it like this: /account list | add name | operator name")
    assert refused == "\x15"


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
