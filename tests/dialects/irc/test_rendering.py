"""Whatever happens and whatever a client can read: one whole line, with the tags it asked for, and none of others."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.any_event import KINDS, at, composed, events, name, of, room, source, tags, text, whole
from tests.support.examples import examples

from hubbub.chat.events import (
    AwayChanged,
    AwayNotice,
    Event,
    HostChanged,
    LoggedIn,
    LoggedOut,
    MemberJoined,
    MessageExpired,
    MessageRedacted,
    MessageSent,
    PinErased,
    ReactionNotice,
    ReactionSent,
    ReadMarked,
    RealnameChanged,
    RoomRenamed,
    SeemedToJoin,
    SeemedToQuit,
    StatusSent,
    TagsKept,
    TagsSent,
    UserArrived,
    UserDisconnected,
    UserReturned,
)
from hubbub.chat.world.session import Profile, text_line
from hubbub.dialects.irc.dialect import IRC
from hubbub.dialects.irc.rendering import RENDER
from hubbub.dialects.irc.rendering.caps import EXTENDED_JOIN, MESSAGE_TAGS, RENDERED, SERVER_TIME
from hubbub.dialects.irc.rendering.composition import composition
from hubbub.irc.caps import Cap, effective
from hubbub.wire.message import Message, parse

EVERY = tuple(cap.value for cap in Cap)
caps = st.sets(st.sampled_from(EVERY)).map(lambda asked: effective(sum(asked)))
tagged = st.tuples(caps, st.sampled_from([0, MESSAGE_TAGS, SERVER_TIME | MESSAGE_TAGS])).map(
    lambda two: two[0] | two[1]
)
target = room | name
several = composed().map(lambda event: msgspec.structs.replace(event, answers=""))

ASKED_BY = {
    "draft/relaymsg": Cap.RELAYMSG,
    "time": Cap.SERVER_TIME,
    "msgid": Cap.MESSAGE_TAGS,
    "bot": Cap.MESSAGE_TAGS,
    "account": Cap.ACCOUNT_TAG,
    "batch": Cap.BATCH | Cap.MULTILINE,
    "draft/multiline-concat": Cap.MULTILINE,
    "hubbub.chat/edited": Cap.EDIT,
    "hubbub.chat/files": Cap.FILES,
    "hubbub.chat/reactor": Cap.REACTIONS,
}
"""The capability that brings each tag; client-only ones come with message-tags."""
SHOWN_TO: dict[type[Event], Cap] = {
    TagsSent: Cap.MESSAGE_TAGS,
    ReactionSent: Cap.MESSAGE_TAGS,
    TagsKept: Cap.MESSAGE_TAGS,
    AwayChanged: Cap.AWAY_NOTIFY,
    AwayNotice: Cap.AWAY_NOTIFY,
    UserDisconnected: Cap.AWAY_NOTIFY,
    UserReturned: Cap.AWAY_NOTIFY,
    RealnameChanged: Cap.SETNAME,
    LoggedIn: Cap.ACCOUNT_NOTIFY,
    LoggedOut: Cap.ACCOUNT_NOTIFY,
    HostChanged: Cap.CHGHOST,
    RoomRenamed: Cap.CHANNEL_RENAME,
    MessageExpired: Cap.MESSAGE_REDACTION,
    PinErased: Cap.PINS,
}
"""What is news only to those who asked for it."""
HIDDEN_FROM = {ReactionNotice: Cap.MESSAGE_TAGS, SeemedToQuit: Cap.CHGHOST, SeemedToJoin: Cap.CHGHOST}
"""What stands in for something that these can read."""


def rendered(event: Event, caps: int) -> list[bytes]:
    """The lines for a client that has enabled these capabilities."""
    return Profile.of(IRC, effective(caps) & RENDERED, text_line).lines((event,))


def is_shown(event: Event, caps: int) -> bool:
    kind = event.__class__
    if kind not in RENDER or (kind in SHOWN_TO and not caps & SHOWN_TO[kind]):
        return False
    if isinstance(event, StatusSent) and not event.text and not caps & MESSAGE_TAGS:
        return False
    return not caps & HIDDEN_FROM.get(kind, Cap.NONE)


def test_whatever_somebody_hears_has_a_face() -> None:
    """UserArrived is the JOIN of those who know no rooms."""
    assert set(KINDS) - RENDER.keys() == {UserArrived}


@given(events, caps)
@settings(max_examples=examples(1000))
def test_an_event_is_whole_lines_with_the_tags_that_were_asked_for(event: Event, caps: int) -> None:
    lines = rendered(event, caps)
    assert bool(lines) == is_shown(event, caps)
    for line in lines:
        assert not set(line) & set(b"\r\n\0")
        message = parse(line.decode(), limited=False)
        assert message.source
        given = message.tags or {}
        for tag in given:
            asked = Cap.MESSAGE_TAGS if tag[0] == "+" else ASKED_BY[tag]
            assert caps & asked == asked
        within = "batch" in given or (message.command == "BATCH" and message.params[0][0] == "-")
        relayed = getattr(event, "relayed_by", "")  # the account is the bridge's
        by_account = event.login and "!" in message.source and caps & Cap.ACCOUNT_TAG and not relayed
        assert given.get("account") == (event.login if by_account and not within else None)
        if caps & SERVER_TIME and not isinstance(event, ReadMarked):
            assert "time" in given or within


@given(events)
@settings(max_examples=examples(500))
def test_without_any_capability_an_event_is_one_clear_line(event: Event) -> None:
    """ "one clear line for plain IRC" """
    lines = rendered(event, 0)
    if isinstance(event, MessageSent | StatusSent) and event.joined is not None:
        assert len(lines) == len([part for part, _ in composition(event.text, event.joined) if part])
    elif isinstance(event, SeemedToJoin):
        assert len(lines) == 1 + bool(event.roles)
    else:
        assert len(lines) == is_shown(event, 0)
    assert all(line.startswith(b":") for line in lines)


@given(events, caps)
@settings(max_examples=examples(300))
def test_rendering_is_a_pure_function_of_the_event_and_the_capabilities_that_it_names(event: Event, caps: int) -> None:
    every = Profile.of(IRC, caps, text_line)
    assert every.lines((event,)) == every.lines((event,)) == rendered(event, caps)


@given(of(MessageSent), st.booleans(), st.lists(st.tuples(whole, at, text), min_size=1, max_size=4), tagged)
@settings(max_examples=examples(500), deadline=None)
def test_what_is_said_in_one_go_looks_as_if_each_were_said_alone(
    event: Event, plain: bool, others: list[tuple[int, int, str]], caps: int
) -> None:
    assert isinstance(event, MessageSent)
    if plain:
        event = msgspec.structs.replace(event, answers="", relayed_by="", files=())
    alike = [event]
    if event.joined is None:
        alike += [msgspec.structs.replace(event, id=id, at=at, text=text) for id, at, text in others]
    profile = Profile.of(IRC, effective(caps) & RENDERED, text_line)
    assert profile.lines(alike) == [line for one in alike for line in profile.lines((one,))]


@given(several, caps)
@settings(max_examples=examples(300), deadline=None)
def test_several_lines_are_a_batch_for_those_who_know_it_and_plain_messages_for_others(
    event: MessageSent, caps: int
) -> None:
    """ "servers MUST deliver the component messages without using a multiline BATCH", "MUST NOT send blank lines";
    "MUST only include a message ID on the first message" (draft/multiline)."""
    lines = rendered(event, caps)
    assert not any(set(line) & set(b"\r\n\0") for line in lines)
    messages = [parse(line.decode(), limited=False) for line in lines]
    assert {message.source for message in messages} == {event.source}
    if effective(caps) & Cap.MULTILINE:
        opening, *messages, closing = messages
        assert opening.params == [f"+{(reference := opening.params[0][1:])}", "draft/multiline", event.target]
        assert closing.params == [f"-{reference}"]
        assert all((message.tags or {})["batch"] == reference for message in messages)
        assert put_together(messages) == event.text
    else:
        assert "".join(message.params[1] for message in messages) == event.text.replace("\n", "")
        assert all(message.params[1] for message in messages)
        opening = messages[0]
    assert {message.command for message in messages} == {"NOTICE" if event.notice else "PRIVMSG"}
    assert all(message.params[0] == event.target for message in messages)
    tags = opening.tags or {}
    assert ("msgid" in tags) == bool(caps & MESSAGE_TAGS)
    assert ("time" in tags) == bool(caps & SERVER_TIME)
    assert not any("msgid" in (message.tags or {}) for message in messages if message is not opening)


def put_together(messages: list[Message]) -> str:
    """ "Line messages are joined by a single line feed byte unless the draft/multiline-concat message tag is sent" """
    text = messages[0].params[1]
    for message in messages[1:]:
        text += ("" if "draft/multiline-concat" in (message.tags or {}) else "\n") + message.params[1]
    return text


@given(
    st.builds(
        MessageSent,
        id=whole,
        at=at,
        log=whole,
        target=target,
        source=source,
        text=text,
        notice=st.booleans(),
        tags=tags,
    )
)
@settings(max_examples=examples(200), deadline=None)
def test_what_was_said_arrives_as_it_was_said(event: MessageSent) -> None:
    (line,) = rendered(event, MESSAGE_TAGS | SERVER_TIME)
    message = parse(line.decode(), limited=False)
    assert message.command == ("NOTICE" if event.notice else "PRIVMSG")
    assert message.params == [event.target, event.text]
    mine = {key: value for key, value in (message.tags or {}).items() if key[0] == "+"}
    assert mine == event.tags


@given(
    st.builds(
        MessageRedacted,
        id=whole,
        at=at,
        log=whole,
        target=target,
        source=source,
        message=whole,
        author=st.just("alice"),
        text=text,
    ),
    caps,
)
@settings(max_examples=examples(100), deadline=None)
def test_a_redaction_is_a_command_for_those_who_know_it_and_a_notice_for_others(
    event: MessageRedacted, caps: int
) -> None:
    (line,) = rendered(event, caps)
    message = parse(line.decode(), limited=False)
    if effective(caps) & Cap.MESSAGE_REDACTION:
        reason = [event.text] if event.text else []
        assert (message.command, message.params) == ("REDACT", [event.target, f"{event.message:x}", *reason])
    else:
        assert (message.command, message.params[0]) == ("NOTICE", event.target)


@given(st.builds(MemberJoined, id=whole, at=at, log=whole, room=target, source=source, realname=text), st.booleans())
@settings(max_examples=examples(50), deadline=None)
def test_a_join_tells_real_names_to_those_who_asked(event: MemberJoined, extended: bool) -> None:
    (line,) = rendered(event, EXTENDED_JOIN if extended else 0)
    assert parse(line.decode(), limited=False).params == [event.room, *(["*", event.realname] if extended else [])]
