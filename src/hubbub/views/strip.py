"""The sentence above the field: what a person has to know just now, the most pressing thing only."""

from __future__ import annotations

from collections.abc import Sequence

from .pieces import safe

CONNECTING = "Connecting…"


def typing(names: Sequence[str]) -> str:
    """`bob is typing`; '' for nobody."""
    some = [safe(name) for name in names]
    match some:
        case []:
            return ""
        case [one]:
            return f"{one} is typing"
        case [one, other]:
            return f"{one} and {other} are typing"
        case [one, other, third]:
            return f"{one}, {other} and {third} are typing"
    return f"{some[0]}, {some[1]} and {len(some) - 2} others are typing"


def lost(seconds: float | None) -> str:
    """There is no connection; `seconds` until the next attempt, None while it is under way."""
    if seconds is None:
        return "Not connected. Trying again…"
    return f"Not connected. Trying again in {max(1, round(seconds))} s; what you write is sent once, then."


def back(fetched: int, sent: int) -> str:
    """After a lost connection; '' when nothing was missed."""
    parts = [f"{_count(fetched, 'message')} fetched"] if fetched else []
    parts += [f"{sent} of yours sent"] if sent else []
    return f"Back. {', '.join(parts)}." if parts else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def slow_mode(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    when = f"{minutes} min {rest} s" if minutes and rest else f"{minutes} min" if minutes else f"{seconds} s"
    return f"Slow mode: you can write again in {when}."


def below(count: int, mentions: int = 0) -> str:
    """What waits below of what one sees."""
    if not count:
        return "↓ to the end"
    return f"↓ {count} below" + (f", {mentions} for you" if mentions else "")
