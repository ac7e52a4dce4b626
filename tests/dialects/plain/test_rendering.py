"""Events on a screen; and nothing that a terminal would obey, whatever others write."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.dialects.plain.typist import TIME, join
from tests.support.any_event import events as any_event
from tests.support.each import each
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat

from hubbub.chat.events import (
    AwayChanged,
    Event,
    LeaveReason,
    MemberJoined,
    MemberLeft,
    MessageExpired,
    MessageSent,
    RealnameChanged,
    RetentionChanged,
    RoomRenamed,
    StatusSent,
    TagsSent,
    TopicChanged,
    UserArrived,
    UserQuit,
    UserRenamed,
)
from hubbub.chat.party import Party
from hubbub.chat.world.session import Profile
from hubbub.dialects.plain.dialect import PLAIN
from hubbub.dialects.plain.rendering import SEEN, own
from hubbub.dialects.plain.screen import Screen

LOBBY = Profile.of(PLAIN, 0, Screen("#lobby"))
BOB = "bob!guest@guest"
AT = 1_760_000_000_000


def shown(event: Event) -> str | None:
    lines = LOBBY.lines((event,))
    if not lines:
        return None
    (line,) = lines
    assert line.startswith(b"[")
    return TIME.sub("", line.decode())


def message(text: str, target: str = "#lobby", notice: bool = False) -> MessageSent:
    return MessageSent(id=1, at=AT, log=1, target=target, source=BOB, text=text, notice=notice)


@each(
    ("event", "line"),
    [
        (message("hello"), "[bob]: hello"),
        (message("hello", "#teamchat"), "[bob] (in teamchat): hello"),
        (message("hello", "alice"), "Private message from bob: hello"),
        (message("hello", notice=True), "[bob] (notice): hello"),
        (message("hello", "#teamchat", notice=True), "[bob] (notice in teamchat): hello"),
        (message("hello", "alice", notice=True), "Private notice from bob: hello"),
        (message("\x01ACTION waves\x01"), "* bob waves"),
        (message("\x01ACTION waves"), "* bob waves"),
        (message("\x01action waves\x01", "#teamchat"), "* bob (in teamchat) waves"),
        (message("\x01ACTION waves\x01", "alice"), "Private message from bob: * bob waves"),
        (message("\x01VERSION\x01"), None),
        (message("\x01DCC SEND x 1 2 3\x01", "alice"), None),
        (message("\x01PING 1\x01", "alice", notice=True), None),
        (message("\x02bold\x0f \x0304,01red\x03"), "[bob]: bold red"),
        (message("\x1b]0;title\x07 \x9b2J"), "[bob]: ^[]0;title^G <9b>2J"),
        (MemberJoined(id=1, at=AT, log=1, room="#lobby", source=BOB), "* bob has joined the chat."),
        (MemberJoined(id=1, at=AT, log=1, room="#teamchat", source=BOB), "* bob has joined teamchat."),
        (UserArrived(id=1, at=AT, name="bob", source=BOB, party=Party("v1")), "* bob has joined the chat."),
        (MemberLeft(id=1, at=AT, log=1, room="#lobby", source=BOB), "* bob has left the chat (still online)."),
        (
            MemberLeft(id=1, at=AT, log=1, room="#lobby", source=BOB, text="tea"),
            "* bob has left the chat (tea; still online).",
        ),
        (MemberLeft(id=1, at=AT, log=1, room="#teamchat", source=BOB), "* bob has left teamchat."),
        (MemberLeft(id=1, at=AT, log=1, room="#teamchat", source=BOB, text="tea"), "* bob has left teamchat (tea)."),
        (UserRenamed(id=1, at=AT, logs=(1,), source=BOB, name="rob"), "* bob is now known as rob."),
        (
            TopicChanged(id=1, at=AT, log=1, room="#teamchat", source=BOB, topic="plans"),
            "* bob changed the topic of teamchat to: plans",
        ),
        (
            TopicChanged(id=1, at=AT, log=1, room="#lobby", source=BOB, topic=""),
            "* bob took the topic of the lobby away.",
        ),
        (
            RoomRenamed(id=1, at=AT, log=1, room="#tea", source=BOB, name="#coffee"),
            "* bob renamed the room tea to coffee.",
        ),
        (
            RoomRenamed(id=1, at=AT, log=1, room="#tea", source=BOB, name="#coffee", text="awake"),
            "* bob renamed the room tea to coffee: awake",
        ),
        (
            RetentionChanged(id=1, at=AT, log=1, target="#tea", source=BOB, what="expiry", length=86_400_000),
            "* bob lets new messages in tea disappear after 1 day.",
        ),
        (
            RetentionChanged(id=1, at=AT, log=1, target="#tea", source=BOB, what="expiry", length=0),
            "* bob lets new messages in tea stay.",
        ),
        (
            RetentionChanged(id=1, at=AT, log=1, target="alice", source=BOB, what="expiry", length=5000),
            "* bob lets new messages in the conversation of bob and alice disappear after 5 seconds.",
        ),
        (
            RetentionChanged(id=1, at=AT, log=1, target="#lobby", source=BOB, what="retention", length=3_600_000),
            "* bob has messages older than 1 hour erased in the lobby.",
        ),
        (
            RetentionChanged(id=1, at=AT, log=1, target="#tea", source=BOB, what="retention", length=0),
            "* bob has no old messages erased in tea.",
        ),
        (MessageExpired(at=AT, log=1, target="#tea", source=BOB, message=1), None),
        (AwayChanged(at=AT, source=BOB, text="tea"), None),
        (RealnameChanged(at=AT, source=BOB, realname="Robert"), None),
        (TagsSent(id=1, at=AT, log=1, target="#lobby", source=BOB, tags={"+typing": "active"}), None),
    ],
)
def test_events_as_others_see_them(event: Event, line: str | None) -> None:
    assert shown(event) == line


@each(
    ("reason", "text", "words"),
    [
        ("quit", "", "quit"),
        ("quit", "see you.", "quit: see you"),
        ("lost", "Connection reset by peer", "connection lost"),
        ("timeout", "No answer for 150 seconds", "timed out"),
        ("closed", "Too slow", "closed by the server: Too slow"),
        ("stopped", "", "the server stopped"),
    ],
)
def test_who_leaves_does_so_for_a_reason(reason: LeaveReason, text: str, words: str) -> None:
    assert (
        shown(UserQuit(id=1, at=AT, logs=(1,), source=BOB, reason=reason, text=text))
        == f"* bob has left the chat ({words})."
    )


def test_without_a_lobby_every_room_is_named() -> None:
    (line,) = Profile.of(PLAIN, 0, Screen("")).lines((message("hello"),))
    assert line.endswith(b"[bob] (in lobby): hello")


@each(
    ("event", "lines"),
    [
        (message("hello"), []),
        (message("hello", "alice"), ["Private message to alice delivered: hello"]),
        (MessageSent(id=1, at=AT, log=1, target="alice", source=BOB, text="hello", held_for="alice"), []),
        (MemberJoined(id=1, at=AT, log=1, room="#lobby", source=BOB), []),
        (UserRenamed(id=1, at=AT, logs=(1,), source=BOB, name="rob"), ["You are now known as rob."]),
        (
            TopicChanged(id=1, at=AT, log=1, room="#lobby", source=BOB, topic="plans"),
            ["The topic of the lobby is now: plans"],
        ),
        (
            RoomRenamed(id=1, at=AT, log=1, room="#tea", source=BOB, name="#coffee"),
            ["The room tea is called coffee now."],
        ),
        (AwayChanged(at=AT, source=BOB, text="tea"), ["You are away now: tea"]),
        (AwayChanged(at=AT, source=BOB, text=""), ["You are back."]),
    ],
)
def test_events_as_their_author_sees_them(event: Event, lines: list[str]) -> None:
    bob = join(MemoryChat(lobby="#lobby"), "bob")
    assert [TIME.sub("", line.decode()) for line in own(event, bob.session)] == lines


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(
    "ab \x00\x01\x02\x03\x07\x08\n\r\x1b\x7f\x85\x9b\u2028\u202e\u2066", max_size=12
)
ROOMS = st.sampled_from(["#lobby", "#teamchat", "alice"])


@st.composite
def events(draw: st.DrawFn) -> Event:
    text, target = draw(ANYTHING), draw(ROOMS)
    text = draw(st.sampled_from([text, f"\x01ACTION {text}\x01", f"\x01ACTION {text}"]))
    reasons: list[LeaveReason] = ["left", "quit", "lost", "timeout", "closed", "stopped"]
    return draw(
        st.sampled_from(
            [
                MessageSent(id=1, at=AT, log=1, target=target, source=BOB, text=text, notice=draw(st.booleans())),
                MemberLeft(id=1, at=AT, log=1, room="#lobby", source=BOB, text=text),
                MemberLeft(id=1, at=AT, log=1, room="#teamchat", source=BOB, text=text),
                UserQuit(id=1, at=AT, logs=(1,), source=BOB, reason=draw(st.sampled_from(reasons)), text=text),
                TopicChanged(id=1, at=AT, log=1, room="#lobby", source=BOB, topic=text),
                AwayChanged(at=AT, source=BOB, text=text),
            ]
        )
    )


def test_a_message_of_several_lines_is_shown_line_by_line() -> None:
    said = MessageSent(id=1, at=AT, log=1, target="#lobby", source=BOB, text="one two\n\nthree", joined=(4,))
    assert [TIME.sub("", line.decode()) for line in LOBBY.lines((said,))] == ["[bob]: one two", "[bob]: three"]


@given(events())
def test_no_line_has_anything_that_a_terminal_obeys(event: Event) -> None:
    bob = join(MemoryChat(lobby="#lobby"), "bob")
    for line in [*LOBBY.lines((event,)), *bob.session.own((event,))]:
        assert not unsafe(line.decode())


@given(ANYTHING)
@example("QUIT")
def test_no_answer_has_anything_that_a_terminal_obeys(text: str) -> None:
    """What others wrote earlier, and what one typed oneself, come back in lists, errors and questions."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    words = "".join(letter for letter in text if letter not in "\r\n\0")
    for line in (f"/topic {words}", f"/me {words}", f"/away {words}", words, f"@bob {words}", f"/{words}", "/history"):
        alice.send(line)
    bob.send("/topic", "/rooms", "/who", "/history", "/search a", f"/join {words}", f"/nick {words}", f"@{words} a")
    for written in (alice.written, bob.written):
        for line in written.decode().split("\r\n"):
            assert not unsafe(line.removeprefix("> ").removeprefix("\r").removeprefix("> "))


def unsafe(line: str) -> str:
    """Control characters other than the tab, and what reorders text or ends a line."""
    return "".join(
        letter
        for letter in line
        if (unicodedata.category(letter) in ("Cc", "Zl", "Zp") and letter != "\t") or letter in "\u202a\u202e\u2066"
    )


@given(any_event)
@settings(max_examples=examples(600))
def test_an_event_is_one_clear_line_or_none(event: Event) -> None:
    """ "one clear line for plain IRC and plain text"; a message of several lines is as many, and programs' are none."""
    lines = LOBBY.lines((event,))
    assert LOBBY.lines((event,)) == lines
    if not (isinstance(event, MessageSent | StatusSent) and event.joined is not None):
        assert len(lines) <= 1
    if type(event) in SEEN and not isinstance(event, StatusSent):
        assert len(lines) == 1
    for line in lines:
        assert TIME.match(line.decode())
        assert not unsafe(line.decode())
