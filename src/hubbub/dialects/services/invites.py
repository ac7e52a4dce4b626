"""`/invite-link` and `/invited`: invitations by code, as people ask for them in every dialect."""

from __future__ import annotations

from typing import Any

from hubbub.chat.chat import Chat
from hubbub.chat.ports import PublicAddress
from hubbub.chat.world.moderation.invites import Invite
from hubbub.chat.world.session import Session
from hubbub.commands.guard import invited
from hubbub.commands.moderation import invites
from hubbub.commands.moderation.invites import DAYS, USES, Made
from hubbub.typed.durations import moment
from hubbub.typed.links import InviteLink
from hubbub.wire.numbers import ordinal, whole

from .record import Row, row
from .service import Service, typed


def link(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """What was typed after the command, done; None when it fits no usage."""
    match [word.lower() for word in words]:
        case ["list"]:
            return [_row(chat, invite) for invite in invites.listed(chat, session)] or ["There are no invitations."]
        case ["revoke", written] if (number := ordinal(written)) is not None:
            invites.revoke(chat, session, number)
            return [f"Nobody comes by invitation {number} any more."]
    asked = _asked(words)
    if asked is None:
        return None
    room, uses, days = asked
    return _shown(chat, session, invites.make(chat, session, room, uses, days))


def come_by(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """Somebody who is here comes by an invitation: it opens its room."""
    if not words:
        return None
    room = invited.room_of(chat, invited.show(chat, session, " ".join(words)))
    if room is None:
        return ["You are in already: that invitation is to the server."]
    return [row("invited", f"You may join {room.name}.", room=room.name)]


def _shown(chat: Chat, session: Session, made: Made) -> list[str]:
    """The link stands in a line of its own, so that a QR code may follow it."""
    invite, room, reach = made.invite, made.room, chat.services.public_address()
    link = InviteLink(reach.url, made.code, reach.pin, room.name if room else "")
    where = f" to {room.name}" if room else ""
    return [
        f"Invitation {invite.number}{where}, for {invite.uses} {'person' if invite.uses == 1 else 'people'}, until "
        f"{moment(invite.until)}. It is shown only now:",
        row("invitation", str(link), **_record(chat, invite), link=str(link)),
        f"With hubbub's own client: hubbub chat '{link}'",
        *_other_ways(link, reach, made.code),
        typed(session, f"To end it: /invite-link revoke {invite.number}"),
    ]


def _other_ways(link: InviteLink, reach: PublicAddress, code: str) -> list[str]:
    """How to come without a client that reads links; none where only HTTP gets through."""
    host, port = link.host, str(link.port)
    if reach.proxied:
        host, _, port = reach.irc.rpartition(":")
        host = host.strip("[]")
    if not host:
        return []
    return [
        f"In any terminal: nc {host} {port} and, when asked for a name, /invited {code}",
        f"With an IRC client: server {host}, port {port}, with TLS or without, password {code}",
    ]


def _record(chat: Chat, invite: Invite) -> dict[str, Any]:
    room = invited.room_of(chat, invite)
    return {
        "n": invite.number, "room": room.name if room else "", "uses": invite.uses, "used": len(invite.used),
        "until": invite.until, "by": invite.by.partition("!")[0],
    }  # fmt: skip


def _row(chat: Chat, invite: Invite) -> Row:
    room = invited.room_of(chat, invite)
    to = room.name if room else "the server"
    also = " and the server" if room and invite.admits else ""
    by = invite.by.partition("!")[0]
    sentence = (
        f"{invite.number}: to {to}{also}, used {len(invite.used)} of {invite.uses} times, until "
        f"{moment(invite.until)}, by {by}"
    )
    return row("invitation", sentence, **_record(chat, invite))


def _asked(words: list[str]) -> tuple[str, int, int] | None:
    """The room, the uses and the days in `room tea uses 5 days 2`, in any order."""
    if len(words) % 2:
        return None
    given = {key.lower(): value for key, value in zip(words[::2], words[1::2], strict=True)}
    uses, days = whole(given.get("uses", str(USES))), whole(given.get("days", str(DAYS)))
    if given.keys() - {"room", "uses", "days"} or len(given) * 2 < len(words) or uses is None or days is None:
        return None
    return given.get("room", ""), uses, days


SERVICES: dict[str, Service] = {"invite-link": Service(link), "invited": Service(come_by)}
