"""REPORT and REPORTS: people tell those who keep order what somebody did."""

from __future__ import annotations

from hubbub.dialects.irc.verb import Verb

from .operators import served

VERBS = {
    "REPORT": Verb(
        served, "REPORT <name>|<msgid> :<why>", "Tells those who keep order what somebody did.", params=2, cost=2
    ),
    "REPORTS": Verb(
        served, "REPORTS [<room>]|TAKE <number>|CLOSE <number> [:<note>]", "Shows reports, or says what becomes of one."
    ),
}
