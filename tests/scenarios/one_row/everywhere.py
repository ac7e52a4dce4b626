"""Looks for the command of test_one_row.py in every place where commands are given, told of, or read."""

from __future__ import annotations

import json

from click.testing import CliRunner
from tests.dialects.plain.typist import join, told
from tests.docs.commands_page import tables
from tests.support.memory_chat import MemoryChat

from hubbub.cli.entry import hubbub
from hubbub.client.session import Client
from hubbub.typed.browsers import as_json
from hubbub.typed.help import help_text
from hubbub.views.completing import candidates

SENTENCE = "see whether a number is lucky"


def plain() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    assert told(alice, "/lucky 7") == ["7 is lucky."]
    usage = "! That is not complete. Type it like this: /lucky n [more]"
    assert told(alice, "/lucky", "/lucky seven") == [usage, usage]
    assert told(alice, "/lukcy 7") == ["! There is no command /lukcy. Did you mean /lucky?"]
    about = [f"/lucky n [more]  {SENTENCE}", "Seven is.", "For moderators of the room and above."]
    assert told(alice, "/help lucky") == about == help_text("lucky")
    assert any(line.startswith("/lucky n [more]") for line in told(alice, "/help server"))
    assert any("lucky" in line for line in told(alice, "/help"))


def console() -> None:
    sitting = MemoryChat().connect("console", "", secure=True)
    sitting.session.console = True
    assert sitting.ask("lucky 8") == ["8 is nothing special.", "\x06"]
    assert any(SENTENCE in line for line in sitting.ask("help"))


def irc() -> None:
    alice = MemoryChat().irc("alice")
    assert alice.ask("LUCKY 7") == [":hubbub NOTICE alice :7 is lucky."]
    assert alice.ask("LUCKY") == [":hubbub 461 alice LUCKY :Not enough parameters: LUCKY <n> [<more>]"]
    assert alice.ask("LUCKY seven") == [":hubbub 461 alice LUCKY :Type it like this: LUCKY <n> [<more>]"]
    assert ":hubbub 705 alice LUCKY :See whether a number is lucky." in alice.ask("HELP LUCKY")
    assert "7 is lucky." in alice.ask("NICKSERV LUCKY 7")[0]
    assert any("LUCKY <n> [<more>]: See whether a number is lucky." in line for line in alice.ask("NICKSERV HELP"))


def clients() -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 422 alice :none\r\n:s PONG s :hubbub-ready\r\n", 1)
    client.bytes_to_send(1)
    client.typed("/lucky 7", 2)
    assert b"NICKSERV LUCKY 7\r\n" in client.bytes_to_send(3)
    assert [found.text for found in candidates(client.state, None, "/luc")] == ["/lucky "]
    assert json.loads(as_json())[-1]["name"] == "lucky"


def command_line() -> None:
    runner = CliRunner()
    assert "See whether a number is lucky." in runner.invoke(hubbub, ["--help"]).output
    assert "Usage: hubbub lucky [OPTIONS] n [more]" in runner.invoke(hubbub, ["lucky", "--help"]).output


def papers() -> None:
    assert (
        f"| `/lucky n [more]` | {SENTENCE} | moderators of the room and above | `LUCKY`, `hubbub lucky` |" in tables()
    )


if __name__ == "__main__":
    for place in (plain, console, irc, clients, command_line, papers):
        place()
