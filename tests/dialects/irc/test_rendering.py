"""Whatever happens and whatever a client can read: one whole line, with the tags it asked for, and none of others."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hubbub.chat.events import (
    AwayChanged,
    Event,
    MemberJoined,
    MemberLeft,
    MessageRedacted,
    MessageSent,
    RealnameChanged,
    RoomCreated,
    TagsSent,
    TopicChanged,
    UserArrived,
    UserModesChanged,
    UserQuit,
    UserRenamed,
    VisitSeen,
)
from hubbub.chat.session import Profile, text_line
from hubbub.dialects.irc.dialect import IRC
from hubbub.dialects.irc.rendering import (
    AWAY_NOTIFY,
    EXTENDED_JOIN,
    MESSAGE_REDACTION,
    MESSAGE_TAGS,
    RENDERED,
    SERVER_TIME,
    SETNAME,
)
from hubbub.irc.caps import Cap
from hubbub.irc.modes import Change
from hubbub.wire.message import parse

ALL_CAPS = sum(cap.value for cap in Cap)
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=40)
nasty = st.sampled_from(["", ":", " ", " :x", "@time=1 :x PRIVMSG y :z", ";msgid=1", "+x BATCH -x", "\u2028", "\x85"])
text = anything | nasty
value = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
tags = st.dictionaries(st.sampled_from(["+x", "+draft/reply", "+a.b/c-d"]), value, min_size=1, max_size=3)
caps = st.integers(0, ALL_CAPS)
whole = st.integers(1, 2**62)
at = st.integers(0, 4_000_000_000_000)
source = st.sampled_from(["alice!alice@guest", "Zoë!guest@guest", "{a}[b]!x@guest"])
target = st.sampled_from(["#a", "#räume", "bob", "{b}"])
reason = st.sampled_from(["left", "quit", "lost", "timeout", "closed", "stopped"])
logs = st.just((1,))

events: st.SearchStrategy[Event] = st.one_of(
    st.builds(MessageSent, whole, at, whole, target, source, text, st.booleans(), st.none() | tags, bot=st.booleans()),
    st.builds(TagsSent, whole, at, whole, target, source, tags),
    st.builds(MessageRedacted, whole, at, whole, target, source, whole, st.just("alice"), text),
    st.builds(MemberJoined, whole, at, whole, target, source, text),
    st.builds(MemberLeft, whole, at, whole, target, source, text),
    st.builds(UserQuit, whole, at, logs, source, reason, text),
    st.builds(UserRenamed, whole, at, logs, source, st.just("carol")),
    st.builds(TopicChanged, whole, at, whole, target, source, text),
    st.builds(AwayChanged, at, source, text, bot=st.booleans()),
    st.builds(UserModesChanged, at, source, st.just((Change(True, "i"), Change(False, "w")))),
    st.builds(RealnameChanged, at, source, text),
    st.builds(UserArrived, whole, at, st.just("alice"), source, st.just("v1")),
    st.builds(RoomCreated, whole, at, target),
    st.builds(VisitSeen, whole, at, st.just("alice")),
)
WHO_ASKED = {"time": SERVER_TIME, "msgid": MESSAGE_TAGS, "+x": MESSAGE_TAGS, "bot": MESSAGE_TAGS}
SHOWN_TO = {TagsSent: MESSAGE_TAGS, AwayChanged: AWAY_NOTIFY, RealnameChanged: SETNAME}
NEVER_SHOWN = (UserArrived, RoomCreated, VisitSeen)


@given(events, caps)
@settings(max_examples=400, deadline=None)
def test_an_event_is_one_line_with_the_tags_that_were_asked_for(event: Event, caps: int) -> None:
    line = IRC.render(event, Profile.of(IRC, caps & RENDERED, text_line))
    if line is None:
        assert isinstance(event, NEVER_SHOWN) or not caps & SHOWN_TO[type(event)]
        return
    assert not set(line) & set(b"\r\n\0")
    message = parse(line.decode(), limited=False)
    assert message.source == getattr(event, "source", None)
    for tag in message.tags or {}:
        asked = WHO_ASKED["+x" if tag[0] == "+" else tag]
        assert caps & asked
    if not caps & (SERVER_TIME | MESSAGE_TAGS):
        assert line.startswith(b":")


@given(st.builds(MessageSent, whole, at, whole, target, source, text, st.booleans(), tags))
@settings(max_examples=200, deadline=None)
def test_what_was_said_arrives_as_it_was_said(event: MessageSent) -> None:
    line = IRC.render(event, Profile.of(IRC, MESSAGE_TAGS | SERVER_TIME, text_line))
    assert line is not None
    message = parse(line.decode(), limited=False)
    assert message.command == ("NOTICE" if event.notice else "PRIVMSG")
    assert message.params == [event.target, event.text]
    mine = {key: value for key, value in (message.tags or {}).items() if key[0] == "+"}
    assert mine == event.tags


@given(st.builds(MessageRedacted, whole, at, whole, target, source, whole, st.just("alice"), text), caps)
@settings(max_examples=100, deadline=None)
def test_a_redaction_is_a_command_for_those_who_know_it_and_a_notice_for_others(
    event: MessageRedacted, caps: int
) -> None:
    line = IRC.render(event, Profile.of(IRC, caps & RENDERED, text_line))
    assert line is not None
    message = parse(line.decode(), limited=False)
    if caps & MESSAGE_REDACTION:
        reason = [event.text] if event.text else []
        assert (message.command, message.params) == ("REDACT", [event.target, f"{event.message:x}", *reason])
    else:
        assert (message.command, message.params[0]) == ("NOTICE", event.target)


@given(st.builds(MemberJoined, whole, at, whole, target, source, text), st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_join_tells_real_names_to_those_who_asked(event: MemberJoined, extended: bool) -> None:
    line = IRC.render(event, Profile.of(IRC, EXTENDED_JOIN if extended else 0, text_line))
    assert line is not None
    assert parse(line.decode(), limited=False).params == [event.room, *(["*", event.realname] if extended else [])]
