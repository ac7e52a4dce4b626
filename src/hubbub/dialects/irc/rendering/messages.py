"""What was said, in one line or several, and tags without a text."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.chat.events import Event, KeptEvent, MessageSent, ReactionSent, StatusSent, TagsKept, TagsSent
from hubbub.irc.ctcp import ACTION, is_ctcp
from hubbub.irc.tags import REACTOR_TAG
from hubbub.irc.times import format_time
from hubbub.wire.message import BODY_LIMIT
from hubbub.wire.tags import escape
from hubbub.wire.truncate import cut_line, is_too_long

from .caps import ACCOUNT_TAG, EDIT, FILES, MESSAGE_TAGS, MULTILINE, REACTIONS, RELAYMSG, SERVER_TIME
from .composition import SHORTEST, composition
from .files import with_files
from .tagging import Render, client_tags, doer, fitting, identified, timed

IN_TAGS = SERVER_TIME | ACCOUNT_TAG  # what is said in tags to those without message-tags

TAGGED = MESSAGE_TAGS | IN_TAGS


def messages_sent(events: Sequence[MessageSent], caps: int) -> str:
    """Several that are alike in all but their id, time and text: what is in front of the texts is made once."""
    first = events[0]
    if first.joined is not None or first.files or first.answers or first.relayed_by:
        return "\n".join([message_sent(event, caps) for event in events])
    return (None if caps & TAGGED else lines_as_they_are(events)) or a_line_each(events, caps)


def lines_as_they_are(events: Sequence[MessageSent]) -> str:
    """Of who reads no tags, in one piece, if each surely fits into a line; empty: that has to be looked at."""
    head = head_of(events[0])
    most, texts = BODY_LIMIT - len(head), []
    for event in events:
        text = event.text
        if len(text) > most:
            return ""
        texts.append(text)
    lines = head + f"\n{head}".join(texts) if len(texts) > 1 else head + text
    return lines if lines.isascii() else ""


def message_sent(event: MessageSent | StatusSent, caps: int) -> str:
    if event.__class__ is MessageSent and (event.files or event.relayed_by):
        if caps & FILES and event.files:
            return with_files(message_sent(event, caps & ~FILES), event.files, caps)
        if caps & RELAYMSG and event.relayed_by and event.joined is None:
            return relayed(message_sent(event, caps & ~RELAYMSG), event.relayed_by)
    if event.joined is not None:
        return several_lines(event, event.joined, caps)
    if event.answers and not caps & MESSAGE_TAGS:
        return timed(event, caps, f"{head_of(event)}{in_words(event, event.text)}")
    return a_line_each((event,), caps)


def a_line_each(events: Sequence[MessageSent | StatusSent], caps: int) -> str:
    """Texts of one line, alike in all but their id, time and text."""
    first, lines = events[0], []
    head, with_id, in_tags = head_of(first), caps & MESSAGE_TAGS, caps & IN_TAGS
    tags = tags_of(first, caps) if with_id else ""
    for event in events:
        line = head + event.text
        if (len(line) > BODY_LIMIT or not line.isascii()) and is_too_long(line):  # its room has a longer name, for one
            if not is_ctcp(event.text):
                lines.append(several_lines(event, (), caps))
                continue
            line = cut_line(line)
        if with_id:
            time = f"time={format_time(event.at)};" if caps & SERVER_TIME else ""
            line = f"@{time}msgid={event.id:x}{tags} {line}"
        elif in_tags:
            line = fitting(event, caps, line)
        lines.append(line)
    return "\n".join(lines)


def head_of(event: MessageSent | StatusSent) -> str:
    """What stands in front of the text."""
    return f":{event.source} {'NOTICE' if event.notice else 'PRIVMSG'} {event.target} :"


def tags_of(event: MessageSent | StatusSent, caps: int) -> str:
    """Those behind its time and id, for who has message-tags."""
    tags = doer(event, caps) if event.bot or event.login else ""
    if event.tags:
        tags += client_tags(event.tags)
    if caps & EDIT and event.__class__ is MessageSent and event.edited is not None:
        tags += f";hubbub.chat/edited={format_time(event.edited.at)}"
    return tags


def relayed(line: str, by: str) -> str:
    """ "The capability also lets clients receive the relaymsg message tag, which is set to the nick of the sender." """
    tag = f"@draft/relaymsg={escape(by)}"
    return f"{tag};{line[1:]}" if line.startswith("@") else f"{tag} {line}"


def several_lines(event: MessageSent | StatusSent, joined: tuple[int, ...], caps: int) -> str:
    """A batch for who has draft/multiline; for others "the component messages", as the sender composed them, but for
    those that would be too long for a line."""
    head = head_of(event)
    parts = composition(event.text, joined, max(SHORTEST, BODY_LIMIT - len(head.encode())))
    if event.answers and not caps & MESSAGE_TAGS:
        place = next(number for number, (text, _) in enumerate(parts) if text)
        parts[place] = (in_words(event, parts[place][0]), parts[place][1])
    if caps & MULTILINE:
        reference = f"m{event.id:x}"
        opening = f":{event.source} BATCH +{reference} draft/multiline {event.target}"
        lines = [identified(event, caps, opening, opening_tags(event, caps))]
        for text, concat in parts:
            lines.append(f"@batch={reference}{';draft/multiline-concat' if concat else ''} {head}{text}")
        return "\n".join([*lines, f":{event.source} BATCH -{reference}"])
    shown = [text for text, _ in parts if text]
    first, *others = [head + text for text in shown]
    rest = [identified(event, caps, line, event.tags, with_id=False) for line in others]
    return "\n".join([identified(event, caps, first, event.tags), *rest])


def opening_tags(event: MessageSent | StatusSent, caps: int) -> dict[str, str] | None:
    """Its own, and when it was edited."""
    edited = event.edited if isinstance(event, MessageSent) and caps & EDIT else None
    if edited is None:
        return event.tags
    return {**(event.tags or {}), "hubbub.chat/edited": format_time(edited.at)}


def in_words(event: MessageSent | StatusSent, text: str) -> str:
    """The text with whom it replies to in front, for who cannot read tags; not where the line would be too long."""
    if is_ctcp(text):
        if not text.startswith(ACTION):
            return text
        told = f"{ACTION}(to {event.answers}) {text[len(ACTION) :]}"
    else:
        told = f"(to {event.answers}) {text}"
    return told if len(f"{head_of(event)}{told}".encode()) <= BODY_LIMIT else text


def status_sent(event: StatusSent, caps: int) -> str | None:
    """As what is said to all of the room, with the prefix in the target; without a text it is a TAGMSG."""
    return message_sent(event, caps) if event.text else tags_sent(event, caps)


def tags_sent(event: TagsSent | TagsKept | ReactionSent | StatusSent, caps: int) -> str | None:
    """What is kept has an id: clients go on from the last one they know, and ask the history what came after it."""
    if not caps & MESSAGE_TAGS:
        return None
    tags = event.tags or {}
    if isinstance(event, ReactionSent) and event.reactor and caps & REACTIONS:
        tags = {**tags, REACTOR_TAG: event.reactor}
    line = f":{event.source} TAGMSG {event.target}"
    return identified(event, caps, line, tags, with_id=isinstance(event, KeptEvent))


RENDER: dict[type[Event], Render] = {
    MessageSent: message_sent,
    TagsSent: tags_sent,
    ReactionSent: tags_sent,
    TagsKept: tags_sent,
    StatusSent: status_sent,
}
