"""JSON as strangers send it: nothing that two readers could understand in two ways, and nothing without an end."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn, TypeVar

import msgspec

from .refused import Refused

DEEPEST = 32  # brackets inside brackets
DIGITS = 19  # of a whole number; so many always fit 64 bits or are refused

_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)

T = TypeVar("T")


def decode(raw: bytes) -> Any:
    """The value in `raw`. Raises Refused: nested too deeply, a name twice, NaN, huge numbers, half a character."""
    try:
        text = raw.decode()
        _check_depth(text)
        value = json.loads(
            text, parse_constant=_no_constant, parse_int=_whole, parse_float=_finite, object_pairs_hook=_once
        )
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        raise Refused(400, "This JSON has a character that is none.") from None
    except ValueError as error:
        sentence = error.args[0] if isinstance(error, _BadJson) else "This is not JSON."
        raise Refused(400, sentence) from None
    return value


def decode_as(raw: bytes, kind: type[T]) -> T:
    """The value as that type. Raises Refused, which says where it does not fit."""
    try:
        return msgspec.convert(decode(raw), kind)
    except msgspec.ValidationError as error:
        raise Refused(400, f"This JSON is not what is expected here: {error}.") from None


class _BadJson(ValueError):
    """What is wrong, for people."""


def _check_depth(text: str) -> None:
    depth = 0
    for found in _BRACKETS.finditer(text):
        first = text[found.start()]
        if first in "[{":
            depth += 1
            if depth > DEEPEST:
                raise _BadJson(f"This JSON is nested more than {DEEPEST} deep.")
        elif first in "]}":
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _BadJson("This JSON has a name twice.")
    return found


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > DIGITS:
        raise _BadJson("This JSON has a number that is too large.")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _BadJson("This JSON has a number that is too large.")
    return number


def _no_constant(name: str) -> NoReturn:
    raise _BadJson(f"{name} is not JSON.")
