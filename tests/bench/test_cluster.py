"""The bench of a cluster: real nodes on engines of their own, and figures by who spends the CPU."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubbub.bench.cluster import Engine, Engines, silence, through
from hubbub.bench.process import KNOWN
from hubbub.bench.results import Circumstances, Results
from hubbub.bench.run import QUICK, Run
from hubbub.bench.works import WORKS

pytestmark = [pytest.mark.long, pytest.mark.skipif(not KNOWN, reason="the bench reads /proc, which only Linux has")]


def test_what_nodes_cost_is_told_by_who_spends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, sys.path)))
    engines = Engines.found()
    assert engines is not None, "PostgreSQL or nats-server is missing; `make test` installs them"
    results = Results(Circumstances("", "", 1, "", "", datetime.now(UTC).isoformat(), 1.0, 0.0), [], [])
    run = Run(QUICK, tmp_path, results, lambda text: None, None)
    work = next(work for work in WORKS if work.name == "members-10")
    with ExitStack() as ends:
        engine = Engine(run, engines, ends)
        through(run, work, 2, engine)
        silence(run, engine)
    figures = {figure.name: figure.value for figure in results.figures}
    assert figures["cluster-members-10-2-p50"] > 0
    assert 0 < figures["cluster-kill-p50"] <= figures["cluster-kill"]
    assert sum(value for name, value in figures.items() if not name.endswith("p50") and "kill" not in name) > 0
