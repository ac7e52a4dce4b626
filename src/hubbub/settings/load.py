"""A settings file -> `Settings`, or every problem in it with file, line and key."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_type_hints

from .check import contradictions
from .errors import Problem, SettingsError
from .lines import Place, key_lines, line_of
from .model import Settings, Table, is_repeated, repeated
from .values import convert, is_path

LARGEST_FILE = 1 << 20  # bytes

COMMAND_LINE = "the command line"


def load(path: Path | None, flags: Mapping[str, object] | None = None) -> Settings:
    """The settings in the TOML file `path` (None: only defaults), with `flags` in place of what it says.

    `flags` are dotted keys with values of the command line, such as {"listen.port": 7000}. Relative paths in the
    file are relative to its folder. Raises SettingsError.
    """
    reader = _Reader(path, dict(flags or {}))
    settings = reader.settings()
    if reader.problems:
        raise SettingsError(*sorted(reader.problems, key=lambda problem: problem.line))
    return settings


class _Reader:
    """One reading: the file's lines, the flags, and the problems found so far."""

    def __init__(self, path: Path | None, flags: dict[str, object]) -> None:
        self.path = path
        self.flags = flags
        self.problems: list[Problem] = []
        self.text = "" if path is None else _text(path)
        self.lines: dict[Place, int] | None = None

    def settings(self) -> Settings:
        given = _parsed(str(self.path), self.text)
        hints = get_type_hints(Settings)
        self._unknown((), given, hints)
        settings = Settings(**{name: self._field(name, kind, given) for name, kind in hints.items()})
        if not self.problems:
            for key, message in contradictions(settings):
                self._problem(tuple(key.split(".")), message)
        return settings

    def _field(self, name: str, kind: Any, given: dict[str, Any]) -> Any:
        """A table, or the tables of a name that may stand there several times, counted from 1."""
        if not is_repeated(kind):
            return self._table((name,), kind, given.get(name, {}))
        tables = given.get(name, [])
        if not isinstance(tables, list):
            self._problem((name,), f"must be written [[{name}]], in double brackets")
            return ()
        return tuple(self._table((name, str(n)), repeated(kind), table) for n, table in enumerate(tables, 1))

    def _table(self, place: Place, kind: type[Table], given: object) -> Table:
        if not isinstance(given, dict):
            self._problem(place, f"must be a table, [{place[0]}]")
            return kind()
        hints = get_type_hints(kind, include_extras=True)
        self._unknown(place, given, hints)
        values: dict[str, object] = {}
        for key, wanted in hints.items():
            flag = ".".join((*place, key))
            if flag in self.flags or key in given:
                value = self.flags.get(flag, given.get(key))
                try:
                    values[key] = self._resolved(flag, convert(value, wanted), wanted)
                except ValueError as error:
                    self._problem((*place, key), str(error))
        return kind(**values)

    def _resolved(self, flag: str, value: Any, wanted: Any) -> Any:
        if self.path is None or flag in self.flags or not value or not is_path(wanted):
            return value
        return str(self.path.parent / Path(value).expanduser())

    def _unknown(self, table: Place, given: Iterable[str], known: Iterable[str]) -> None:
        names = list(known)
        for key in given:
            if key not in names:
                close = difflib.get_close_matches(key, names, 1)
                hint = f"; did you mean {close[0]}?" if close else f"; there are {', '.join(names)}"
                self._problem((*table, key), f"there is no such {'setting' if table else 'table'}{hint}")

    def _problem(self, place: Place, message: str) -> None:
        key = ".".join(place)
        if key in self.flags or self.path is None:
            self.problems.append(Problem(COMMAND_LINE, 0, key, message))
            return
        if self.lines is None:
            self.lines = key_lines(self.text)
        self.problems.append(Problem(str(self.path), line_of(place, self.lines), key, message))


def _text(path: Path) -> str:
    """The file as text with LF line ends, without a byte order mark."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(Problem(str(path), 0, "", f"cannot be read: {reason}")) from None
    if len(raw) > LARGEST_FILE:
        raise SettingsError(Problem(str(path), 0, "", "is too large for a settings file (at most 1 MiB)"))
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsError(Problem(str(path), line, "", "is not UTF-8")) from None


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SettingsError(Problem(name, 0, "", "is nested too deeply")) from None
    except ValueError as error:
        raise SettingsError(_syntax(name, text, str(error))) from None


def _syntax(name: str, text: str, message: str) -> Problem:
    """tomllib's complaint, with its "(at line 3, column 8)" made into the line, and the key on that line."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", message)
    lines = text.rstrip("\n").split("\n")
    number = (int(found.group(1)) if found.group(1) else len(lines)) if found else 0
    key = lines[number - 1].partition("=")[0].strip(' \t[]"') if 0 < number <= len(lines) else ""
    if "Cannot overwrite a value" in message:
        message = "is set twice"
    elif "Cannot declare" in message:
        message = "this table stands here twice"
    elif found:
        message = message[: found.start()]
    return Problem(name, number, key if re.fullmatch(r"[\w. -]{1,60}", key) else "", message)
