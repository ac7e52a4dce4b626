"""Whatever happens and whatever a client can read: one whole line, with the tags it asked for, and none of others."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hubbub.chat.events import (
    AwayChanged,
    AwayTold,
    Event,
    InvitationTold,
    MemberJoined,
    MemberLeft,
    MessageRedacted,
    MessageSent,
    ReactionSent,
    ReactionTold,
    RealnameChanged,
    RoomCreated,
    RoomRenamed,
    StandingTold,
    StatusSent,
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
from hubbub.dialects.irc.rendering.caps import (
    AWAY_NOTIFY,
    CHANNEL_RENAME,
    EXTENDED_JOIN,
    MESSAGE_TAGS,
    RENDERED,
    SERVER_TIME,
    SETNAME,
)
from hubbub.irc.caps import Cap, effective
from hubbub.irc.modes import Change
from hubbub.wire.message import Message, parse

ALL_CAPS = sum(cap.value for cap in Cap)
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=40)
nasty = st.sampled_from(["", ":", " ", " :x", "@time=1 :x PRIVMSG y :z", ";msgid=1", "+x BATCH -x", "\u2028", "\x85"])
text = anything | nasty
value = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
tags = st.dictionaries(st.sampled_from(["+x", "+draft/reply", "+a.b/c-d"]), value, min_size=1, max_size=3)
caps = st.integers(0, ALL_CAPS).map(lambda enabled: effective(Cap(enabled)).value)
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
    st.builds(ReactionSent, whole, at, whole, target, source, tags, whole),
    st.builds(ReactionTold, at, whole, target, source, text, text, st.booleans()),
    st.builds(MemberLeft, whole, at, whole, target, source, text),
    st.builds(UserQuit, whole, at, logs, source, reason, text),
    st.builds(UserRenamed, whole, at, logs, source, st.just("carol")),
    st.builds(TopicChanged, whole, at, whole, target, source, text),
    st.builds(RoomRenamed, whole, at, whole, st.just("#a"), source, st.just("#b"), text),
    st.builds(AwayChanged, at, source, text, bot=st.booleans()),
    st.builds(AwayTold, at, whole, source, text),
    st.builds(InvitationTold, at, whole, st.just("#a"), source, st.just("carol")),
    st.builds(StatusSent, whole, at, whole, st.just("@#a"), source, text.filter(bool), st.booleans(), st.none() | tags),
    st.builds(UserModesChanged, at, source, st.just((Change(True, "i"), Change(False, "w")))),
    st.builds(RealnameChanged, at, source, text),
    st.builds(StandingTold, at, whole, st.just("#a"), st.just("hubbub"), st.just((Change(True, "o", "bob"),))),
    st.builds(UserArrived, whole, at, st.just("alice"), source, st.just("v1")),
    st.builds(RoomCreated, whole, at, target),
    st.builds(VisitSeen, whole, at, st.just("alice")),
)


@st.composite
def composed(draw: st.DrawFn) -> MessageSent:
    """A message of several lines as clients send them: some joined without a line feed, some blank, not all."""
    texts = draw(st.lists(text.filter(lambda line: "\n" not in line), min_size=1, max_size=5))
    whole_text, cuts = "first", []
    for line in texts:
        if line and draw(st.booleans()):
            cuts.append(len(whole_text))
            whole_text += line
        else:
            whole_text += "\n" + line
    return MessageSent(
        draw(whole),
        draw(at),
        1,
        draw(target),
        draw(source),
        whole_text,
        tags=draw(st.none() | tags),
        joined=tuple(cuts),
    )


several = composed()
WHO_ASKED = {"time": SERVER_TIME, "msgid": MESSAGE_TAGS, "+x": MESSAGE_TAGS, "bot": MESSAGE_TAGS}
HIDDEN_FROM: dict[type[Event], int] = {ReactionTold: MESSAGE_TAGS}
SHOWN_TO = {
    TagsSent: MESSAGE_TAGS,
    ReactionSent: MESSAGE_TAGS,
    ReactionTold: ALL_CAPS,
    AwayChanged: AWAY_NOTIFY,
    AwayTold: AWAY_NOTIFY,
    RealnameChanged: SETNAME,
    RoomRenamed: CHANNEL_RENAME,
}
NEVER_SHOWN = (UserArrived, RoomCreated, VisitSeen)


def rendered(event: Event, caps: int) -> list[bytes]:
    """The lines for a client that has enabled these capabilities."""
    return IRC.render(event, Profile.of(IRC, effective(Cap(caps)).value & RENDERED, text_line))


@given(events, caps)
@settings(max_examples=400, deadline=None)
def test_an_event_is_one_line_with_the_tags_that_were_asked_for(event: Event, caps: int) -> None:
    lines = rendered(event, caps)
    if not lines:
        assert (
            isinstance(event, NEVER_SHOWN) or not caps & SHOWN_TO[type(event)] or caps & HIDDEN_FROM.get(type(event), 0)
        )
        return
    (line,) = lines
    assert not set(line) & set(b"\r\n\0")
    message = parse(line.decode(), limited=False)
    assert message.source == getattr(event, "source", None)
    for tag in message.tags or {}:
        asked = WHO_ASKED["+x" if tag[0] == "+" else tag]
        assert caps & asked
    if not caps & (SERVER_TIME | MESSAGE_TAGS):
        assert line.startswith(b":")


@given(events, caps)
@settings(max_examples=100, deadline=None)
def test_rendering_depends_on_nothing_else(event: Event, caps: int) -> None:
    assert rendered(event, caps) == rendered(event, caps & RENDERED | (caps & Cap.BATCH.value))


@given(several, caps)
@settings(max_examples=300, deadline=None)
def test_several_lines_are_a_batch_for_those_who_know_it_and_plain_messages_for_others(
    event: MessageSent, caps: int
) -> None:
    """ "servers MUST deliver the component messages without using a multiline BATCH", "MUST NOT send blank lines";
    "MUST only include a message ID on the first message" (draft/multiline)."""
    lines = rendered(event, caps)
    assert not any(set(line) & set(b"\r\n\0") for line in lines)
    messages = [parse(line.decode(), limited=False) for line in lines]
    assert {message.source for message in messages} == {event.source}
    if effective(Cap(caps)) & Cap.MULTILINE:
        opening, *messages, closing = messages
        assert opening.params == [f"+{(reference := opening.params[0][1:])}", "draft/multiline", event.target]
        assert closing.params == [f"-{reference}"]
        assert all((message.tags or {})["batch"] == reference for message in messages)
        assert put_together(messages) == event.text
    else:
        assert "".join(message.params[1] for message in messages) == event.text.replace("\n", "")
        assert all(message.params[1] for message in messages)
        opening = messages[0]
    assert all(message.command == "PRIVMSG" for message in messages)
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


@given(st.builds(MessageSent, whole, at, whole, target, source, text, st.booleans(), tags))
@settings(max_examples=200, deadline=None)
def test_what_was_said_arrives_as_it_was_said(event: MessageSent) -> None:
    (line,) = rendered(event, MESSAGE_TAGS | SERVER_TIME)
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
    (line,) = rendered(event, caps)
    message = parse(line.decode(), limited=False)
    if effective(Cap(caps)) & Cap.MESSAGE_REDACTION:
        reason = [event.text] if event.text else []
        assert (message.command, message.params) == ("REDACT", [event.target, f"{event.message:x}", *reason])
    else:
        assert (message.command, message.params[0]) == ("NOTICE", event.target)


@given(st.builds(MemberJoined, whole, at, whole, target, source, text), st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_join_tells_real_names_to_those_who_asked(event: MemberJoined, extended: bool) -> None:
    (line,) = rendered(event, EXTENDED_JOIN if extended else 0)
    assert parse(line.decode(), limited=False).params == [event.room, *(["*", event.realname] if extended else [])]
