"""`hubbub hash`: the hash of a password, for the settings file."""

from __future__ import annotations

import click


@click.command()
def hash() -> int:
    """Ask for a password and print its argon2 hash, for [[operators]] and [[webirc]] in the settings."""
    from hubbub.server.passwords import LONGEST, hashed

    password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if len(password.encode(errors="surrogateescape")) > LONGEST or not password.isprintable():
        raise click.UsageError(f"a password is printable and has at most {LONGEST} bytes")
    click.echo(hashed(password))
    return 0
