"""Settings from around the process: environment variables, and credentials that a service manager hands over.

`HUBBUB_LISTEN_PORT=7000` is `port` in `[listen]`; `HUBBUB_SERVER_PASSWORD_FILE` names a file with a secret;
`$CREDENTIALS_DIRECTORY/server.password` is such a file by systemd's rules (https://systemd.io/CREDENTIALS/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from .closest import closest
from .errors import Problem, SettingsError
from .model import Settings, is_repeated
from .values import extras, of_text

PREFIX = "HUBBUB_"
PASSWORDS = ("PASSWORD", "PASSWORD_FILE")
PORT, BARE_PORT = "HUBBUB_LISTEN_PORT", "HUBBUB_PORT"
LONGEST_SECRET = 1024  # bytes of the first line of a file
MISTYPED = 0.9  # as alike are a name and what it was meant to be


class Given(msgspec.Struct, frozen=True):
    """A value that does not come from the settings file, and where it comes from, in words."""

    value: object
    where: str


def surroundings(environment: Mapping[str, str]) -> dict[str, Given]:
    """What the environment sets: dotted key -> value. Raises SettingsError."""
    ours = {name: text for name, text in environment.items() if name.startswith(PREFIX)}
    folder = environment.get("CREDENTIALS_DIRECTORY", "")
    if not ours and not folder:
        return {}
    given: dict[str, Given] = {}
    problems: list[Problem] = []
    wanted = dict(_wanted())
    _credentials(folder, wanted, given, problems)
    variables = {_variable(key): key for key in wanted}
    secrets = {f"{_variable(key)}_FILE": key for key, kind in wanted.items() if "secret" in extras(kind)}
    for name, text in ours.items():
        key = variables.get(name)
        if key is not None:
            given[key] = Given(of_text(text, wanted[key]), name)
        elif name in secrets:
            _read(Path(text), secrets[name], name, given, problems)
        elif _is_meant(name, text, [*variables, *secrets]):
            close = PORT if name == BARE_PORT else closest(name, [*variables, *secrets])
            hint = f"; did you mean {close}?" if close else ""
            problems.append(Problem(name, 0, "", f"there is no such setting{hint}"))
    if problems:
        raise SettingsError(*problems)
    return given


def _wanted() -> Iterator[tuple[str, Any]]:
    """Every setting of the tables that stand once, with its type."""
    for table, kind in get_type_hints(Settings).items():
        if not is_repeated(kind):
            for key, wanted in get_type_hints(kind, include_extras=True).items():
                yield f"{table}.{key}", wanted


def _variable(key: str) -> str:
    return PREFIX + key.replace(".", "_").upper()


def _is_meant(name: str, text: str, known: list[str]) -> bool:
    """Whether a variable of another name was to be one of these: it begins with a table, ends as a password does, or is
    one mistyped. What is overlooked may be what keeps strangers out. The port without its table is meant, too, if it
    is a number: for a service named hubbub, Kubernetes sets one that begins with tcp://."""
    if name == BARE_PORT:
        return text.isdecimal()
    tables = tuple(f"{PREFIX}{table.upper()}_" for table in Settings.__struct_fields__)
    return name.startswith(tables) or name.endswith(PASSWORDS) or bool(closest(name, known, MISTYPED))


def _credentials(folder: str, wanted: Mapping[str, Any], given: dict[str, Given], problems: list[Problem]) -> None:
    if not folder:
        return
    for key in wanted:
        path = Path(folder) / key
        if path.is_file():
            _read(path, key, str(path), given, problems)
    others = [
        (path, closest(path.name, wanted, MISTYPED)) for path in Path(folder).glob("*") if path.name not in wanted
    ]
    problems += [
        Problem(str(path), 0, "", f"there is no such setting; did you mean {close}?") for path, close in others if close
    ]


def _read(path: Path, key: str, where: str, given: dict[str, Given], problems: list[Problem]) -> None:
    """The first line of a file, as a secret."""
    try:
        with path.open("rb") as file:
            line = file.readline(LONGEST_SECRET + 2).rstrip(b"\r\n").decode()
    except OSError as error:
        problems.append(Problem(where, 0, key, f"{path} cannot be read: {error.strerror}"))
        return
    except UnicodeDecodeError:
        problems.append(Problem(where, 0, key, f"{path} is not UTF-8"))
        return
    if line:
        given[key] = Given(line, where)
    else:
        problems.append(Problem(where, 0, key, f"the first line of {path} is empty"))
