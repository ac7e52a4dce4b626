"""The blocks and spans of a message's text, by the cases that hold for every client, and in linear time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields
from tests.support.each import each

from hubbub.views.formatting import Block, CodeBlock, Items, Paragraph, Quote, formatted, formatted_line, worded
from hubbub.views.spans import Around, Code, Hidden, Link, Mention, Room, Span, Styled

SPEC = Path(__file__).parent.parent.parent / "spec/formatting.json"
CASES = json.loads(SPEC.read_text(encoding="utf-8"))
NAMES = {Styled: "", Code: "code", Link: "link", Mention: "mention", Room: "room", Hidden: "hidden"}


def span_data(span: Span) -> Any:
    if isinstance(span, str):
        return span
    if isinstance(span, Styled):
        return {"type": span.type, "spans": [span_data(each) for each in span.spans]}
    return {"type": NAMES[type(span)]} | {each.name: getattr(span, each.name) for each in fields(span)}


def block_data(block: Block) -> Any:
    match block:
        case Paragraph():
            return {"type": "paragraph", "spans": [span_data(span) for span in block.spans]}
        case CodeBlock():
            return {"type": "code", "language": block.language, "text": block.text}
        case Quote():
            return {"type": "quote", "blocks": [block_data(inner) for inner in block.blocks]}
        case Items():
            items = [[span_data(span) for span in item] for item in block.items]
            return {"type": "list", "ordered": block.ordered, "start": block.start, "items": items}


@each("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    around = Around(case.get("me", ()), case.get("names", ()), case.get("emoji", {}).get)
    if "line" in case:
        assert [span_data(span) for span in formatted_line(case["text"], around)] == case["line"]
    else:
        assert [block_data(block) for block in formatted(case["text"], around)] == case["blocks"]


def words(span: Span) -> str:
    match span:
        case str():
            return span
        case Styled():
            return "".join(map(words, span.spans))
        case Hidden():
            return ""
        case Room():
            return span.name
        case _:
            return span.text


LETTERS = st.text("ab *_`@#:/\\1.-\x02\x1d\x0f\u200d\u202e é", max_size=80)


@given(LETTERS)
def test_no_word_is_lost(text: str) -> None:
    shown = "".join(map(words, formatted_line(text)))
    assert [letter for letter in shown if letter.isalnum()] == [letter for letter in text if letter.isalnum()]


@given(st.text("ab >`\n-1.*", max_size=80))
def test_no_line_is_lost(text: str) -> None:
    def inside(block: Block) -> str:
        match block:
            case Paragraph():
                return "".join(map(words, block.spans))
            case CodeBlock():
                return block.language + block.text
            case Quote():
                return "".join(map(inside, block.blocks))
            case Items():
                return "".join(map(words, (span for item in block.items for span in item)))

    shown = "".join(map(inside, formatted(text)))
    assert [letter for letter in shown if letter in "ab"] == [letter for letter in text if letter in "ab"]


@each("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "smb://h/x", "ms-msdt:/id"])
def test_other_schemes_are_text(link: str) -> None:
    assert not any(isinstance(span, Link) for span in formatted_line(f"see {link} now"))


def test_the_real_host_stands_beside_one_that_misleads() -> None:
    hosts = {
        "https://example.org@evil.net/x": "evil.net",
        "https://аррӏе.com/": "xn--80ak6aa92e.com",
        "https://example.org/x": "",
        "https://bücher.example/": "",
    }
    for text, host in hosts.items():
        (span,) = formatted_line(text)
        assert isinstance(span, Link)
        assert span.host == host, text


def test_a_room_called_like_markup_is_text() -> None:
    assert formatted_line("[/] [bold] {a} $x") == ("[/] [bold] {a} $x",)


def test_in_the_servers_words_no_star_and_no_backtick_means_anything() -> None:
    assert worded("al set +b eve!*@* and `x`") == ("al set +b eve!*@* and `x`",)
    link, room = worded("see https://example.org/*a* in #garden")[1::2]
    assert isinstance(link, Link)
    assert room == Room("#garden")
