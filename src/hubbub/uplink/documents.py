"""Files of ours with some structure, TOML for people and JSON for programs; a damaged one is set aside, never lost."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import tomli_w

from . import files
from .happenings import FileSetAside

_untold: list[FileSetAside] = []


class Loaded(NamedTuple):
    """What is in a file; nothing where there is none. `aside`: it was damaged, and is elsewhere now."""

    data: dict[str, Any]
    aside: FileSetAside | None = None


def load_toml(file: Path) -> Loaded:
    """Raises Trouble("file")."""
    return _load(file, tomllib.loads)


def load_json(file: Path) -> Loaded:
    """Raises Trouble("file")."""
    return _load(file, json.loads)


def save_toml(file: Path, data: dict[str, Any], heading: str) -> None:
    """`heading`: a comment. Other comments are not kept. Raises Trouble("file")."""
    files.write(file, f"# {heading}\n\n{tomli_w.dumps(data)}".encode())


def save_json(file: Path, data: dict[str, Any]) -> None:
    """Raises Trouble("file")."""
    files.write(file, json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode())


def _load(file: Path, parse: Callable[[str], Any]) -> Loaded:
    raw = files.read(file)
    if not raw.strip():
        return Loaded({})
    try:
        data = parse(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # UnicodeDecodeError, TOMLDecodeError and JSONDecodeError are ValueErrors
        data = None
    if isinstance(data, dict):
        return Loaded(data)
    aside = FileSetAside(file, files.set_aside(file, datetime.now(UTC)))
    _untold.append(aside)
    return Loaded({}, aside)


def untold() -> list[FileSetAside]:
    """What was set aside in this process since the last call, whatever it was read for."""
    return [_untold.pop(0) for _ in range(len(_untold))]
