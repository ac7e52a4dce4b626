"""`hubbub service`: the unit for systemd, with the paths of this machine."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from .options import path

NEEDS_ROOT = frozenset(
    {
        "CapabilityBoundingSet", "DynamicUser", "PrivateDevices", "PrivateTmp", "ProtectClock", "ProtectControlGroups",
        "ProtectHome", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables",
        "ProtectProc", "ProtectSystem", "StateDirectory", "StateDirectoryMode",
    }
)  # fmt: skip
"""What the unit of one user cannot have, or not without namespaces for everybody."""
SYSTEM = Path("/var/lib/hubbub")
HOMES = ("/home/", "/root/")


@click.command()
@click.option("--user", is_flag=True, help="A service of your own, which needs no root.")
@click.option("--data", metavar="DIR", type=path, help="Its data folder.")
@click.option("--config", metavar="FILE", type=path, help="Its settings file, if it is not in the data folder.")
@click.option("--socket", is_flag=True, help="The unit of its port, which systemd then opens.")
def service(user: bool, data: Path | None, config: Path | None, socket: bool) -> int:
    """Print a unit for systemd that runs this hubbub.

    \b
    hubbub service > /etc/systemd/system/hubbub.service
    hubbub service --user > ~/.config/systemd/user/hubbub.service
    """
    from hubbub.shipped import unit

    if socket:
        click.echo(unit("hubbub.socket"), nl=False)
        return 0
    if data is None:
        data = _own_folder() if user else SYSTEM
    elif not user and data.absolute() != SYSTEM:
        raise click.UsageError(f"such a service may write to {SYSTEM} alone: leave --data out, or add --user")
    program = _program()
    if not user and program[0].startswith(HOMES):
        click.echo(
            f"# {program[0]} is in a home folder, which the service must not see: install hubbub into /opt/hubbub, or "
            "print the unit with --user.",
            err=True,
        )
    where = ["--data", str(data.absolute()), *(["--config", str(config.absolute())] if config else [])]
    click.echo("\n".join(_lines(unit("hubbub.service"), program, where, user=user)))
    return 0


def _lines(unit: str, program: list[str], where: list[str], *, user: bool) -> Iterator[str]:
    for line in unit.rstrip("\n").split("\n"):
        name, _, value = line.partition("=")
        if name in ("ExecStart", "ExecReload"):
            yield f"{name}={_quoted([*program, value.split()[1], *where])}"
        elif not user:
            yield line
        elif line == "WantedBy=multi-user.target":
            yield "WantedBy=default.target"
        elif name not in NEEDS_ROOT and "network-online" not in value:
            yield line


def _quoted(words: list[str]) -> str:
    """A command as units have it (systemd.service(5)): % and $ mean something there, and \\ and quotes."""
    told = (re.sub(r'(["\\])', r"\\\1", word).replace("%", "%%").replace("$", "$$") for word in words)
    return " ".join(f'"{word}"' if re.search(r"[\s\"';]", word) else word for word in told)


def _program() -> list[str]:
    """What runs this hubbub again."""
    given = shutil.which(sys.argv[0]) if os.path.basename(sys.argv[0]) == "hubbub" else None
    return [os.path.abspath(given)] if given else [os.path.abspath(sys.executable), "-m", "hubbub"]


def _own_folder() -> Path:
    from hubbub.settings.places import default_data_directory

    return default_data_directory()
