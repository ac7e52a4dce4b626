"""Who may see reports, and say what becomes of them."""

from __future__ import annotations

from hubbub.chat.world.moderation.reports import Report
from hubbub.chat.world.people.users import User
from hubbub.chat.world.state import World

from .checks import may
from .table import Action


def may_handle(world: World, user: User, report: Report) -> bool:
    """Those who keep order where it was, but never who is reported: they are not to learn who did it."""
    if report.about_party == user.party or report.about == user.name:
        return False
    if may(Action.REPORTS, user):
        return True
    return any(room.log == report.log and may(Action.REPORTS_ROOM, user, room) for room in user.rooms)


def handlers(world: World, report: Report) -> list[User]:
    """Everybody here who may handle it."""
    room = world.journals.get(report.log)
    users = dict.fromkeys([*world.with_mode("o"), *getattr(room, "members", ())])
    return [user for user in users if may_handle(world, user, report)]
