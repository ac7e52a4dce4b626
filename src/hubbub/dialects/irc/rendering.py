"""Events as IRC lines. Each function writes the richest line its capabilities can read; an LF separates several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import (
    AwayChanged,
    AwayTold,
    Event,
    InvitationTold,
    Invited,
    LoggedIn,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    MessageRedacted,
    MessageSent,
    ModesChanged,
    NameCame,
    NameWent,
    ReactionSent,
    ReactionTold,
    RealnameChanged,
    StatusSent,
    TagsSent,
    TopicChanged,
    UserKilled,
    UserModesChanged,
    UserQuit,
    UserRenamed,
    Wallops,
)
from hubbub.chat.people import name_of
from hubbub.chat.session import Interest
from hubbub.irc.caps import Cap
from hubbub.irc.modes import written
from hubbub.irc.numerics import RPL_MONOFFLINE, RPL_MONONLINE
from hubbub.irc.times import format_time
from hubbub.wire.tags import escape

SERVER_TIME = Cap.SERVER_TIME.value
MESSAGE_TAGS = Cap.MESSAGE_TAGS.value
EXTENDED_JOIN = Cap.EXTENDED_JOIN.value
AWAY_NOTIFY = Cap.AWAY_NOTIFY.value
ACCOUNT_NOTIFY = Cap.ACCOUNT_NOTIFY.value
SETNAME = Cap.SETNAME.value
MULTILINE = Cap.MULTILINE.value
MESSAGE_REDACTION = Cap.MESSAGE_REDACTION.value

RENDERED = (
    SERVER_TIME | MESSAGE_TAGS | EXTENDED_JOIN | AWAY_NOTIFY | ACCOUNT_NOTIFY | SETNAME | MESSAGE_REDACTION | MULTILINE
)
"""The capabilities that change how an event looks; connections that differ in others share a profile."""

INTERESTS = {
    Cap.EXTENDED_MONITOR.value: Interest.WATCHED,
    Cap.INVITE_NOTIFY.value: Interest.INVITATIONS,
}
"""What those hear more who have these capabilities."""

QUIT_REASONS = {
    "quit": "Quit",
    "left": "Quit",
    "lost": "Connection lost",
    "timeout": "Timed out",
    "closed": "Connection closed",
    "killed": "Killed",
    "stopped": "Server stopped",
}


def message_sent(event: MessageSent | StatusSent, caps: int) -> str:
    if event.joined is not None:
        return several_lines(event, event.joined, caps)
    line = f":{event.source} {'NOTICE' if event.notice else 'PRIVMSG'} {event.target} :{event.text}"
    if caps & MESSAGE_TAGS:
        tags = f"msgid={event.id:x};bot" if event.bot else f"msgid={event.id:x}"
        if event.tags:
            tags += client_tags(event.tags)
        return f"@time={format_time(event.at)};{tags} {line}" if caps & SERVER_TIME else f"@{tags} {line}"
    return f"@time={format_time(event.at)} {line}" if caps & SERVER_TIME else line


def several_lines(event: MessageSent | StatusSent, joined: tuple[int, ...], caps: int) -> str:
    """A batch for who has draft/multiline; for others "the component messages", as the sender composed them."""
    head = f":{event.source} PRIVMSG {event.target} :"
    parts = composition(event.text, joined)
    if caps & MULTILINE:
        reference = f"m{event.id:x}"
        opening = f":{event.source} BATCH +{reference} draft/multiline {event.target}"
        lines = [_identified(event, caps, opening, event.tags)]
        for text, concat in parts:
            lines.append(f"@batch={reference}{';draft/multiline-concat' if concat else ''} {head}{text}")
        return "\n".join([*lines, f":{event.source} BATCH -{reference}"])
    shown = [text for text, _ in parts if text]
    first = _identified(event, caps, head + shown[0], event.tags)
    return "\n".join([first, *(_timed(event, caps, head + text) for text in shown[1:])])


def composition(text: str, joined: tuple[int, ...]) -> list[tuple[str, bool]]:
    """The lines as they were sent: (text, whether it is joined to the line before without a line feed)."""
    parts = []
    place = 0
    for line in text.split("\n"):
        end = place + len(line)
        cuts = [place, *(cut for cut in joined if place < cut < end), end]
        parts += [(text[cuts[n] : cuts[n + 1]], n > 0) for n in range(len(cuts) - 1)]
        place = end + 1
    return parts


def status_sent(event: StatusSent, caps: int) -> str | None:
    """As what is said to all of the room, with the prefix in the target; without a text it is a TAGMSG."""
    return message_sent(event, caps) if event.text else tags_sent(event, caps)


def tags_sent(event: TagsSent | ReactionSent | StatusSent, caps: int) -> str | None:
    if not caps & MESSAGE_TAGS:
        return None
    time = f"time={format_time(event.at)};" if caps & SERVER_TIME else ""
    bot = ";bot" if event.bot else ""
    return f"@{time}msgid={event.id:x}{bot}{client_tags(event.tags or {})} :{event.source} TAGMSG {event.target}"


def reaction_told(event: ReactionTold, caps: int) -> str | None:
    if caps & MESSAGE_TAGS:
        return None
    return _timed(event, caps, f":{event.source} NOTICE {event.target} :[{reaction(event)}]")


def reaction(event: ReactionTold) -> str:
    """In words, for people: who reacted to what."""
    did = f"took {event.reaction} back from" if event.undone else f"reacted with {event.reaction} to"
    return f"{name_of(event.source)} {did} {quoted(event.about)}"


def quoted(about: str) -> str:
    return f"'{about}'" if about else "an earlier message"


def message_redacted(event: MessageRedacted, caps: int) -> str:
    """For who cannot read REDACT, "the fallback method used (if any) is left up to server implementations"."""
    if not caps & MESSAGE_REDACTION:
        return _identified(event, caps, f":{event.source} NOTICE {event.target} :[{removal(event)}]")
    why = f" :{event.text}" if event.text else ""
    return _identified(event, caps, f":{event.source} REDACT {event.target} {event.message:x}{why}")


def removal(event: MessageRedacted) -> str:
    """In words, for people: who removed whose message, and why."""
    name = name_of(event.source)
    did = "took back a message" if name == event.author else f"removed a message of {event.author}"
    return f"{name} {did}: {event.text}" if event.text else f"{name} {did}"


def member_joined(event: MemberJoined, caps: int) -> str:
    more = f" {event.account or '*'} :{event.realname}" if caps & EXTENDED_JOIN else ""
    return _timed(event, caps, f":{event.source} JOIN {event.room}{more}")


def member_left(event: MemberLeft, caps: int) -> str:
    return _timed(event, caps, f":{event.source} PART {event.room}" + (f" :{event.text}" if event.text else ""))


def user_quit(event: UserQuit, caps: int) -> str:
    if event.reason == "killed":
        return _timed(event, caps, f":{event.source} QUIT :{event.text}")
    reason = QUIT_REASONS[event.reason]
    return _timed(event, caps, f":{event.source} QUIT :{reason}" + (f": {event.text}" if event.text else ""))


def user_renamed(event: UserRenamed, caps: int) -> str:
    return _timed(event, caps, f":{event.source} NICK :{event.name}")


def member_kicked(event: MemberKicked, caps: int) -> str:
    return _timed(event, caps, f":{event.source} KICK {event.room} {event.name} :{event.text or name_of(event.source)}")


def modes_changed(event: ModesChanged, caps: int) -> str:
    return _timed(event, caps, f":{event.source} MODE {event.room} {' '.join(written(event.changes))}")


def user_modes_changed(event: UserModesChanged, caps: int) -> str:
    name = name_of(event.source)
    return _timed(event, caps, f":{event.source} MODE {name} {' '.join(written(event.changes))}")


def user_killed(event: UserKilled, caps: int) -> str:
    return _timed(event, caps, f":{event.source} KILL {event.name} :{event.text}")


def wallops(event: Wallops, caps: int) -> str:
    return _timed(event, caps, f":{event.source} WALLOPS :{event.text}")


def invited(event: Invited | InvitationTold, caps: int) -> str:
    return _timed(event, caps, f":{event.source} INVITE {event.name} {event.room}")


def topic_changed(event: TopicChanged, caps: int) -> str:
    return _timed(event, caps, f":{event.source} TOPIC {event.room} :{event.topic}")


def name_came(event: NameCame, caps: int) -> str:
    """ "The server may send "*" instead of the nick": everybody who watches the name hears the same."""
    return _timed(event, caps, f":{event.server} {RPL_MONONLINE} * :{event.source}")


def name_went(event: NameWent, caps: int) -> str:
    return _timed(event, caps, f":{event.server} {RPL_MONOFFLINE} * :{event.name}")


def away_changed(event: AwayChanged | AwayTold, caps: int) -> str | None:
    if not caps & AWAY_NOTIFY:
        return None
    return _timed(event, caps, f":{event.source} AWAY" + (f" :{event.text}" if event.text else ""))


def realname_changed(event: RealnameChanged, caps: int) -> str | None:
    return _timed(event, caps, f":{event.source} SETNAME :{event.realname}") if caps & SETNAME else None


def logged_in(event: LoggedIn, caps: int) -> str | None:
    return _timed(event, caps, f":{event.source} ACCOUNT {event.name}") if caps & ACCOUNT_NOTIFY else None


def client_tags(tags: dict[str, str]) -> str:
    """Client-only tags, each with its semicolon in front."""
    return "".join(f";{key}={escape(value)}" if value else f";{key}" for key, value in tags.items())


def _identified(event: Any, caps: int, line: str, more: dict[str, str] | None = None) -> str:
    tags = [f"time={format_time(event.at)}"] if caps & SERVER_TIME else []
    if caps & MESSAGE_TAGS:
        tags.append(f"msgid={event.id:x}{';bot' if event.bot else ''}{client_tags(more or {})}")
    return f"@{';'.join(tags)} {line}" if tags else line


def _timed(event: Any, caps: int, line: str) -> str:
    if event.bot and caps & MESSAGE_TAGS:
        return f"@time={format_time(event.at)};bot {line}" if caps & SERVER_TIME else f"@bot {line}"
    return f"@time={format_time(event.at)} {line}" if caps & SERVER_TIME else line


RENDER: dict[type[Event], Callable[[Any, int], str | None]] = {
    MessageSent: message_sent,
    TagsSent: tags_sent,
    ReactionSent: tags_sent,
    ReactionTold: reaction_told,
    MessageRedacted: message_redacted,
    MemberJoined: member_joined,
    MemberLeft: member_left,
    UserQuit: user_quit,
    UserRenamed: user_renamed,
    MemberKicked: member_kicked,
    ModesChanged: modes_changed,
    UserModesChanged: user_modes_changed,
    UserKilled: user_killed,
    Wallops: wallops,
    Invited: invited,
    InvitationTold: invited,
    AwayTold: away_changed,
    StatusSent: status_sent,
    TopicChanged: topic_changed,
    NameCame: name_came,
    NameWent: name_went,
    AwayChanged: away_changed,
    RealnameChanged: realname_changed,
    LoggedIn: logged_in,
}
"""Events that are missing here are not shown on IRC."""
