"""docs/commands.md, made from the table of commands; `make docs` runs it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hubbub.typed.help import OTHER_WAYS
from hubbub.typed.table import COMMANDS, GROUPS, Command, Form

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
BEGINS = "<!-- made by `make docs` from src/hubbub/typed/table: change rows there -->\n"


def page(old: str) -> str:
    """The page with its tables as they are now; what stands before them is kept."""
    return f"{old.partition(BEGINS)[0]}{BEGINS}\n{tables()}"


def tables() -> str:
    operators = [command for command in COMMANDS if command.operators]
    return "\n".join(
        [
            *(_group(name.capitalize(), [row for row in rows if not row.operators]) for name, rows in GROUPS.items()),
            "## Without a command\n",
            _table(["typed", "to"], ([f"`{usage}`", help] for usage, help in OTHER_WAYS)),
            _group("For operators of the server", operators, OPERATORS_KNOW),
        ]
    )


OPERATORS_KNOW = (
    "They type these anywhere in the chat; at the [console](running.md#the-console) nobody needs a name or a password "
    "for them.\n\n"
)


def _group(title: str, commands: list[Command], before: str = "") -> str:
    more = [_more(command) for command in commands if command.details or command.forms]
    return f"## {title}\n\n{before}{_table(['typed', 'to', 'who', 'also'], map(_row, commands))}\n{''.join(more)}"


def _row(command: Command) -> list[str]:
    ways = [command.usage, *(f"/{alias}" for alias in command.aliases)]
    elsewhere = [f"`{command.verb}`"] if command.verb else []
    elsewhere += [f"`hubbub {command.cli}`"] if command.cli else []
    return [", ".join(f"`{way}`" for way in ways), command.help, command.who.value, ", ".join(elsewhere)]


def _more(command: Command) -> str:
    lines = [f"- `/{command.name}`: {' '.join(command.details)}".rstrip(": ")]
    lines += [f"  - `{command.typed(form.arguments)}`: {form.help}{_where(form)}" for form in command.forms]
    return "\n".join(lines) + "\n"


def _where(form: Form) -> str:
    known = [form.who.value, "at the console" if form.at_console else ""]
    about = ", ".join(word for word in known if word)
    return f" ({about})" if about else ""


def _table(heads: list[str], rows: Iterable[list[str]]) -> str:
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |" for cells in rows]
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
