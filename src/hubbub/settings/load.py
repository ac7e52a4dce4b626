"""A settings file -> `Settings`, or every problem in it with file, line and key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from .check import contradictions
from .closest import closest
from .errors import Problem, SettingsError
from .lines import KeyPath, key_lines, line_of
from .model import Settings, Table, is_repeated, repeated
from .surroundings import Given, surroundings
from .values import convert, is_path

LARGEST_FILE = 1 << 20  # bytes

COMMAND_LINE = "the command line"


class Loaded(msgspec.Struct, frozen=True):
    """`sources`: where each setting that is not a default comes from, in words, by dotted key."""

    settings: Settings
    sources: dict[str, str]


def load(
    path: Path | None, flags: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings in the TOML file `path` (None: only defaults), with those of `environment` in place of what it says,
    and `flags` in place of both.

    `flags` are dotted keys with values of the command line, such as {"listen.port": 7000}. Relative paths in the
    file are relative to its folder. Raises SettingsError.
    """
    return load_with_sources(path, flags, environment).settings


def load_with_sources(
    path: Path | None, flags: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None
) -> Loaded:
    """The same, and where each setting comes from."""
    given = surroundings(environment or {})
    given |= {key: Given(value, COMMAND_LINE) for key, value in (flags or {}).items()}
    reader = _Reader(path, given)
    settings = reader.settings()
    if reader.problems:
        raise SettingsError(*sorted(reader.problems, key=lambda problem: problem.line))
    return Loaded(settings, reader.sources)


class _Reader:
    """One reading: the file's lines, what is given in its place, the problems and sources found so far."""

    def __init__(self, path: Path | None, given: dict[str, Given]) -> None:
        self.path = path
        self.given = given
        self.sources: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.text = "" if path is None else _text(path)
        self.lines: dict[KeyPath, int] | None = None
        self.hints = cache(partial(get_type_hints, include_extras=True))  # of many operators the same

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

    def _table(self, place: KeyPath, kind: type[Table], given: object) -> Table:
        if not isinstance(given, dict):
            self._problem(place, f"must be a table, [{place[0]}]")
            return kind()
        if not given and not any(key.startswith(f"{'.'.join(place)}.") for key in self.given):
            return kind()
        hints = self.hints(kind)
        self._unknown(place, given, hints)
        values: dict[str, object] = {}
        for key, wanted in hints.items():
            dotted = ".".join((*place, key))
            if key in given:
                self._take(values, (*place, key), given[key], wanted, str(self.path))
            if dotted in self.given:
                self._take(values, (*place, key), self.given[dotted].value, wanted, self.given[dotted].where)
        return kind(**values)

    def _take(self, values: dict[str, object], place: KeyPath, value: object, wanted: Any, where: str) -> None:
        """Take in a value. One of the file is judged even where another one stands in its place."""
        in_file = where == str(self.path)
        try:
            values[place[-1]] = self._resolved(convert(value, wanted), wanted, in_file)
        except ValueError as error:
            self._problem(place, str(error), where)
            return
        self.sources[".".join(place)] = f"{where}:{self._line(place)}" if in_file else where

    def _resolved(self, value: Any, wanted: Any, in_file: bool) -> Any:
        if self.path is None or not in_file or not value or not is_path(wanted):
            return value
        return str(self.path.parent / Path(value).expanduser())

    def _unknown(self, table: KeyPath, given: Iterable[str], known: Iterable[str]) -> None:
        names = list(known)
        for key in given:
            if key not in names:
                close = closest(key, names)
                hint = f"; did you mean {close}?" if close else f"; there are {', '.join(names)}"
                self._problem((*table, key), f"there is no such {'setting' if table else 'table'}{hint}")

    def _problem(self, place: KeyPath, message: str, where: str = "") -> None:
        """`where`: the source that is to blame; '' for the one whose value counts."""
        key = ".".join(place)
        source = where or (self.given[key].where if key in self.given else str(self.path))
        if self.path is None or source != str(self.path):
            self.problems.append(Problem(source if source != "None" else COMMAND_LINE, 0, key, message))
        else:
            self.problems.append(Problem(source, self._line(place), key, message))

    def _line(self, place: KeyPath) -> int:
        if self.lines is None:
            self.lines = key_lines(self.text)
        return line_of(place, self.lines)


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
    if not text:
        return {}
    import tomllib

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
