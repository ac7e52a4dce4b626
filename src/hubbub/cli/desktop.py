"""`hubbub desktop`: the options of the windows."""

from __future__ import annotations

import click

from .options import Whole, no_password, text

PORT = Whole(1, 65535)
THEMES = ("light", "dark", "light-contrast", "dark-contrast")


@click.command()
@click.argument("address", metavar="[HOST|LINK]", required=False, type=text)
@click.argument("at_port", metavar="[PORT]", required=False, type=PORT)
@click.option("--name", type=text, help="Your name there.")
@click.option("--theme", type=click.Choice(THEMES), help="Instead of the one of the settings, this time.")
@click.option("--install", is_flag=True, help="Put it into the menus, and let hubbub:// links open it. Then end.")
@click.option("--uninstall", is_flag=True, help="Take that back.")
@no_password
def desktop(
    address: str | None, at_port: int | None, name: str | None, theme: str | None, install: bool, uninstall: bool
) -> int:
    """Join the server at HOST in a window, or by the LINK of an invitation. Without, the window asks."""
    if install or uninstall:
        return _install(undo=uninstall)
    from hubbub.desktop.run import NoWindows, run

    where = f"{address} {at_port}" if address and at_port else address or ""
    try:
        return run(where, name or "", theme or "")
    except NoWindows as error:
        raise click.ClickException(str(error)) from None


def _install(*, undo: bool) -> int:
    from hubbub.desktop import installing

    try:
        done = installing.remove() if undo else installing.install()
    except (installing.NotHere, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo("\n".join(done))
    return 0
