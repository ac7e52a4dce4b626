"""What several subcommands share: the settings file, refused secrets, and settings errors as an exit code."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hubbub.wire.numbers import whole

if TYPE_CHECKING:
    from hubbub.settings import Settings, SettingsError
    from hubbub.settings.load import Loaded


_DECIMAL = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")


class Whole(click.IntRange):
    """A whole number in digits: click takes what `int` takes, such as `1_0`, `+5` and the digits of other scripts."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and whole(value.removeprefix("-")) is None:
            self.fail(f"{value!r} is not a whole number.", param, ctx)
        return super().convert(value, param, ctx)


class Decimal(click.FloatRange):
    """A number in digits, with a point or without: click takes what `float` takes, such as `1_0`, `1e3` and `nan`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and _DECIMAL.fullmatch(value) is None:
            self.fail(f"{value!r} is not a number.", param, ctx)
        return super().convert(value, param, ctx)


class BadSettings(click.ClickException):
    """The settings cannot be used: a line for each problem, exit code 78."""

    exit_code = 78

    def __init__(self, error: SettingsError) -> None:
        super().__init__(str(error))

    def show(self, file: Any = None) -> None:
        for line in self.message.split("\n"):
            click.echo(line, file=file, err=file is None)


def text(value: str) -> str:
    """The type of an option: a text that is not empty, is UTF-8 and has no control characters."""
    if not value:
        raise click.BadParameter("must not be empty")
    if not value.isprintable():  # what was not UTF-8 arrives as lone surrogates, which are not printable either
        raise click.BadParameter(f"{value!a} has a control character, or is not UTF-8")
    return value


def path(value: str) -> Path:
    """The type of an option: a path, whatever the file system takes, but not empty."""
    if not value:
        raise click.BadParameter("must not be empty")
    return Path(value)


PORT = Whole(0, 65535)


def _refuse_secret(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        raise click.UsageError(
            "a password on the command line can be read by everybody on this machine; "
            "put it into a file and name that file in the settings (server.password_file)",
            ctx,
        )


no_password = click.option("--password", hidden=True, expose_value=False, callback=_refuse_secret)
"""No password is taken from the command line; who tries is told what to do instead."""


def load_settings(config: Path | None, data: Path | None, flags: Mapping[str, object]) -> Settings:
    """The settings of `config` (or of the data directory's own file) under the flags of the command line."""
    from hubbub.settings import SettingsError

    try:
        return read_settings(config, data, flags)
    except SettingsError as error:
        raise BadSettings(error) from None


def load_settings_with_sources(config: Path | None, data: Path | None) -> Loaded:
    """The same without flags, and where each setting comes from."""
    from hubbub.settings import SettingsError

    try:
        return _read(config, data, {})
    except SettingsError as error:
        raise BadSettings(error) from None


def read_settings(config: Path | None, data: Path | None, flags: Mapping[str, object]) -> Settings:
    """The settings. Raises SettingsError."""
    return _read(config, data, flags).settings


def config_file(config: Path | None, data: Path | None) -> Path | None:
    """The settings file that is read: the one named, or that of the data folder, or none."""
    from hubbub.settings.places import default_data_directory, settings_file

    named = os.environ.get("HUBBUB_DATA_DIRECTORY")
    return config or settings_file(data or (Path(named) if named else default_data_directory()))


def _read(config: Path | None, data: Path | None, flags: Mapping[str, object]) -> Loaded:
    from hubbub.settings.load import load_with_sources

    given = {key: value for key, value in flags.items() if value not in (None, ())}
    if data is not None:
        given["data.directory"] = str(data.absolute())
    return load_with_sources(config_file(config, data), given, os.environ)


def only_in_folders(settings: Settings) -> None:
    """For what looks into a data folder's own log. Raises click.ClickException where that is elsewhere."""
    if settings.cluster.log:
        raise click.ClickException(
            "The log of this server is in PostgreSQL ([cluster] log): its own means copy it, such as pg_dump. "
            "To have it in a folder: hubbub cluster export --data DIR"
        )


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """What goes wrong in writing has the file's name, which the system leaves out on a full disk. Raises OSError."""
    try:
        yield
    except OSError as error:
        error.filename = str(file)
        raise
