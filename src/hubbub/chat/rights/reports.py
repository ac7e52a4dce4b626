"""Who may see reports, and say what becomes of them."""

from __future__ import annotations

from hubbub.chat.world.moderation.reports import Report
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World

from .checks import may
from .table import Action


def may_handle(world: World, user: User, report: Report) -> bool:
    """Those who keep order where it was, but never who is reported: they are not to learn who did it."""
    if report.about_party == user.party or report.about == user.name:
        return False
    if may(Action.REPORTS, user):
        return True
    room = world.journal(report.log)
    return isinstance(room, Room) and room in user.rooms and may(Action.REPORTS_ROOM, user, room)


def handlers(world: World, report: Report) -> list[User]:
    """Everybody here who may handle it."""
    room = world.journal(report.log)
    ranked = [user for user, member in room.members.items() if member.prefixes] if isinstance(room, Room) else []
    return [user for user in dict.fromkeys([*world.with_mode("o"), *ranked]) if may_handle(world, user, report)]
