"""What a run found out, as records that become a table, JSON and a picture."""

from __future__ import annotations

import msgspec

from .load import Load
from .works import Work


class WorkResult(msgspec.Struct, frozen=True):
    """A work, and the floor under it where one was measured in the same run."""

    work: Work
    load: Load
    floor: Load | None = None
    stored: int = 0  # messages in the server's log before it began

    @property
    def ratio(self) -> float | None:
        """CPU per delivery over that of the floor; None where either is not known."""
        if self.floor is None or not self.floor.cpu or not self.load.cpu:
            return None
        return self.load.cpu_us / self.floor.cpu_us


class Figure(msgspec.Struct, frozen=True):
    """One number. `asked`: what it has to be at most (at least, where `more_is_better`); None: nothing is asked."""

    name: str
    what: str
    value: float
    unit: str
    asked: float | None = None
    more_is_better: bool = False

    @property
    def reached(self) -> bool:
        if self.asked is None:
            return True
        return self.value >= self.asked if self.more_is_better else self.value <= self.asked


class Account(msgspec.Struct, frozen=True):
    """What one message of a work cost the server, by part, in microseconds of CPU; `total` was measured apart."""

    work: Work
    parts: dict[str, float]
    total: float

    @property
    def explained(self) -> float:
        """The share of the total that the parts add up to."""
        return sum(self.parts.values()) / self.total if self.total else 0.0


class Circumstances(msgspec.Struct, frozen=True):
    """Where and how it was measured."""

    server: str
    processor: str
    cores: int
    python: str
    system: str
    at: str  # UTC
    seconds: float  # that each work was measured
    load_average: float  # of the last minute, before the run began: what else the machine had to do


class Results(msgspec.Struct):
    circumstances: Circumstances
    works: list[WorkResult]
    figures: list[Figure]
    accounts: list[Account] = []

    @property
    def missing(self) -> int:
        return sum(result.load.missing for result in self.works)
