"""Where the microseconds of one message go: the works of small rooms, by the parts of its path."""

from __future__ import annotations

import shutil

import msgspec

from . import servers
from .load import Load
from .orders import RunWork
from .results import Account
from .run import BenchFailed, Run
from .sampled import OTHER, Diary, Snapshot
from .works import SIX, Work

WORKS = SIX[3:]
CALM = 8  # times as long: at human pace there is little to sample in a second
THREADS = "other threads: the index, readers"


def account(run: Run) -> None:
    """Each work on a server that samples itself; the parts are those of the time in which the talk was measured."""
    for work in WORKS:
        if run.can(work):
            run.tell(work.name)
            run.results.accounts.append(of_work(run, work))


def of_work(run: Run, work: Work) -> Account:
    """The account of one work, on a server of its own. Raises BenchFailed."""
    data = run.new_folder()
    diary = run.directory / f"{data.name}.diary"
    with servers.hubbub(data, diary=diary) as child:
        load = run.generate(RunWork(child.target, work, run.scale.seconds * (CALM if work.rate else 1))).load
    assert load is not None
    shutil.rmtree(data)
    return taken(work, load, msgspec.json.decode(diary.read_bytes(), type=Diary))


def taken(work: Work, load: Load, diary: Diary) -> Account:
    """What a message cost between the first and the last snapshot of the talk. Raises BenchFailed without two."""
    during = [one for one in diary.snapshots if load.began <= one.at <= load.began + load.seconds]
    if len(during) < 2:
        raise BenchFailed("too short to say where the time went; give it more --seconds")
    first, last = during[0], during[-1]
    messages = load.messages * (last.at - first.at) / load.seconds
    parts = {part: spent / messages * 1e6 for part, spent in _between(first, last).items() if part != OTHER}
    return Account(work, parts, load.cpu / load.messages * 1e6)


def _between(first: Snapshot, last: Snapshot) -> dict[str, float]:
    """CPU seconds by part."""
    spent = {part: seconds - first.parts.get(part, 0.0) for part, seconds in last.parts.items()}
    return {**spent, THREADS: last.threads - first.threads}
