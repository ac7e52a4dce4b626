"""`hubbub serve` as most say it, read without click: it takes a fifth of a start, and stays in the memory of a server.
Whatever is not as plain as that, is wrong, or asks for help is left to click, which knows all of `serve`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from .serving import Given

_TEXTS = {"--host": "host", "--name": "name"}
_PATHS = {"--data": "data", "--config": "config", "--tls-cert": "tls_cert", "--tls-key": "tls_key"}
_SWITCHES = {"--no-limits": "no_limits", "--cluster": "cluster"}


def given(arguments: Sequence[str]) -> Given | None:
    """What these arguments of the program say, if that is a server to be started, and nothing else."""
    if arguments[:1] != ["serve"] or os.name == "nt" or "_HUBBUB_COMPLETE" in os.environ:
        return None  # on Windows click replaces ~, * and %NAMES% in arguments, as shells do elsewhere
    found: dict[str, object] = {}
    addresses: list[str] = []
    rest = iter(arguments[1:])
    for argument in rest:
        option, has_value, value = argument.partition("=")
        if option in _SWITCHES and not has_value:
            found[_SWITCHES[option]] = True
            continue
        value = value if has_value else next(rest, "")
        if not value or not value.isprintable() or (value.startswith("-") and not has_value):
            return None
        if option in _TEXTS:
            found[_TEXTS[option]] = value
        elif option in _PATHS:
            found[_PATHS[option]] = Path(value)
        elif option == "--port" and value.isascii() and value.isdigit() and len(value) < 6 and int(value) < 65536:
            found["port"] = int(value)
        elif option == "--listen":
            addresses.append(value)
        else:
            return None
    return Given(addresses=tuple(addresses), **found)  # type: ignore[arg-type]  # each has the type of its field
