"""What the console says in words: how long, how much, how the server is, how to join it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from hubbub.typed.durations import DAY
from hubbub.wire.sanitize import visible
from hubbub.wire.truncate import shortened

from .records import Facts, Line
from .state import State

MINUTE, HOUR = 60_000, 3_600_000  # milliseconds
MARKS = {"info": "", "warning": "!", "error": "×"}  # noqa: RUF001
INKS = {"info": "ink", "warning": "new_ink", "error": "bad_ink"}
NAME = 40  # letters of the server's name in the title, which has some 80
SPANS = ("minute", "hour", "day")


class Tile(msgspec.Struct, frozen=True):
    """A figure with its line. `ink`: the name of a colour."""

    title: str
    figure: str
    more: str
    values: list[float]
    ink: str


def for_long(milliseconds: int) -> str:
    """'3 h 12 min', 'less than a minute'."""
    if milliseconds < MINUTE:
        return "less than a minute"
    days, hours, minutes = milliseconds // DAY, milliseconds % DAY // HOUR, milliseconds % HOUR // MINUTE
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def ago(milliseconds: int) -> str:
    """'now', '11 min', '3 h', '2 d'."""
    if milliseconds < MINUTE:
        return "now"
    for length, unit in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if milliseconds >= length:
            return f"{milliseconds // length} {unit}"
    return "now"


def size(count: int) -> str:
    """'212 MB'."""
    if count < 1000:
        return f"{count} B"
    amount = float(count)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 1000:
            return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:.0f} {unit}"
    return f"{amount / 1000:.1f} TB"


def number(count: int) -> str:
    """'1,412'."""
    return f"{count:,}"


def moment(at: int) -> str:
    """Date and time, here."""
    return f"{datetime.fromtimestamp(at / 1000):%Y-%m-%d %H:%M}"


def title(state: State, folder: str) -> str:
    """What the window is called. Of a long name the end is left out, so that it is always told how the server is."""
    name = shortened(visible(state.facts.server), NAME) if state.facts else folder
    port = f" on port {state.facts.places[0].port}" if state.phase == "running" and state.facts else ""
    return f"hubbub on {name} · {SHORT[state.phase]}{port}"


SHORT = {
    "stopped": "stopped",
    "starting": "starting",
    "running": "running",
    "stopping": "stopping",
    "lost": "not reached",
    "failed": "stopped by itself",
}


def standing(state: State, now: int) -> str:
    """How the server is, in a line."""
    facts = state.facts
    if state.phase == "running" and facts is not None:
        lock = f" · lockdown: {facts.lockdown}" if facts.lockdown != "open" else ""
        return f"running on {_where(facts)}, for {for_long(max(0, now - facts.started_at))}{lock}"
    if state.phase == "stopping":
        left = sum(state.rates.connections.values()) if state.rates else 0
        return f"stopping: {left} connection{'' if left == 1 else 's'} left" if left else "stopping"
    words = {"stopped": "stopped: nobody can join", "starting": "starting…", "lost": "not reached: trying again"}
    return words.get(state.phase, words["stopped"])


def _where(facts: Facts) -> str:
    first = facts.places[0]
    host = "this machine only" if first.loopback else first.host or "all addresses"
    return f"{host}, port {first.port}"


def tiles(state: State, span: str = "minute") -> list[Tile]:
    """The four figures."""
    rates, running = state.rates, state.rates is not None and state.phase in ("running", "stopping")
    values = {name: series.last(span) if running else [] for name, series in state.series.items()}
    if rates is None or not running:
        inks = ("accent", "good", "accent", "new")
        return [
            Tile(name, "–", "", [], ink)  # noqa: RUF001
            for name, ink in zip(("Online", "Messages", "Connections", "Commit"), inks, strict=True)
        ]
    said = values["messages"][-10:]
    rate = sum(said) / len(said) if said and span == "minute" else (said[-1] if said else 0.0)
    kinds = " · ".join(f"{count} {kind}" for kind, count in sorted(rates.connections.items(), key=lambda one: -one[1]))
    return [
        Tile("Online", number(rates.online), f"{number(rates.most)} at most", values["online"], "accent"),
        Tile("Messages", f"{rate:.1f}/s", f"{number(rates.messages)} since the start", values["messages"], "good"),
        Tile("Connections", number(sum(rates.connections.values())), kinds, values["connections"], "accent"),
        Tile("Commit", f"{rates.p99:.1f} ms", f"p99 · {size(rates.kept)} kept", values["commit"], "new"),
    ]


def not_joinable(state: State) -> str:
    """Why it cannot be said now how others join."""
    words = {"starting": "It is starting.", "lost": "It is not reached now.", "stopping": "It is stopping."}
    return words.get(state.phase, "Start it to see how.")


def joining(facts: Facts) -> list[tuple[str, str]]:
    """How others join, as they would type it: a title, and the words."""
    first = facts.places[0]
    here = "localhost" if not first.host or (first.loopback and first.host != "::1") else first.host
    out = facts.hosts[0] if facts.hosts else here
    url = f"[{out}]" if ":" in out else out
    rows = [("On this machine", f"nc {here} {first.port}")]
    rows += [("On the network", f"nc {out} {first.port}")] if facts.hosts else []
    port = "" if first.port == 7777 else f" {first.port}"
    rows += [("In a browser", f"http://{url}:{first.port}/"), ("Own client", f"hubbub chat {out}{port}")]
    return rows


def fingerprint(facts: Facts, pairs: int = 8) -> list[str]:
    """That of the certificate, in lines of so many pairs of digits."""
    parts = facts.fingerprint.split(":")
    return [":".join(parts[n : n + pairs]) for n in range(0, len(parts), pairs)] if facts.fingerprint else []


def first_operator(facts: Facts) -> list[str]:
    """What makes somebody the operator, while there is none."""
    if not facts.code:
        return []
    if not facts.registering:
        return ["Nobody runs this server yet. Type below:", "account add NAME", "account operator NAME"]
    return [
        "Nobody runs this server yet. Join from this machine and type:",
        "/register PASSWORD",
        f"/operator {facts.code}",
    ]


def log_line(line: Line) -> tuple[str, str, str]:
    """Time, mark and words of a line of the log."""
    text = f"{number(line.more)} more" if line.more and not line.text else visible(line.text)
    return f"{datetime.fromtimestamp(line.at / 1000):%H:%M:%S}", MARKS[line.level], text


def log_ink(line: Line) -> str:
    """The colour of its words."""
    return "good_ink" if line.event == "copied" else INKS[line.level]


def is_wanted(line: Line, level: str, words: str) -> bool:
    """Whether it is shown: of that level (`everything`, `warnings`, `errors`), with those words in it."""
    if level == "warnings" and line.level == "info" and line.event != "console":
        return False
    if level == "errors" and line.level != "error":
        return False
    return not words or words.lower() in line.text.lower()


def copied(line: Line) -> str:
    """A line of the log as text."""
    clock, mark, text = log_line(line)
    return f"[{clock}] {mark + ' ' if mark else ''}{text}"
