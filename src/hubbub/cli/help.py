"""`hubbub help`: the pages of the documentation, without a network."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hubbub.settings.closest import closest

from .options import text


def _begun(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """For shells: the pages whose names begin so."""
    from hubbub.shipped import pages

    return [name for name in pages() if name.startswith(begun) and "/" not in name]


@click.command("help")
@click.argument("page", required=False, type=text, shell_complete=_begun)
def show_page(page: str | None) -> int:
    """Show a PAGE of the documentation, or which there are. What a command takes: hubbub COMMAND --help."""
    from hubbub.shipped import pages, title

    there = pages()
    if page is None:
        listed = {name: title(file) for name, file in there.items() if "/" not in name}
        width = max(map(len, listed))
        click.echo("\n".join(f"hubbub help {name:{width}}  {said}" for name, said in listed.items()))
        return 0
    wanted = page.removesuffix(".md").removeprefix("docs/")
    found = there.get(wanted) or next((file for name, file in there.items() if name.lower() == wanted.lower()), None)
    if found is None:
        close = closest(wanted, there)
        hint = f"did you mean {close}?" if close else "hubbub help lists them"
        raise click.UsageError(f"There is no page {page}; {hint}")
    _show(found)
    return 0


def _show(file: Path) -> None:
    """As it is into a pipe or a file, laid out on a terminal."""
    written = file.read_text("utf-8")
    if not sys.stdout.isatty():
        click.echo(written, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=min(100, Console().width))
    with console.capture() as laid_out:
        console.print(Markdown(_without_comments(written)))
    click.echo_via_pager(laid_out.get())


def _without_comments(written: str) -> str:
    return "\n".join(line for line in written.split("\n") if not line.startswith("<!--"))
