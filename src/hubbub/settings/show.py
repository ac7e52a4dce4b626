"""Settings printed: as commented TOML that loads again, and as the tables of docs/running.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, get_type_hints

import msgspec

from .model import HIDDEN, Settings, Table, repeated
from .values import extras


def to_toml(settings: Settings, *, secrets: bool = False, sources: Mapping[str, str] | None = None) -> str:
    """Every setting with its sentence above it, and where it comes from, as `sources` has it by dotted key.

    Without `secrets`, something stands in the place of a password that no server starts with: what is printed here can
    never open a server that had one.
    """
    blocks = []
    for name, table in _tables(settings):
        if table is None:
            blocks.append(f"# {repeated(get_type_hints(Settings)[name.strip('[]')]).__doc__}\n# [{name}]")
            continue
        lines = [f"# {table.__doc__}", f"[{name}]"]
        for key, wanted in get_type_hints(type(table), include_extras=True).items():
            hidden = not secrets and "secret" in extras(wanted) and bool(getattr(table, key))
            value = toml_value(HIDDEN if hidden else getattr(table, key), extras(wanted).get("unit", ""))
            source = (sources or {}).get(f"{name}.{key}", "")
            lines += ["", f"# {sentence(wanted)}", *([f"# From {source}."] if source else ()), f"{key} = {value}"]
        blocks.append("\n".join(lines))
    return "\n\n\n".join(blocks) + "\n"


def to_markdown() -> str:
    """Every setting as a table of Markdown for each table of the file."""
    kinds = get_type_hints(Settings)
    tables = ((name, table or repeated(kinds[name.strip("[]")])()) for name, table in _tables(Settings()))
    return "\n".join(_markdown_table(name, table) for name, table in tables)


def sentence(wanted: Any) -> str:
    """The sentence that model.py gives a setting."""
    kind = msgspec.inspect.type_info(wanted)
    schema = kind.extra_json_schema if isinstance(kind, msgspec.inspect.Metadata) else None
    return str((schema or {})["description"])


def toml_value(value: object, unit: str = "") -> str:
    """`value` as TOML, with its unit where that reads better."""
    if unit == "bytes" and isinstance(value, int):
        for name, size in (("MiB", 1 << 20), ("KiB", 1 << 10)):
            if value >= size and value % size == 0:
                return f'"{value // size} {name}"'
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    # A TOML basic string has JSON's escapes, but wants DEL escaped too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _tables(settings: Settings) -> Iterator[tuple[str, Table | None]]:
    """Every table under what stands in its brackets; None for a table that may be repeated and is not there."""
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        if not isinstance(value, tuple):
            yield name, value
            continue
        for table in value or (None,):
            yield f"[{name}]", table


def _markdown_table(name: str, table: Table) -> str:
    lines = [f"### `[{name}]`: {table.__doc__}", "", "| setting | default | meaning |", "|---|---|---|"]
    for key, wanted in get_type_hints(type(table), include_extras=True).items():
        default = toml_value(getattr(table, key), extras(wanted).get("unit", ""))
        lines.append(f"| `{key}` | `{default}` | {sentence(wanted)} |")
    return "\n".join(lines) + "\n"
