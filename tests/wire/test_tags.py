from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.wire.tags import escape, is_key, join_tags, parse_tags, unescape


@each(
    ("written", "meant"),
    [
        ("a\\:b", "a;b"),
        ("a\\sb", "a b"),
        ("a\\\\b", "a\\b"),
        ("a\\r\\nb", "a\r\nb"),
        ("a\\b", "ab"),
        ("ab\\", "ab"),
        ("\\\\s", "\\s"),
        ("plain", "plain"),
    ],
)
def test_unescape(written: str, meant: str) -> None:
    assert unescape(written) == meant


def test_escape() -> None:
    assert escape("; \\\r\n") == "\\:\\s\\\\\\r\\n"


@given(st.text())
def test_unescape_undoes_escape(value: str) -> None:
    written = escape(value)
    assert unescape(written) == value
    assert not set("; \r\n") & set(written)


def test_parse_tags() -> None:
    assert parse_tags("a=1;b;c=;+draft/reply=x=y;a=2") == {"a": "2", "b": "", "c": "", "+draft/reply": "x=y"}


def test_what_is_no_key_is_left_out() -> None:
    assert parse_tags(";=x;a_b=1;++a=1;a/b/c=1;ü=1;ok=1;/x;+") == {"ok": "1"}


@each("key", ["time", "+typing", "example.org/a-b", "+example.org/x", "draft/x", "0"])
def test_keys(key: str) -> None:
    assert is_key(key)


def test_join_tags() -> None:
    assert join_tags({"time": "1", "+x": "", "a": "ü b"}) == "time=1;+x;a=ü\\sb"


def test_a_key_cannot_smuggle_anything() -> None:
    with pytest.raises(ValueError, match="not a tag's key"):
        join_tags({"a b": "x"})


@given(st.dictionaries(st.from_regex(r"\+?([a-z.]{1,5}/)?[A-Za-z0-9-]{1,8}", fullmatch=True), st.text()))
def test_parse_undoes_join(tags: dict[str, str]) -> None:
    assert parse_tags(join_tags(tags)) == tags
