"""Help, and answers to what is no command."""

from __future__ import annotations

from tests.dialects.plain.typist import join, told
from tests.support.memory_chat import MemoryChat

from hubbub.typed import table


def test_help_names_every_command() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    text = "\n".join(told(alice, "/help operators", *(f"/help {subject}" for subject in table.GROUPS)))
    for command in table.COMMANDS:
        assert command.usage in text


def test_help_alone_fits_a_screen() -> None:
    assert len(told(join(MemoryChat(), "alice"), "help")) <= 23


def test_outside_rooms_help_names_the_bare_words() -> None:
    lines = told(join(MemoryChat(), "alice"), "help")
    assert lines[-1] == (
        "While you are in no room, these need no slash: msg, message, who, list, rooms, join, leave, help, quit, exit"
    )


def test_help_for_one_command() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    assert told(alice, "/help pins") == ["/pins  see what is pinned in the room"]
    assert told(alice, "/help /list")[0].startswith("/who [here]  see who is online")
    assert told(alice, "/help joni") == ["! There is no command /joni. Did you mean /join?"]


def test_unknown_and_unfinished_commands() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    assert told(alice, "/lsit") == ["! There is no command /lsit. Did you mean /list?"]
    assert told(alice, "/" + "z" * 4000) == [f"! There is no command /{'z' * 40}. To see all commands, type /help"]
    assert told(alice, "/{0}{about}") == ["! There is no command /{0}{about}. To see all commands, type /help"]
    assert told(alice, "/msg bob") == ["! That is not complete. Type it like this: /msg name text"]
    assert told(alice, "@bob") == ["! That is not complete. Type it like this: @name text"]
    slipped = "! That was not said, for it may hold a password or a code. Type it like this: /login name password"
    for line in (".login ana hunter2", " /login ana hunter2", "//login ana hunter2"):
        assert told(alice, line) == [f"{slipped} - or put a word in front, to say it."]
