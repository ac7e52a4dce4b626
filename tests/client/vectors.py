"""Runs the cases of spec/client/ (their form is in spec/README.md) against the client core."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from msgspec.structs import fields

from hubbub.client.events import Event
from hubbub.client.session import Client
from hubbub.client.state.data import of_state
from hubbub.wire import message as wire

SPEC = Path(__file__).parents[2] / "spec" / "client"
START = 1_760_000_000_000
HANDED_ALONG = {"message", "happening", "note"}  # records in events, which the state has as well
_VARIABLE = re.compile(r"\$([a-z])(?![a-z])")
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def cases() -> list[tuple[str, list[dict[str, Any]]]]:
    """All cases: where they stand, and their steps, with those of the start. Events of the start are past."""
    starts = json.loads((SPEC / "start.json").read_text(encoding="utf-8"))
    found: list[tuple[str, list[dict[str, Any]]]] = []
    for file in sorted(SPEC.glob("*.json")):
        if file.name != "start.json":
            data = json.loads(file.read_text(encoding="utf-8"))
            found += [(f"{file.stem}: {case['name']}", steps_of(case, data["start"], starts)) for case in data["cases"]]
    return found


def steps_of(case: dict[str, Any], start: str, starts: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of a case from the beginning."""
    return [*starts[case.get("start", start)], {"begin": True}, *case["steps"]]


class Run:
    """One case being run. `names`: what the variables stand for."""

    def __init__(self) -> None:
        self.client = Client("alice", "n")
        self.now = START
        self.names: dict[str, str] = {}
        self.events: list[Event] = []
        self.sent: list[str] = []

    def step(self, step: dict[str, Any]) -> None:
        """Do one step, or compare what it expects."""
        match step:
            case {"begin": True}:
                self.events.clear()
            case {"connect": True}:
                self.events += self.client.connect()
            case {"receive": lines}:
                data = "".join(f"{self.known(line)}\r\n" for line in lines)
                self.events += self.client.receive(data.encode(), self.now)
            case {"lose": reason}:
                self.events += self.client.connection_lost(reason)
            case {"typed": text, **where}:
                self.events += self.client.typed(text, self.now, where.get("buffer"))
            case {"do": action, **arguments}:
                given = {
                    key: self.known(value) if isinstance(value, str) else value for key, value in arguments.items()
                }
                self.events += self.client.do(action, self.now, **given)
            case {"now": at}:
                self.now = at
            case {"store": True}:
                self.store()
            case _:
                self.compare(step)
                return
        self.sent += self.client.bytes_to_send(self.now).decode().split("\r\n")[:-1]

    def store(self) -> None:
        kept = json.loads(json.dumps(self.client.kept()))
        self.client = Client("alice", "m")
        self.client.restore(kept)

    def compare(self, step: dict[str, Any]) -> None:
        match step:
            case {"sent": lines}:
                assert len(lines) == len(self.sent), (lines, self.sent)
                for expected, line in zip(lines, self.sent, strict=True):
                    assert self.line_like(expected, line), (expected, line)
                self.sent.clear()
            case {"state": expected}:
                self.like(expected, of_state(self.client.state), "state")
            case {"events": expected}:
                self.like(expected, [event_data(event) for event in self.events], "events")
                self.events.clear()
            case {"told": expected}:
                kinds = {one["event"] for one in expected}
                shown = [event_data(event) for event in self.events]
                self.like(expected, [one for one in shown if one["event"] in kinds], "told")
                self.events.clear()
            case _:
                raise AssertionError(f"no step: {step}")

    def known(self, text: str) -> str:
        """The text with what its variables stand for."""
        return _VARIABLE.sub(lambda found: self.names.get(found[1], found[0]), text)

    def line_like(self, expected: str, line: str) -> bool:
        if expected == "$any":
            return True
        ours, theirs = wire.parse(expected, limited=False), wire.parse(line, limited=False)
        tags, given = ours.tags or {}, theirs.tags or {}
        return (
            (ours.command, len(ours.params), tags.keys()) == (theirs.command, len(theirs.params), given.keys())
            and all(self.text_like(value, given[key]) for key, value in tags.items())
            and all(self.text_like(*pair) for pair in zip(ours.params, theirs.params, strict=True))
        )

    def text_like(self, expected: str, text: str) -> bool:
        pattern, place = "", 0
        for found in _VARIABLE.finditer(expected):
            pattern += re.escape(expected[place : found.start()])
            name, place = found[1], found.end()
            known = self.names.get(name)
            pattern += re.escape(known) if known is not None else f"(?P<{name}>[^ ]+?)"
        matched = re.fullmatch(pattern + re.escape(expected[place:]), text)
        if matched is not None:
            self.names |= matched.groupdict()
        return matched is not None

    def like(self, expected: Any, actual: Any, where: str) -> None:
        """Of an object only the keys that are given count."""
        if expected == "$any":
            return
        if isinstance(expected, dict):
            assert isinstance(actual, dict), where
            for key, value in expected.items():
                assert value is None or key in actual, f"{where}: no {key}"
                self.like(value, actual.get(key), f"{where}.{key}")
        elif isinstance(expected, list):
            assert isinstance(actual, list), where
            assert len(expected) == len(actual), f"{where}: {actual}"
            for number, pair in enumerate(zip(expected, actual, strict=True)):
                self.like(*pair, f"{where}[{number}]")
        elif isinstance(expected, str) and isinstance(actual, str):
            assert self.text_like(expected, actual), f"{where}: {actual!r}, not {expected!r}"
        else:
            assert expected == actual, f"{where}: {actual!r}, not {expected!r}"


def event_data(event: Event) -> dict[str, Any]:
    """An event as the cases write it."""
    name = _WORD.sub("_", type(event).__name__).lower()
    values = {field.name: getattr(event, field.name) for field in fields(event) if field.name not in HANDED_ALONG}
    return {"event": name} | {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else [*value] if isinstance(value, tuple) else value
