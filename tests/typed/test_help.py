"""Help, made from the table of commands."""

from __future__ import annotations

from tests.support.each import each

from hubbub.typed import help, table
from hubbub.typed.help import help_text


def test_help_is_a_screenful_that_names_every_command() -> None:
    lines = help_text()
    assert len(lines) <= 22
    assert all(len(line) <= 80 for line in lines)
    assert len(help.FIRST) == 10
    named = {word.strip(",") for line in lines for word in line.split()}
    assert {command.name for command in table.COMMANDS if not command.operators} <= named


@each("subject", table.GROUPS)
def test_help_about_a_subject_has_a_line_for_each_of_its_commands(subject: str) -> None:
    lines = help_text(subject)
    for command in table.GROUPS[subject]:
        listed = [line for line in lines if line.startswith(f"{command.usage} ") and line.endswith(command.help)]
        assert len(listed) == (not command.operators) + (command.name == subject)
    assert all(len(line) <= 80 for line in lines)


def test_help_for_operators_has_their_commands_and_their_ways_of_giving_others() -> None:
    text = "\n".join(help_text("Operators"))
    assert all(command.usage in text for command in table.COMMANDS if command.operators)
    assert "/account add name " in text
    assert "/account delete" not in text


@each("word", ["msg", "/msg", "message", "MESSAGE"])
def test_help_about_one_command_says_its_usage_its_details_and_its_other_names(word: str) -> None:
    assert help_text(word) == [
        "/msg name text  send a private message",
        "@name text and @name: text do the same.",
        "/message alone asks for the recipient, then for the text.",
        "Someone who is not online gets the message when they come.",
        "Also: /message",
    ]


def test_help_about_one_command_says_its_ways_and_who_may() -> None:
    assert help_text("uban")[:3] == [
        "/uban add|del|info|list  ban from the whole server",
        "/uban add target [2h] [why]  ban it, and end the connections concerned",
        "/uban del target             lift the ban",
    ]
    assert help_text("uban")[-1] == "For operators of the server."
    assert help_text("kick")[-1] == "For moderators of the room and above."
    account = help_text("account")
    operators = [line for line in account if line.startswith("/account operator name [off] ")]
    assert account.index("For operators of the server:") < account.index(operators[0])


def test_help_about_an_unknown_command_names_the_closest() -> None:
    assert help_text("/jion") == ["There is no such command. Did you mean /join?"]
    assert help_text("xyzzy") == ["There is no such command."]


def test_a_hint_says_what_it_is_for() -> None:
    assert help.hint_text("/quit") == "to say goodbye and disconnect, type /quit"
    assert help.hint_text("/exit") == "to say goodbye and disconnect, type /exit"
