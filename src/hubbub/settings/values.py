"""A value as the file has it, made into what a setting wants."""

from __future__ import annotations

import math
import re
from typing import Any

import msgspec

UNITS: dict[str, dict[str, int]] = {
    "bytes": {"": 1, "b": 1, "kib": 1 << 10, "kb": 1000, "mib": 1 << 20, "mb": 10**6, "gib": 1 << 30, "gb": 10**9},
    "seconds": {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400},
}
_NUMBER = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?)\s*([A-Za-z]*)")


def convert(value: object, wanted: Any) -> Any:
    """`value` as the annotated type `wanted`. ValueError says in words what was expected."""
    extra = extras(wanted)
    if "unit" in extra and isinstance(value, str):
        value = measured(value, extra["unit"])
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a finite number")
    try:
        converted = msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        shown = "what it is" if "secret" in extra else _shown(value)
        raise ValueError(_in_words(shown, wanted, str(error))) from None
    _check_text(converted, lines=bool(extra.get("lines")))
    return converted


_BOOLS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def of_text(text: str, wanted: Any) -> object:
    """What a text from outside a file stands for, as TOML would have it; `convert` judges it afterwards."""
    match _bare(wanted):
        case msgspec.inspect.BoolType():
            return _BOOLS.get(text.strip().lower(), text)
        case msgspec.inspect.IntType() | msgspec.inspect.FloatType() if "unit" not in extras(wanted):
            try:
                if not text.isascii():
                    return text
                return int(text) if text.strip().lstrip("+-").isdigit() else float(text)
            except ValueError:
                return text
        case msgspec.inspect.VarTupleType():
            return text.replace(",", " ").split()
    return text


def extras(wanted: Any) -> dict[str, Any]:
    """What model.py says of a type beyond its limits: `unit`, `path`, `lines`, `secret`."""
    kind = msgspec.inspect.type_info(wanted)
    return (kind.extra or {}) if isinstance(kind, msgspec.inspect.Metadata) else {}


def is_path(wanted: Any) -> bool:
    """Whether the setting names a file or a folder."""
    return "path" in extras(wanted)


def measured(text: str, unit: str) -> int | float:
    """`"1 MiB"` as bytes, `"2m"` as seconds. ValueError when it is neither."""
    found = _NUMBER.fullmatch(text.strip())
    factor = UNITS[unit].get(found.group(2).lower()) if found else None
    if found is None or factor is None:
        example = '65536 or "64 KiB"' if unit == "bytes" else '90, "90 s" or "2 m"'
        raise ValueError(f'"{text}" is not a number of {unit} (write {example})')
    number = float(found.group(1)) * factor
    return int(number) if number.is_integer() else number


def _check_text(value: object, *, lines: bool) -> None:
    for text in value if isinstance(value, tuple) else (value,):
        allowed = "\n\t" if lines else ""
        if isinstance(text, str) and any(not (c.isprintable() or c in allowed) for c in text):
            raise ValueError("has a control character, or one that cannot be shown")


def _in_words(shown: str, wanted: Any, message: str) -> str:
    """msgspec's complaint for people who do not know the names of Python's types."""
    limit = re.search(r"(>=|<=|>|<) (-?[0-9.]+)", message)
    if "of length" in message and limit:
        return f"is too long (at most {limit.group(2)} characters)"
    if limit:
        than = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}[limit.group(1)]
        return f"must be {than} {limit.group(2)}, not {shown}"
    if "Invalid enum value" in message:
        return f"must be one of {_choices(wanted)}, not {shown}"
    return f"must be {_name(wanted)}, not {shown}"


def _name(wanted: Any) -> str:
    kind = _bare(wanted)
    names: dict[type, str] = {
        msgspec.inspect.IntType: "a whole number",
        msgspec.inspect.FloatType: "a number",
        msgspec.inspect.BoolType: "true or false",
        msgspec.inspect.StrType: 'a text in "quotes"',
        msgspec.inspect.VarTupleType: 'a list of texts, ["like", "this"]',
    }
    return names.get(type(kind)) or f"one of {_choices(wanted)}"


def _choices(wanted: Any) -> str:
    kind = _bare(wanted)
    values = kind.values if isinstance(kind, msgspec.inspect.LiteralType) else ()
    return ", ".join(f'"{value}"' for value in values)


def _bare(wanted: Any) -> msgspec.inspect.Type:
    kind = msgspec.inspect.type_info(wanted)
    return kind.type if isinstance(kind, msgspec.inspect.Metadata) else kind


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
