"""What the server knows of itself, for the operator's page (docs/ext/numbers.md): how much was said, who was connected,
how long commits took, for a week; who is here; what is kept.

Once a minute something is counted; between that only messages are, of each commit.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from hubbub.chat.chat import Batch
from hubbub.chat.events import LoginRefused
from hubbub.chat.world.moderation.reports import CLOSED
from hubbub.chat.world.people.users import User
from hubbub.copies import record
from hubbub.settings import Settings
from hubbub.settings.model import HIDDEN
from hubbub.settings.places import copies_directory
from hubbub.settings.show import sentence, toml_value
from hubbub.settings.values import extras

if TYPE_CHECKING:
    from .server import Server

logger = logging.getLogger(__name__)

NAME = "numbers.json"
MINUTE, DAY, WEEK = 60, 86_400, 7 * 86_400  # seconds
SAVED = 10  # minutes between two times that the file is written
ROOMS = 5  # of one person that are listed
SPANS = {"hour": (MINUTE, 61), "day": (20 * MINUTE, 73), "week": (120 * MINUTE, 85)}  # seconds of a step, and how many

Record = tuple[str, dict[str, Any]]


class Step(msgspec.Struct, array_like=True):
    """What was in one step of a span. `number`: of steps since 1970; `half`, `worst`: milliseconds of a commit."""

    number: int
    messages: int = 0
    browser: int = 0
    other: int = 0
    half: float = 0.0
    worst: float = 0.0

    def add(self, minute: Step) -> None:
        """One more minute of it: sums, and the most of what is there at a time."""
        self.messages += minute.messages
        self.browser = max(self.browser, minute.browser)
        self.other = max(self.other, minute.other)
        self.half = max(self.half, minute.half)
        self.worst = max(self.worst, minute.worst)


class KeptNumbers(msgspec.Struct):
    """What is in the file: the steps of each span, and by hours since 1970 how many messages there were, connections
    that were turned away, and wrong passwords."""

    spans: dict[str, list[Step]] = {}
    hours: dict[int, int] = {}
    turned_away: dict[int, int] = {}
    wrong: dict[int, int] = {}


class Numbers:
    """The numbers of one server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.engine = server.engine
        self.figures = server.figures
        self.spans = {name: deque[Step](maxlen=count) for name, (_, count) in SPANS.items()}
        self.hours: dict[int, int] = {}
        self.turned_away: dict[int, int] = {}
        self.wrong: dict[int, int] = {}
        self.seen_messages = 0  # of those that were said
        self.seen_away = 0  # of those that were turned away
        self.minutes = 0
        self.timer: asyncio.TimerHandle | None = None
        self.engine.commits.observers.append(self.see)

    def see(self, batch: Batch) -> None:
        """The log has this."""
        if wrong := batch.kinds.count(LoginRefused):
            self._more(self.wrong, wrong)

    def start(self, directory: Path | None) -> None:
        """Know again what was counted before, and count on."""
        self.figures.directory = directory
        if directory is not None:
            with suppress(OSError, msgspec.MsgspecError):
                kept = msgspec.json.decode((directory / NAME).read_bytes(), type=KeptNumbers)
                self.hours, self.turned_away, self.wrong = kept.hours, kept.turned_away, kept.wrong
                for name, steps in self.spans.items():
                    steps.extend(kept.spans.get(name, ()))
        self._tick()

    def stop(self) -> None:
        """Count what is left, and keep it."""
        if self.timer is not None:
            self.timer.cancel()
            self._count()
            self._save()

    def records(self, what: str) -> Iterable[Record]:
        """Those of a span, of who is here, or of the settings; none when it is none of these. Who is here is found as
        it is taken: of very many somebody may have gone meanwhile."""
        if what in SPANS:
            return [("now", self._now()), ("storage", self._storage()), *self._series(what)]
        if what == "here":
            everybody = list(self.engine.chat.world.parties.values())
            return (("here", _person(user)) for user in everybody if user.sessions)
        return [("setting", one) for one in _settings(self.server.settings)] if what == "settings" else []

    # once a minute

    def _tick(self) -> None:
        self.timer = self.engine.loop.call_later(MINUTE, self._tick)
        self.engine.begin()
        self._count()
        self.figures.look()
        self.minutes += 1
        if self.minutes % SAVED == 0:
            self._save()

    def _count(self) -> None:
        browsers = sum(not one.session.direct for one in self.engine.connections)
        at = self.engine.chat.now // 1000
        others, said = len(self.engine.connections) - browsers, self._messages()
        minute = Step(0, said, browsers, others, *self.figures.commits)
        self.seen_messages += said
        for name, steps in self.spans.items():
            number = at // SPANS[name][0]
            if not steps or steps[-1].number != number:
                steps.append(Step(number))
            steps[-1].add(minute)
        self._more(self.hours, minute.messages)
        away = self.engine.turned_away.total
        self._more(self.turned_away, away - self.seen_away)
        self.seen_away = away

    def _messages(self) -> int:
        """How many were said since the last minute was counted."""
        return self.figures.messages - self.seen_messages

    def _more(self, hours: dict[int, int], count: int) -> None:
        """So many in this hour, too; what is older than a week and a day is forgotten."""
        hour = self.engine.chat.now // 3_600_000
        hours[hour] = hours.get(hour, 0) + count
        for old in [one for one in hours if one < self.engine.chat.aged() // 3_600_000 - WEEK // 3600 - 24]:
            del hours[old]

    def _save(self) -> None:
        directory = self.figures.directory
        if directory is None:
            return
        spans = {name: list(steps) for name, steps in self.spans.items()}
        kept = KeptNumbers(spans, self.hours, self.turned_away, self.wrong)
        draft = directory / f"{NAME}.new"
        try:
            draft.write_bytes(msgspec.json.encode(kept))
            draft.replace(directory / NAME)
        except OSError as error:
            logger.warning("the numbers of the operator's page could not be kept: %s", error)

    # records

    def _now(self) -> dict[str, Any]:
        chat = self.engine.chat
        world, now = chat.world, chat.now
        half, worst = self.figures.commits
        with_account = sum(1 for user in world.parties.values() if user.account and user.sessions)
        hour = now // 3_600_000
        today = hour - hour % 24
        this_day = range(today, hour + 1)
        wrong = sum(self.wrong.get(one, 0) for one in this_day)
        away = sum(self.turned_away.get(one, 0) for one in this_day) + self.engine.turned_away.total - self.seen_away
        last_week = [self.hours[one] for one in range(today - 168, hour - 167) if one in self.hours]
        found = {
            "here": world.local.connected,
            "with_account": with_account,
            "rooms": len(world.every_room),
            "private_rooms": world.asleep.private + sum(room.is_private for room in world.rooms.values()),
            "messages_today": sum(self.hours.get(one, 0) for one in this_day) + self._messages(),
            "refused_today": away + wrong,
            "wrong_passwords_today": wrong,
            "commit_ms": half,
            "commit_ms_99": worst,
            "disk_free": self.figures.sizes.get("free", 0),
            "kept": self.figures.kept,
            "up_since": chat.policy.started_at,
            "accounts": len(world.accounts.numbers),
            "open_reports": sum(one.state != CLOSED for one in world.reports.known.values()),
            "invitations": sum(one.holds(now) for one in world.invites),
        }
        return found | ({"messages_same_day_last_week": sum(last_week)} if last_week else {})

    def _storage(self) -> dict[str, Any]:
        known = record.read(copies_directory(self.server.settings))
        last = known.taken[-1] if known.taken else None
        sizes = {name: self.figures.sizes.get(name, 0) for name in ("messages", "files", "search")}
        held = {"last_copy_rooms": last.proof.rooms, "last_copy_messages": last.proof.messages} if last else {}
        why = {"last_copy_error": known.error} if known.failures else {}
        return {**sizes, "last_copy": last.at if last else 0, "last_copy_ok": not known.failures, **held, **why}

    def _series(self, span: str) -> Iterator[Record]:
        """Steps in a row, with those that are not known as 0 between them; the last minute is in none yet."""
        seconds, count = SPANS[span]
        last = self.engine.chat.now // 1000 // seconds
        known = {step.number: step for step in self.spans[span] if step.number > last - count}
        first = min(known, default=last)
        steps = [known.get(number) or Step(number) for number in range(first, last + 1)]
        lines: dict[str, Iterable[float]] = {
            "messages": (round(step.messages * MINUTE / seconds, 2) for step in steps),
            "connected_browser": (step.browser for step in steps),
            "connected_other": (step.other for step in steps),
            "commit_half": (step.half for step in steps),
            "commit_99": (step.worst for step in steps),
        }
        for name, values in lines.items():
            yield "series", {"name": name, "from": first * seconds * 1000, "step": seconds, "values": list(values)}


def _person(user: User) -> dict[str, Any]:
    latest = max(user.sessions, key=lambda session: session.last_active)
    rooms = sorted(room.name for room in user.rooms)
    over = latest.dialect.name if latest.direct else "browser"
    return {
        "name": user.name,
        "account": user.account,
        "rooms": rooms[:ROOMS],
        "rooms_more": max(0, len(rooms) - ROOMS),
        "over": over,
        "tls": latest.endpoint.is_encrypted,
        "devices": len(user.sessions),
        "address": latest.address,
        "since": min(session.signed_on for session in user.sessions),
    }


def _settings(settings: Settings) -> Iterator[dict[str, Any]]:
    """Every setting of a table that stands once, with its value as in the file."""
    for name in settings.__struct_fields__:
        table = getattr(settings, name)
        if isinstance(table, tuple):
            continue
        for key, wanted in get_type_hints(type(table), include_extras=True).items():
            value = getattr(table, key)
            shown = HIDDEN if "secret" in extras(wanted) and value else value
            yield {
                "name": f"{name}.{key}",
                "value": toml_value(shown, extras(wanted).get("unit", "")),
                "help": sentence(wanted),
            }
