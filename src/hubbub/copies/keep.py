"""Which old copies are kept: by `7 d, 4 w, 6 m` the newest of each of the last 7 days, 4 weeks and 6 months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hubbub.settings.keep import parse

_SPANS = {"d": "%Y-%m-%d", "w": "%G-%V", "m": "%Y-%m"}


def kept(times: Iterable[datetime], rule: str, now: datetime) -> set[datetime]:
    """Those of the copies' times whose copies are kept; the newest one always is.

    One that says it was made at a time still to come has no part in this: it was, or is now, by a clock that is wrong,
    and which of them nobody knows. So those stay by the rule among themselves.
    """
    known = set(times)
    made = {time for time in known if time <= now}
    return _kept(made, rule) | _kept(known - made, rule)


def _kept(times: set[datetime], rule: str) -> set[datetime]:
    newest_first = sorted(times, reverse=True)
    chosen = set(newest_first[:1])
    for most, span in parse(rule):
        newest_of: dict[str, datetime] = {}
        for time in newest_first:
            newest_of.setdefault(time.strftime(_SPANS[span]), time)
        chosen.update(list(newest_of.values())[:most])
    return chosen
