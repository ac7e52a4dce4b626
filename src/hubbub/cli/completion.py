"""`hubbub completion` and `hubbub manual`: what a shell and `man` know of this program, made from its commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from hubbub import __version__

from .options import path, writing

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print what lets a SHELL complete commands and options of hubbub.

    bash: eval "$(hubbub completion bash)" in ~/.bashrc; zsh: the same in ~/.zshrc;
    fish: hubbub completion fish > ~/.config/fish/completions/hubbub.fish
    """
    from click.shell_completion import get_completion_class

    from .entry import hubbub

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(hubbub, {}, "hubbub", "_HUBBUB_COMPLETE").source())
    return 0


@click.command()
@click.argument("folder", type=path)
def manual(folder: Path) -> int:
    """Write a page of the manual for each command into FOLDER, such as /usr/local/share/man/man1."""
    from .entry import hubbub

    folder.mkdir(parents=True, exist_ok=True)
    root = click.Context(hubbub, info_name="hubbub")
    pages = {"hubbub": page(root)}
    for name in hubbub.list_commands(root):
        command = hubbub.get_command(root, name)
        if command is not None:
            pages[f"hubbub-{name}"] = page(click.Context(command, info_name=name, parent=root))
    for name, text in pages.items():
        with writing(folder / f"{name}.1"):
            (folder / f"{name}.1").write_text(text, encoding="utf-8")
    click.echo(f"{len(pages)} pages are in {folder}")
    return 0


def page(context: click.Context) -> str:
    """The page of a command, for man(7)."""
    command, words = context.command, context.command_path
    name = words.replace(" ", "-")
    summary = command.get_short_help_str(200) or words
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f'.TH "{name.upper()}" "1" "" "hubbub {__version__}" "hubbub"']
    lines += [".SH NAME", f"{_escaped(name)} \\- {_escaped(summary)}"]
    lines += [".SH SYNOPSIS", f"\\fB{_escaped(words)}\\fP {_escaped(usage)}", ".SH DESCRIPTION", *_paragraphs(command)]
    options = [record for option in command.get_params(context) if (record := option.get_help_record(context))]
    if options:
        lines.append(".SH OPTIONS")
    for option, meaning in options:
        lines += [".TP", f"\\fB{_escaped(option)}\\fP", _escaped(meaning)]
    if isinstance(command, click.Group):
        lines.append(".SH COMMANDS")
        for one in command.list_commands(context):
            sub = command.get_command(context, one)
            said = sub.get_short_help_str(200) if sub else ""
            lines += [".TP", f"\\fBhubbub\\-{_escaped(one)}\\fP(1)", _escaped(said)]
    return "\n".join(lines) + "\n"


def _paragraphs(command: click.Command) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", (command.help or "").strip()):
        yield ".PP"
        lines = paragraph.strip().split("\n")
        if lines[0].strip("\b \t") == "" and "\b" in lines[0]:  # as it is written (click)
            yield from (".nf", *(_escaped(line.strip()) for line in lines[1:]), ".fi")
        else:
            yield _escaped(" ".join(paragraph.split()))


def _escaped(text: str) -> str:
    """Nothing of it is a command of man's."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{text}" if text.startswith(".") else text
