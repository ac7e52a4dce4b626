"""`hubbub hash`: the hash of a password, for the settings file."""

from __future__ import annotations

import sys

import click


@click.command()
def hash() -> int:
    """Ask for a password and print its argon2 hash, for [[operators]] and [[webirc]] in the settings.

    In a pipe, the password is the first line of standard input.
    """
    from hubbub.server.core.hashing import Hashing
    from hubbub.server.core.passwords import LONGEST

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.buffer.readline(LONGEST + 2).rstrip(b"\r\n").decode(errors="surrogateescape")
    if not password or len(password.encode(errors="surrogateescape")) > LONGEST or not password.isprintable():
        raise click.UsageError(f"a password is printable and has 1 to {LONGEST} bytes")
    click.echo(Hashing().hashed(password))
    return 0
