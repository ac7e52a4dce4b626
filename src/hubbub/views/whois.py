"""Who somebody is, in sentences, as the server has said when it was asked."""

from __future__ import annotations

from hubbub.client.state.store import Whois

from .days import full
from .pieces import safe

MOST = 20  # rooms that are named


def told(whois: Whois, now: int, hours: int = 24) -> list[str]:
    """`now` in milliseconds since 1970. The first sentence has the name."""
    name = safe(whois.name)
    if not whois.host:
        return [f"Nobody here is called {name}."]
    kind = "a bot" if whois.bot else "an operator of this server" if whois.operator else "here"
    account = f"with the account {safe(whois.account)}" if whois.account else "as a guest"
    lines = [f"{name} is {kind}, {account}."]
    if whois.realname and whois.realname.lower() != whois.name.lower():
        lines.append(f"{name} says of themselves: {safe(whois.realname)}")
    if whois.away is not None:
        lines.append(f"{name} is away: {safe(whois.away)}" if whois.away else f"{name} is away.")
    if whois.rooms:
        rooms = [safe(room) for room in whois.rooms[:MOST]]
        more = f" and {len(whois.rooms) - MOST} more" if len(whois.rooms) > MOST else ""
        lines.append(f"In {', '.join(rooms)}{more}.")
    since = full(whois.since, hours) if 0 < whois.since < now + DAY else ""
    idle = f"; said nothing for {_length(whois.idle)}" if whois.idle >= 60 else ""
    if since:
        lines.append(f"Connected since {since}{idle}.")
    elif idle:
        lines.append(f"{idle.removeprefix('; ').capitalize()}.")
    lines.append(f"{safe(whois.host)}, {'encrypted' if whois.secure else 'not encrypted'}")
    return [*lines, *map(safe, whois.lines)]


DAY = 86_400_000


def _length(seconds: int) -> str:
    """`5 minutes`, `2 hours`, `3 days`."""
    for each, noun in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= each:
            count = seconds // each
            return f"{count:,} {noun}{'' if count == 1 else 's'}"
    return "a moment"
