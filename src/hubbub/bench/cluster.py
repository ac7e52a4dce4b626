"""What many machines cost: the same talk on one machine alone, and through 1, 2 and 4 nodes of which one decides.

PostgreSQL and NATS are started for it; without their programs it is left out, and said so.
"""

from __future__ import annotations

import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from . import servers
from .clients import Target
from .orders import Listen, RunWork
from .process import cpu_seconds
from .results import Figure
from .run import BenchFailed, Run
from .works import LONE, SIX, Work

NODES = (1, 2, 4)
TALK = (*(work for work in SIX if work.name in ("1x200", "100x10", "calm")), LONE)
KILLS = 3
PATIENCE = 30.0  # seconds until who decides has said so


class Engines(NamedTuple):
    """The folder of PostgreSQL's programs, and that of NATS."""

    postgres: Path
    nats: str

    @classmethod
    def found(cls) -> Engines | None:
        """The newest PostgreSQL that Debian has, or where initdb is found. None: one of the two is missing."""
        versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
        initdb = str(versions[-1]) if versions else shutil.which("initdb")
        nats = shutil.which("nats-server", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        return cls(Path(initdb).parent, nats) if initdb and nats else None


def cluster(run: Run) -> None:
    """CPU for each delivery by who spends it, how long the messages took, and how long nothing came after a kill."""
    engines = Engines.found()
    if engines is None:
        run.tell("no cluster: that needs the programs of PostgreSQL, and nats-server")
        return
    with ExitStack() as ends:
        engine = Engine(run, engines, ends)
        for work in TALK:
            alone(run, work)
            spent = [through(run, work, nodes, engine) for nodes in NODES]
            if work.in_flight:
                _growth(run, work, spent)
        silence(run, engine)


def alone(run: Run, work: Work) -> None:
    """The work on one machine without a cluster."""
    with run.server() as target:
        load = run.generate(RunWork(target, work, run.scale.seconds)).load
    assert load is not None
    if work is not LONE:
        run.figure(Figure(f"cluster-{work.name}-alone", f"{work.what}, one machine: CPU", load.cpu_us, "us"))
    run.figure(Figure(f"cluster-{work.name}-alone-p50", f"{work.what}, one machine: p50", load.p50, "ms"))


class Spent(NamedTuple):
    """Microseconds of CPU for each delivery, of who decides and of the nodes."""

    decider: float
    node: float


def through(run: Run, work: Work, nodes: int, engine: Engine) -> Spent:
    """The work through so many nodes. Raises BenchFailed when something that was said did not come."""
    run.tell(f"{work.name}, nodes: {nodes}")
    with engine.nodes(nodes) as target:
        before, began = _tree(engine.postgres), time.perf_counter()
        load = run.generate(RunWork(target, work, run.scale.seconds)).load
        spent, took = _tree(engine.postgres) - before, time.perf_counter() - began
    assert load is not None
    what = f"{work.what}, {nodes} node{'s' if nodes > 1 else ''}"
    name = f"cluster-{work.name}-{nodes}"
    run.figure(Figure(f"{name}-p50", f"{what}: p50", load.p50, "ms"))
    if load.missing:
        raise BenchFailed(f"{load.missing} deliveries did not come through {nodes} nodes")
    nats, *each = [1e6 * cpu / max(1, load.deliveries) for cpu in load.others_cpu]
    if work is LONE:  # too little for the clock that CPU is told by
        return Spent(load.cpu_us, sum(each))
    run.figure(Figure(f"{name}-decider", f"{what}: CPU of who decides", load.cpu_us, "us"))
    run.figure(Figure(f"{name}-node", f"{what}: CPU of the node it goes through", sum(each), "us"))
    run.figure(Figure(f"{name}-nats", f"{what}: CPU of NATS", nats, "us"))
    run.figure(Figure(f"{name}-postgres", f"{what}: PostgreSQL, of a core", 100 * spent / took, "%"))
    return Spent(load.cpu_us, sum(each))


def _growth(run: Run, work: Work, spent: list[Spent]) -> None:
    """What a delivery costs more with each doubling of the nodes, from the first to the last."""
    doublings = math.log2(NODES[-1] / NODES[0])
    for who, first, last in zip(Spent._fields, spent[0], spent[-1], strict=True):
        if first:
            more = 100 * ((last / first) ** (1 / doublings) - 1)
            asked = 10 if who == "node" else None
            what = f"{work.what}: what the {who}'s CPU grows by for twice the nodes"
            run.figure(Figure(f"cluster-{work.name}-{who}-growth", what, more, "%", asked))


def silence(run: Run, engine: Engine) -> None:
    """The decider is killed with -9 while people talk through two nodes, the other of which takes over."""
    times = []
    for _ in range(KILLS):
        run.tell("the decider is killed")
        with engine.nodes(2, deciders=2) as target:
            figures = run.generate(Listen(target), partial(os.kill, target.pid, signal.SIGKILL)).figures
        if figures["missing"]:
            raise BenchFailed(f"{figures['missing']:.0f} messages did not come after a kill")
        times.append(1000 * figures["silence"])
    run.figure(
        Figure("cluster-kill", f"silence after kill -9 of who decides, the longest of {KILLS}", max(times), "ms")
    )
    run.figure(Figure("cluster-kill-p50", "the same, the one in the middle", sorted(times)[KILLS // 2], "ms"))


class Engine:
    """PostgreSQL and NATS for all clusters of a run. `postgres`: its first process."""

    def __init__(self, run: Run, engines: Engines, ends: ExitStack) -> None:
        self.run = run
        self.programs = engines.postgres
        folder = run.new_folder()
        folder.mkdir(parents=True)
        self.postgres = self._start_postgres(folder, ends)
        self.bus = servers.free_port()
        command = [engines.nats, "-a", servers.HOST, "-p", str(self.bus)]
        self.nats = ends.enter_context(servers.Child(command, self.bus, folder / "nats.log"))
        self.databases = 0

    @contextmanager
    def nodes(self, many: int, *, deciders: int = 1) -> Iterator[Target]:
        """So many nodes on a database of their own, and how many of them may decide. Where their clients come in."""
        folder = self.run.new_folder()
        folder.mkdir(parents=True)
        address = self._new_database()
        with ExitStack() as ends:
            children = [
                ends.enter_context(self._node(folder, number, address, decides=number < deciders))
                for number in range(many)
            ]
            decider = int(_said(folder, "decides", "nobody decides")["pid"])
            if deciders > 1:
                _said(folder, "standby", "nobody waits to decide")
            others = (self.nats.target.pid, *(child.target.pid for child in children))
            ports = tuple(child.port for child in children)
            yield Target(servers.HOST, ports[0], decider, others=others, ports=ports)
        shutil.rmtree(folder, ignore_errors=True)

    def _node(self, folder: Path, number: int, address: str, *, decides: bool) -> servers.Child:
        config = folder / f"{number}.toml"
        config.write_text(
            f'[cluster]\nlog = "{address}"\nbus = "nats://{servers.HOST}:{self.bus}"\nname = "node-{number}"\n'
            f"decides = {'true' if decides else 'false'}\n",
            encoding="utf-8",
        )
        config.chmod(0o600)
        port = servers.free_port()
        options = ["--cluster", "--config", str(config), "--name", "hubbub", "--no-limits"]
        serve = [sys.executable, "-m", "hubbub", "serve", "--host", servers.HOST, "--port", str(port)]
        command = [*serve, "--data", str(folder / f"data{number}"), *options]
        return servers.Child(command, port, folder / f"{number}.log")

    def _new_database(self) -> str:
        self.databases += 1
        name = f"bench{self.databases}"
        command = [str(self.programs / "createdb"), "-h", servers.HOST, "-p", str(self.port), "-U", "postgres", name]
        until = time.perf_counter() + PATIENCE
        while (done := subprocess.run(command, capture_output=True, text=True, check=False)).returncode:
            if "starting up" not in done.stderr or time.perf_counter() > until:
                raise BenchFailed(f"no database: {done.stderr.strip()}")
            time.sleep(0.05)
        return f"postgresql://postgres@{servers.HOST}:{self.port}/{name}"

    def _start_postgres(self, folder: Path, ends: ExitStack) -> int:
        """Its process; what it keeps is as safe as anybody's. It refuses to be root."""
        data, self.port = Path(tempfile.mkdtemp(prefix="hubbub-postgres-")), servers.free_port()
        ends.callback(shutil.rmtree, data, ignore_errors=True)
        before: list[str] = []
        if os.geteuid() == 0:
            before = ["runuser", "-u", "postgres", "--"]
            shutil.chown(data, "postgres")
        initdb = [*before, str(self.programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
        done = subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C"], capture_output=True, text=True, check=False, cwd="/"
        )
        if done.returncode:
            raise BenchFailed(f"no PostgreSQL: {done.stderr.strip().splitlines()[-1]}")
        options = ["-c", f"listen_addresses={servers.HOST}", "-c", f"unix_socket_directories={data}"]
        command = [*before, str(self.programs / "postgres"), "-D", str(data), *options, "-p", str(self.port)]
        ends.enter_context(servers.Child(command, self.port, folder / "postgres.log"))
        return int((data / "postmaster.pid").read_text().split()[0])


def _children(pid: int) -> list[int]:
    """The processes that this one has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def _said(folder: Path, event: str, otherwise: str) -> dict[str, Any]:
    """The line of one of the logs that tells of it: a node has other children than who decides, such as who makes its
    certificate."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        for log in folder.glob("*.log"):
            for line in log.read_text(encoding="utf-8").splitlines():
                if f'"event": "{event}"' in line:
                    found: dict[str, Any] = msgspec.json.decode(line)
                    return found
        time.sleep(0.05)
    raise BenchFailed(otherwise)


def _tree(pid: int) -> float:
    """The CPU time of a process and of those that it has started."""
    return sum(map(cpu_seconds, [pid, *_children(pid)]))
