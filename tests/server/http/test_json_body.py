"""JSON of strangers. Bad input 51."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.support.each import each

from hubbub.server.http.json_body import DEEPEST, decode, decode_as
from hubbub.server.http.refused import Refused


@each(
    ("raw", "said"),
    [
        ("[" * 100_000, "nested"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "nested"),
        ("NaN", "NaN"),
        ("[-Infinity]", "Infinity"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"b": {"a": 1, "\\u0061": 2}}', "twice"),
        ("1" * 400, "too large"),
        ("-" + "9" * 20, "too large"),
        ("1e400", "too large"),
        ('"\\ud800"', "character"),
        ('{"\\udc00": 1}', "character"),
        (b'"\xff"', "character"),
        (b'"\xed\xa0\x80"', "character"),
        ("", "not JSON"),
        ("{", "not JSON"),
        ("{'a': 1}", "not JSON"),
        ('"a\nb"', "not JSON"),
        ("\ufeff1", "not JSON"),
        ("1 2", "not JSON"),
        ('"' + "[" * 10, "not JSON"),
    ],
)
def test_what_is_refused_and_why(raw: str | bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        decode(raw if isinstance(raw, bytes) else raw.encode())
    assert refused.value.status == 400


def test_brackets_in_texts_do_not_count() -> None:
    assert decode(json.dumps(["[" * 1000 + '"' + "\\" * 3]).encode()) == ["[" * 1000 + '"' + "\\" * 3]
    assert decode(b'"\\ud83d\\ude00"') == "\U0001f600"


class Wanted(msgspec.Struct):
    name: str
    many: int = 1


def test_a_type_is_filled_or_its_place_named() -> None:
    assert decode_as(b'{"name": "a"}', Wanted) == Wanted("a")
    with pytest.raises(Refused, match=r"\$\.many"):
        decode_as(b'{"name": "a", "many": "b"}', Wanted)


VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**62), 2**62)
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=20,
)


@given(VALUES, some.booleans())
def test_whatever_is_json_is_understood(value: object, ascii: bool) -> None:
    try:
        raw = json.dumps(value, ensure_ascii=ascii).encode()
    except UnicodeEncodeError:
        return
    assert decode(raw) == value
