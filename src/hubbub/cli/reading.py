"""The settings that a command line asks for, from its file, the environment and its flags."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubbub.settings import Settings, SettingsError
    from hubbub.settings.load import Loaded

BAD_SETTINGS = 78  # EX_CONFIG of sysexits.h


def read_settings(config: Path | None, data: Path | None, flags: Mapping[str, object]) -> Settings:
    """The settings of `config` (or of the data directory's own file) under the flags. Raises SettingsError."""
    return read_with_sources(config, data, flags).settings


def read_with_sources(config: Path | None, data: Path | None, flags: Mapping[str, object]) -> Loaded:
    """The same, and where each setting comes from."""
    from hubbub.settings.load import load_with_sources

    given = {key: value for key, value in flags.items() if value not in (None, ())}
    if data is not None:
        given["data.directory"] = str(data.absolute())
    return load_with_sources(config_file(config, data), given, os.environ)


def config_file(config: Path | None, data: Path | None) -> Path | None:
    """The settings file that is read: the one named, or that of the data folder, or none."""
    from hubbub.settings.places import default_data_directory, settings_file

    named = os.environ.get("HUBBUB_DATA_DIRECTORY")
    return config or settings_file(data or (Path(named) if named else default_data_directory()))


def bad_settings(error: SettingsError) -> int:
    """Say a line for each problem; the exit code."""
    for line in str(error).split("\n"):
        print(line, file=sys.stderr)
    return BAD_SETTINGS
