"""What becomes of people: names, presence, accounts, modes of theirs, and operators' doings."""

from __future__ import annotations

from hubbub.chat.events import (
    AwayChanged,
    AwayNotice,
    Event,
    HostChanged,
    LockdownSet,
    LoggedIn,
    LoggedOut,
    NameCame,
    NameWent,
    RealnameChanged,
    ReportMade,
    SeemedToJoin,
    SeemedToQuit,
    ServerSaid,
    UserDisconnected,
    UserKilled,
    UserModesChanged,
    UserQuit,
    UserRenamed,
    UserReturned,
    Wallops,
)
from hubbub.chat.world.people.users import name_of
from hubbub.dialects.irc.spoken import spoken
from hubbub.irc.modes import written
from hubbub.irc.numerics import RPL_MONOFFLINE, RPL_MONONLINE

from .caps import ACCOUNT_NOTIFY, AWAY_NOTIFY, CHGHOST, EXTENDED_JOIN, OURS, SETNAME
from .tagging import Render, by_server, identified, timed

QUIT_REASONS = {
    "quit": "Quit",
    "left": "Quit",
    "lost": "Connection lost",
    "timeout": "Timed out",
    "closed": "Connection closed",
    "killed": "Killed",
    "stopped": "Server stopped",
}


def user_quit(event: UserQuit, caps: int) -> str:
    if event.reason == "killed":
        return identified(event, caps, f":{event.source} QUIT :{event.text}")
    reason = QUIT_REASONS[event.reason]
    return identified(event, caps, f":{event.source} QUIT :{reason}" + (f": {event.text}" if event.text else ""))


def user_renamed(event: UserRenamed, caps: int) -> str:
    return identified(event, caps, f":{event.source} NICK :{event.name}")


def user_modes_changed(event: UserModesChanged, caps: int) -> str:
    name = name_of(event.source)
    return timed(event, caps, f":{event.source} MODE {name} {' '.join(written(event.changes))}")


def user_killed(event: UserKilled, caps: int) -> str:
    return timed(event, caps, f":{event.source} KILL {event.name} :{event.text}")


def wallops(event: Wallops, caps: int) -> str:
    return timed(event, caps, f":{event.source} WALLOPS :{event.text}")


def lockdown_set(event: LockdownSet, caps: int) -> str:
    return by_server(event, caps, f":{event.server} NOTICE * :{event.level.sentence}")


def server_said(event: ServerSaid, caps: int) -> str:
    """Whose name the target is does not matter to who is meant: it is theirs."""
    return by_server(event, caps, f":{event.server} NOTICE {event.target or '*'} :{event.text}")


def report_made(event: ReportMade, caps: int) -> str:
    see = "See /reports" if caps & OURS else spoken("See /reports")
    return by_server(event, caps, f":{event.server} NOTICE * :{event.report.told} {see}")


def name_came(event: NameCame, caps: int) -> str:
    """ "The server may send "*" instead of the nick": everybody who watches the name hears the same."""
    return by_server(event, caps, f":{event.server} {RPL_MONONLINE} * :{event.source}")


def name_went(event: NameWent, caps: int) -> str:
    return by_server(event, caps, f":{event.server} {RPL_MONOFFLINE} * :{event.name}")


def host_changed(event: HostChanged, caps: int) -> str | None:
    if not caps & CHGHOST:
        return None
    username = event.source.partition("!")[2].partition("@")[0]
    return timed(event, caps, f":{event.source} CHGHOST {username} {event.host}")


def seemed_to_quit(event: SeemedToQuit, caps: int) -> str | None:
    return None if caps & CHGHOST else timed(event, caps, f":{event.source} QUIT :Changing host")


def seemed_to_join(event: SeemedToJoin, caps: int) -> str | None:
    """ "Appropriate QUIT, JOIN and MODE commands, to restore membership and user channel modes" (chghost)."""
    if caps & CHGHOST:
        return None
    more = f" {event.account or '*'} :{event.realname}" if caps & EXTENDED_JOIN else ""
    lines = [timed(event, caps, f":{event.source} JOIN {event.room}{more}")]
    if event.roles:
        lines.append(by_server(event, caps, f":{event.server} MODE {event.room} {' '.join(written(event.roles))}"))
    if event.away and caps & AWAY_NOTIFY:
        lines.append(timed(event, caps, f":{event.source} AWAY :{event.away}"))
    return "\n".join(lines)


def away_changed(event: AwayChanged | AwayNotice | UserDisconnected | UserReturned, caps: int) -> str | None:
    if not caps & AWAY_NOTIFY:
        return None
    return timed(event, caps, f":{event.source} AWAY" + (f" :{event.text}" if event.text else ""))


def realname_changed(event: RealnameChanged, caps: int) -> str | None:
    return timed(event, caps, f":{event.source} SETNAME :{event.realname}") if caps & SETNAME else None


def logged_in(event: LoggedIn, caps: int) -> str | None:
    return timed(event, caps, f":{event.source} ACCOUNT {event.name}") if caps & ACCOUNT_NOTIFY else None


def logged_out(event: LoggedOut, caps: int) -> str | None:
    return timed(event, caps, f":{event.source} ACCOUNT *") if caps & ACCOUNT_NOTIFY else None


RENDER: dict[type[Event], Render] = {
    UserQuit: user_quit,
    UserRenamed: user_renamed,
    UserModesChanged: user_modes_changed,
    UserKilled: user_killed,
    Wallops: wallops,
    LockdownSet: lockdown_set,
    ReportMade: report_made,
    ServerSaid: server_said,
    HostChanged: host_changed,
    SeemedToQuit: seemed_to_quit,
    SeemedToJoin: seemed_to_join,
    AwayNotice: away_changed,
    NameCame: name_came,
    NameWent: name_went,
    AwayChanged: away_changed,
    UserDisconnected: away_changed,
    UserReturned: away_changed,
    RealnameChanged: realname_changed,
    LoggedIn: logged_in,
    LoggedOut: logged_out,
}
