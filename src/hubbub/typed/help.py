"""Help, made from the table of commands: the same lines wherever somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap

from . import table
from .table import COMMANDS, GROUPS, Command, Form, Who

WIDTH = 80  # columns
OPERATORS = "operators"  # /help operators
OTHER_WAYS = (
    ("@name text", "send a private message"),
    ("//text", "say something that begins with a slash"),
)
FIRST = tuple(command for command in COMMANDS if command.first)
SUBJECTS = (*GROUPS, OPERATORS)

Row = tuple[str, str]


def help_text(word: str | None = None) -> list[str]:
    """Lines of help: what one needs first, or more about a command or a subject (with or without its slash)."""
    if not word:
        return overview()
    command, subject = table.find(word), word.lower()
    if subject in SUBJECTS:
        return [*(about(command) if command else ()), *_about_subject(subject, alone=command is None)]
    if command is not None:
        return about(command)
    near = table.closest_command(word.removeprefix("/"))
    return [f"There is no such command. Did you mean /{near}?" if near else "There is no such command."]


def is_known(word: str) -> bool:
    """Whether there is help on it."""
    return word.lower() in SUBJECTS or table.find(word) is not None


def overview() -> list[str]:
    """A screenful: the ten commands that one needs first, and the names of all, by subject."""
    subjects = [(name, _named(commands)) for name, commands in GROUPS.items()]
    subjects.append((OPERATORS, "what operators of the server may type"))
    return [
        *listing([*map(_row, FIRST), OTHER_WAYS[1]]),
        "All that there is, by subject. To see more: /help and a subject or a command.",
        *(line for name, names in subjects for line in _wrapped(f"{name:<12}", names)),
    ]


def about(command: Command, *, console: bool = False) -> list[str]:
    """All that the table says of one command."""
    for_all = [form for form in command.ways(console=console) if form.who is not Who.SERVER]
    for_operators = [form for form in command.ways(console=console) if form.who is Who.SERVER]
    return [
        f"{command.usage}  {command.help}",
        *listing(_ways(command, for_all)),
        *(["For operators of the server:"] if for_operators else []),
        *listing(_ways(command, for_operators)),
        *command.details,
        *([f"For {command.who.value}."] if command.who.value else []),
        *([f"Also: {', '.join('/' + alias for alias in command.aliases)}"] if command.aliases else []),
    ]


def ways(name: str) -> list[str]:
    """A line for each way in which anybody may give that command with words."""
    command = table.find(name)
    forms = [form for form in command.ways() if form.arguments and form.who is Who.ANYBODY] if command else []
    return listing(_ways(command, forms)) if command else []


def for_operators() -> list[Row]:
    """Usage and help of what only operators of the server may: whole commands, and forms of others."""
    rows: list[Row] = []
    for command in COMMANDS:
        if command.operators:
            rows.append(_row(command))
        else:
            rows += _ways(command, [form for form in command.ways() if form.who is Who.SERVER])
    return rows


def listing(rows: Sequence[Row]) -> list[str]:
    """A line for each pair of what is typed and what it does, the latter below each other."""
    width = max((len(usage) for usage, _ in rows), default=0)
    return [f"{usage:<{width}}  {text}" for usage, text in rows]


def listed(commands: Iterable[Command]) -> list[str]:
    """A line for each command."""
    return listing([_row(command) for command in commands])


def hint_text(hint: str) -> str:
    """The sentence part for a hint of the grammar: '/quit' gives 'to say goodbye and disconnect, type /quit'."""
    command = table.find(hint)
    return f"to {command.help}, type {hint}" if command else f"type {hint}"


def _about_subject(subject: str, *, alone: bool) -> list[str]:
    if subject == OPERATORS:
        return listing(for_operators())
    commands = [command for command in GROUPS[subject] if not command.operators]
    return [*([] if alone else [f"All about {subject}:"]), *listed(commands)]


def _row(command: Command) -> Row:
    return command.usage, command.help


def _ways(command: Command, forms: Iterable[Form]) -> list[Row]:
    return [(command.typed(form.arguments), form.help) for form in forms]


def _named(commands: Iterable[Command]) -> str:
    return ", ".join(command.name for command in commands if not command.operators)


def _wrapped(title: str, text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=title, subsequent_indent=" " * len(title), break_on_hyphens=False)
