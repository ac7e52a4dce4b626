"""Names of people and rooms: rows 16 to 19 of the table of bad input, folding, look-alikes, near names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chat.names.looks import FILE, written
from tests.support.each import each

from hubbub.chat.names import (
    NAME_BYTES,
    RESERVED,
    ROOM_BYTES,
    SERVICES,
    InvalidName,
    InvalidRoomName,
    check_name,
    check_room,
    fold,
    is_reserved,
    is_service,
    skeleton,
)

GOOD = [
    "alice", "Bob", "x", "a1", "a-b", "_", "[away]", "\\o", "`tick", "^up", "{x}", "|", "R2D2", "a" * 32,
    "Søren", "Łukasz", "Ольга", "Ольга2", "Ελένη", "山田", "山田taro", "ひらがな", "ミキbob", "김철수", "ㄅㄆㄇ", "कमल",
    "สมชาย", "علي", "דוד", "é" * 16, "_Ольга", "علي٣", "金철수",
]  # fmt: skip


@each("name", GOOD)
def test_good_names_stay_as_they_are(name: str) -> None:
    assert check_name(name) == name


BAD = [
    ("", "empty"), ("1abc", "begins with a letter"), ("-a", "begins with a letter"), ("٣علي", "direction"),
    ("#x", "only letters"), ("a!b", "only letters"), ("&x", "only letters"), ("@x", "only letters"),
    ("a:b", "only letters"), ("*", "only letters"), ("a?", "only letters"), ("a,b", "only letters"),
    ("a.b", "only letters"), ("~a", "only letters"), ("+a", "only letters"), ("%a", "only letters"),
    ("$a", "only letters"), ("a/b", "only letters"), ("a b", "only letters"), (" a", "only letters"),
    ("a\x07", "only letters"), ("a\0b", "only letters"), ("a\n", "only letters"), ("é,b", "only letters"),
    ("é b", "only letters"), ("a\u00a0b", "only letters"), ("🙂", "only letters"), ("l·l", "only letters"),
    ("a\u202eb", "invisible"), ("é\u200d", "invisible"), ("é\u200c", "invisible"), ("\ufeffa", "invisible"),
    ("é\x07", "invisible"), ("\ud800", "invisible"), ("a\ufe0f", "only letters"), ("\u3164", "only letters"),
    ("a\u034fb", "only letters"), ("a" * 33, "at most 32 bytes"), ("é" * 17, "at most 32 bytes"),
    ("é" * 5000, "at most 32 bytes"), ("аlice", "one alphabet"), ("alicе", "one alphabet"), ("Ωmega", "one alphabet"),
    ("bobعلي", "direction"), ("नabc", "one alphabet"), ("アㄅ", "one alphabet"), ("Ольга२", "one alphabet"),
    ("क1२", "digits"), ("a\u0301\u0302\u0303\u0304\u0305\u0306", "accents"), ("\u0301a", "begins with a letter"),
    ("אב_", "direction"),
]  # fmt: skip


@each(("text", "reason"), BAD)
def test_bad_names_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidName) as refused:
        check_name(text)
    assert reason in refused.value.reason
    assert refused.value.name == text


def test_a_decomposed_or_wide_name_is_stored_in_its_usual_form() -> None:
    assert check_name("Jose\u0301") == "José"
    assert check_name("ａｌｉｃｅ") == "alice"


def test_a_server_can_restrict_names_to_ascii() -> None:
    assert check_name("alice", ascii_only=True) == "alice"
    with pytest.raises(InvalidName, match="a to z"):
        check_name("José", ascii_only=True)


@given(st.text(max_size=40))
def test_any_text_is_a_name_or_refused_and_checking_again_changes_nothing(text: str) -> None:
    try:
        name = check_name(text)
    except InvalidName:
        return
    assert check_name(name) == name
    assert 0 < len(name.encode()) <= NAME_BYTES
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set("#&@:!*?,.~+%$/ ")


@each(("one", "other"), [("Alice", "aLICE"), ("STRASSE", "straße"), ("ΟΔΟΣ", "οδος"), ("ＡＢ", "ab")])
def test_case_and_width_do_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=20))
def test_folding_and_skeletons_settle_at_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert skeleton(fold(text)) == skeleton(text)


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_ascii_stands_for_itself(text: str) -> None:
    assert fold(text) == skeleton(text) == text.lower()


ALIKE = [
    ("аlice", "alice"), ("аӏісе", "alice"), ("ChɑnServ", "ChanServ"), ("НОРЕ", "HOPE"), ("мама", "mama"),
    ("ᎪᏞᎥᏟᎬ", "alice"), ("ꮇax", "max"), ("вера", "bepa"), ("へろ", "ヘろ"), ("Cæsar", "caesar"), ("𝐦ax", "max"),
    ("\u0271ax", "m\u0326ax"), ("\u1d08a", "зa"),
]  # fmt: skip


@each(("one", "other"), ALIKE)
def test_look_alikes_share_a_skeleton(one: str, other: str) -> None:
    assert fold(one) != fold(other) or not one.isascii()
    assert skeleton(one) == skeleton(other)


@each(("one", "other"), [("modern", "modem"), ("bill", "b1ll"), ("José", "Jose"), ("Ольга", "Olga"), ("山", "出")])
def test_what_a_second_look_tells_apart_stays_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@each("name", [*sorted(RESERVED), "nickserv", "ChɑnServ", "N1ckServ", "СhanServ", "adrnin", "r00t"])
def test_names_of_the_server_and_their_look_alikes_are_reserved(name: str) -> None:
    assert is_reserved(name)


@each("name", ["alice", "bob", "Alla", "Adam", "Ольга", "serve", "rooms"])
def test_other_names_are_not_reserved(name: str) -> None:
    assert not is_reserved(name)


@each("name", [*sorted(SERVICES), "nickserv", "N1ckServ", "СhanServ"])
def test_services_and_their_look_alikes_are_services(name: str) -> None:
    assert is_service(name)


@each("name", ["all", "Server", "serv", "alice", "#nickserv"])
def test_nobody_else_is_a_service(name: str) -> None:
    assert not is_service(name)


ROOMS = [
    ("team", "#team"), ("#team", "#team"), ("##c", "##c"), ("Über", "#Über"), ("u\u0308ber", "#über"), ("🙂", "#🙂"),
    ("c++", "#c++"), ("a:b", "#a:b"), ("山", "#山"), ("x" * 63, "#" + "x" * 63), ("#" + "x" * 63, "#" + "x" * 63),
]  # fmt: skip


@each(("text", "room"), ROOMS)
def test_rooms_are_named_with_or_without_their_sign(text: str, room: str) -> None:
    assert check_room(text) == room


BAD_ROOMS = [
    ("", "empty"), ("#", "empty"), ("a b", "spaces"), ("a\u00a0b", "spaces"), ("a\u3000", "spaces"), ("a,b", "commas"),
    ("a\x07", "invisible"), ("a\n", "invisible"), ("a\0", "invisible"), ("a\x7f", "invisible"),
    ("a\u202e", "invisible"), ("a\u2066", "invisible"), ("a\u200b", "invisible"), ("\u200d", "invisible"),
    ("a\ufe0f", "invisible"),
    ("\u3164", "invisible"), ("\u2800", "invisible"), ("\ud800", "invisible"), ("a\u2028b", "spaces"),
    ("x" * 64, "at most 64 bytes"), ("#" + "x" * 64, "at most 64 bytes"), ("é" * 32, "at most 64 bytes"),
    ("x" * 100_000, "at most 64 bytes"),
]  # fmt: skip


@each(("text", "reason"), BAD_ROOMS)
def test_bad_room_names_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidRoomName) as refused:
        check_room(text)
    assert reason in refused.value.reason
    assert refused.value.name == text


@given(st.text(max_size=80))
def test_any_text_names_a_room_or_is_refused(text: str) -> None:
    try:
        room = check_room(text)
    except InvalidRoomName:
        return
    assert room.startswith("#")
    assert check_room(room) == room
    assert len(room.encode()) <= ROOM_BYTES


def test_the_table_of_look_alikes_is_what_unicode_says() -> None:
    assert FILE.read_text("utf-8") == written(), "write it anew, as tests/chat/looks.py says"
