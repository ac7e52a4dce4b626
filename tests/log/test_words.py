from __future__ import annotations

import pytest

from hubbub.log.words import WordBreaker
from hubbub.wire.words import has_words


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Hello World", "hello WORLD"),
        ("naïve CAFÉ", "naive cafe\u0301"),
        ("die Straße", "STRASSE"),
        ("今天天气很好", "天气"),
        ("東京タワーに行く", "タワー"),
        ("서울에서 만나요", "서울"),
        ("ภาษาไทยง่าย", "ไทย"),
        ("हिन्दी में लिखो", "हिन्दी"),
        ("كِتاب جديد", "كتاب"),
        ("ｆｕｌｌ width", "full"),
        ("привет, мир", "МИР"),
        ("see foo-bar.txt", "foo-bar"),
        ("to be or not to be", '"not to be"'),
        ("mixed 中文abc", "文 ABC"),
        ("\x0304,01red\x03 and \x02b\x02old", "red bold"),
        ("\x04ff0000hex\x04", "hex"),
        ("\x01ACTION waves\x01", "waves"),
        ("red", "\x0304red"),
    ],
)
def test_holds(text: str, query: str) -> None:
    words = WordBreaker()
    assert words.hold(text, words.phrases(query))
    assert has_words(query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("hello", "hell"),
        ("天很气", "天气"),
        ("กัน", "กิน"),
        ("to be or not", '"not to be"'),
        ("red cat", "red dog"),
        ("\x0304,01red", "0304"),
        ("\x01ACTION waves\x01", "action"),
    ],
)
def test_does_not_hold(text: str, query: str) -> None:
    words = WordBreaker()
    assert not words.hold(text, words.phrases(query))


def test_only_quotes_have_a_meaning() -> None:
    words = WordBreaker()
    assert words.phrases('a AND "b c" NEAR(d) -e f* g:h "open end') == [
        ("a",), ("and",), ("b", "c"), ("near", "d"), ("e",), ("f",), ("g", "h"), ("open", "end"),
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", " ", '""', '"', "!!! ?", "😀", "* - :"])
def test_a_query_without_words_asks_for_nothing(query: str) -> None:
    assert WordBreaker().phrases(query) == []
    assert not has_words(query)
