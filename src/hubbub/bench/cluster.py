"""What many machines cost: the same talk on one machine alone, and through 1, 2 and 4 nodes of which one decides.

PostgreSQL and NATS are started for it; without their programs it is left out, and said so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from . import servers
from .clients import Target
from .orders import RunWork
from .process import cpu_seconds
from .results import Figure
from .run import BenchFailed, Run
from .works import SIX, Work

NODES = (1, 2, 4)
TALK = ("1x200", "100x10", "calm")
PATIENCE = 30.0  # seconds for the engines, and for the first decider


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
    """CPU for each delivery by who spends it, and how long the messages took."""
    engines = Engines.found()
    if engines is None:
        run.tell("no cluster: that needs the programs of PostgreSQL, and nats-server")
        return
    for work in (one for one in SIX if one.name in TALK):
        alone = run.work(work).load
        run.figure(Figure(f"cluster-{work.name}-alone", f"{work.what}, one machine: CPU", alone.cpu_us, "us"))
        run.figure(Figure(f"cluster-{work.name}-alone-p50", f"{work.what}, one machine: p50", alone.p50, "ms"))
        for nodes in NODES:
            run.tell(f"{work.name} through {nodes} nodes")
            through(run, work, nodes, engines)


def through(run: Run, work: Work, nodes: int, engines: Engines) -> None:
    """The work through so many nodes. Raises BenchFailed when something that was said did not come."""
    with _running(run.new_folder(), nodes, engines) as (target, database):
        before, began = _tree(database), time.perf_counter()
        load = run.generate(RunWork(target, work, run.scale.seconds)).load
        spent, took = _tree(database) - before, time.perf_counter() - began
    assert load is not None
    each = [1e6 * cpu / max(1, load.deliveries) for cpu in load.others_cpu]
    what = f"{work.what}, {nodes} nodes"
    name = f"cluster-{work.name}-{nodes}"
    run.figure(Figure(f"{name}-decider", f"{what}: CPU of who decides", load.cpu_us, "us"))
    run.figure(Figure(f"{name}-node", f"{what}: CPU of a node", sum(each[1:]) / nodes, "us"))
    run.figure(Figure(f"{name}-nats", f"{what}: CPU of NATS", each[0], "us"))
    run.figure(Figure(f"{name}-postgres", f"{what}: PostgreSQL, of a core", 100 * spent / took, "%"))
    run.figure(Figure(f"{name}-p50", f"{what}: p50", load.p50, "ms"))
    if load.missing:
        raise BenchFailed(f"{load.missing} deliveries did not come through {nodes} nodes")


@contextmanager
def _running(folder: Path, nodes: int, engines: Engines) -> Iterator[tuple[Target, int]]:
    """A cluster on engines of its own; where its clients come in, and the process of PostgreSQL."""
    folder.mkdir(parents=True)
    with ExitStack() as ends:
        database, address = _start_postgres(folder, engines.postgres, ends)
        bus = servers.free_port()
        command = [engines.nats, "-a", servers.HOST, "-p", str(bus)]
        carrier = ends.enter_context(servers.Child(command, bus, folder / "nats.log"))
        children = []
        for number in range(nodes):
            config = folder / f"{number}.toml"
            config.write_text(
                f'[cluster]\nlog = "{address}"\nbus = "nats://{servers.HOST}:{bus}"\nname = "node-{number}"\n'
                f"decides = {'false' if number else 'true'}\n",
                encoding="utf-8",
            )
            config.chmod(0o600)
            port = servers.free_port()
            options = ["--cluster", "--config", str(config), "--name", "hubbub", "--no-limits"]
            serve = [sys.executable, "-m", "hubbub", "serve", "--host", servers.HOST, "--port", str(port)]
            command = [*serve, "--data", str(folder / f"data{number}"), *options]
            children.append(ends.enter_context(servers.Child(command, port, folder / f"{number}.log")))
        decider = _child_of(children[0].target.pid)
        others = (carrier.target.pid, *(child.target.pid for child in children))
        ports = tuple(child.port for child in children)
        yield Target(servers.HOST, ports[0], decider, others=others, ports=ports), database
    shutil.rmtree(folder, ignore_errors=True)


def _start_postgres(folder: Path, programs: Path, ends: ExitStack) -> tuple[int, str]:
    """Its process, and the address of an empty database, which is kept as safe as anybody's. It refuses to be root."""
    data, port = Path(tempfile.mkdtemp(prefix="hubbub-postgres-")), servers.free_port()
    ends.callback(shutil.rmtree, data, ignore_errors=True)
    before: list[str] = []
    if os.geteuid() == 0:
        before = ["runuser", "-u", "postgres", "--"]
        shutil.chown(data, "postgres")
    initdb = [*before, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    done = subprocess.run([*initdb, "--locale=C"], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise BenchFailed(f"no PostgreSQL: {done.stderr.strip().splitlines()[-1]}")
    options = ["-c", f"listen_addresses={servers.HOST}", "-c", f"unix_socket_directories={data}", "-p", str(port)]
    command = [*before, str(programs / "postgres"), "-D", str(data), *options]
    ends.enter_context(servers.Child(command, port, folder / "postgres.log"))
    address = f"postgresql://postgres@{servers.HOST}:{port}/postgres"
    process = int((data / "postmaster.pid").read_text().split()[0])
    return process, address


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


def _child_of(pid: int) -> int:
    """The process that decides, beside its node."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        if children := _children(pid):
            return children[0]
        time.sleep(0.05)
    raise BenchFailed("nobody decides")


def _tree(pid: int) -> float:
    """The CPU time of a process and of those that it has started."""
    return sum(map(cpu_seconds, [pid, *_children(pid)]))
