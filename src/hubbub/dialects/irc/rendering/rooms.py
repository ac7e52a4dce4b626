"""Coming and going in rooms, and what is changed about them."""

from __future__ import annotations

from hubbub.chat.events import (
    Event,
    InvitationNotice,
    Invited,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    ModesChanged,
    RoleNotice,
    RoomRenamed,
    TopicChanged,
)
from hubbub.chat.world.people.users import name_of
from hubbub.irc.modes import written

from .caps import CHANNEL_RENAME, EXTENDED_JOIN
from .tagging import Render, by_server, identified, timed


def member_joined(event: MemberJoined, caps: int) -> str:
    more = f" {event.account or '*'} :{event.realname}" if caps & EXTENDED_JOIN else ""
    return identified(event, caps, f":{event.source} JOIN {event.room}{more}")


def member_left(event: MemberLeft, caps: int) -> str:
    return identified(event, caps, f":{event.source} PART {event.room}" + (f" :{event.text}" if event.text else ""))


def member_kicked(event: MemberKicked, caps: int) -> str:
    return identified(
        event, caps, f":{event.source} KICK {event.room} {event.name} :{event.text or name_of(event.source)}"
    )


def modes_changed(event: ModesChanged, caps: int) -> str:
    return identified(event, caps, f":{event.source} MODE {event.room} {' '.join(written(event.changes))}")


def role_notice(event: RoleNotice, caps: int) -> str:
    return by_server(event, caps, f":{event.server} MODE {event.room} {' '.join(written(event.changes))}")


def invited(event: Invited | InvitationNotice, caps: int) -> str:
    return timed(event, caps, f":{event.source} INVITE {event.name} {event.room}")


def topic_changed(event: TopicChanged, caps: int) -> str:
    return identified(event, caps, f":{event.source} TOPIC {event.room} :{event.topic}")


def room_renamed(event: RoomRenamed, caps: int) -> str | None:
    """ "MUST always include the third parameter"; who cannot read it is told by `renaming.show_moved`."""
    if not caps & CHANNEL_RENAME:
        return None
    return identified(event, caps, f":{event.source} RENAME {event.room} {event.name} :{event.text}")


RENDER: dict[type[Event], Render] = {
    MemberJoined: member_joined,
    MemberLeft: member_left,
    MemberKicked: member_kicked,
    ModesChanged: modes_changed,
    RoleNotice: role_notice,
    Invited: invited,
    InvitationNotice: invited,
    TopicChanged: topic_changed,
    RoomRenamed: room_renamed,
}
